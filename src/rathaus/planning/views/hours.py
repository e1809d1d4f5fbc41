"""When the door of an office is open."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rathaus.booking.actions.planning import Planned
from rathaus.core.errors import Refused
from rathaus.core.stamps import stamp_of
from rathaus.identity.gate import Admitted, for_right, say, show
from rathaus.identity.rights import Right
from rathaus.offices.actions import set_hours
from rathaus.planning import actions, queries
from rathaus.planning.forms.hours import HoursForm
from rathaus.planning.views.saying import SECTION
from rathaus.ui.states import shows


@shows("unknown", "known", "errors", "changed")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.PLAN)
def hours(request: HttpRequest, who: Admitted, office_id: int) -> HttpResponse:
    """This will show the hours of an office for changing; what can be booked does not follow from them."""
    office = queries.office_for(who.actor, office_id)
    form = HoursForm(request.POST or None, office=office)
    if form.is_valid():
        try:
            actions.guarded(
                office_id=office_id, rows=partial(queries.stored_hours, office_id), seen=form.cleaned_data["stand"],
                do=partial(_set, office_id, form, who),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused.message))
        else:
            say(request, _("Gespeichert."))
            return redirect("planning:office", office_id)
    context = {"office": office, "form": form, "stand": stamp_of(queries.stored_hours(office_id))}
    return show(request, who, "planning/hours.html", context, section=SECTION)


def _set(office_id: int, form: HoursForm, who: Admitted) -> Planned:
    set_hours(office_id=office_id, days=form.days(), notes=form.notes(), by=who.actor, at=timezone.now())
    return Planned()
