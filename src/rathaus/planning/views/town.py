"""Days on which the whole town is closed."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rathaus.booking.actions.closures import check_plans_town, close_town, open_town
from rathaus.booking.outlook import Concerned
from rathaus.core.errors import Refused
from rathaus.identity.gate import Admitted, for_right, show
from rathaus.identity.rights import Right
from rathaus.identity.undoing import keep_for_undo, offered_undo
from rathaus.offices.models import Closure
from rathaus.planning.forms.days import TownClosureForm
from rathaus.planning.queries import named
from rathaus.planning.views.concerned import concerned_in_town, seen
from rathaus.planning.views.saying import SECTION, saved
from rathaus.ui.states import shows


@shows("none", "listed", "errors", "concerned", "unconcerned", "removed")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.PLAN)
def town_days(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will list the days on which the town is closed, close it once the visits concerned are seen, or open it."""
    check_plans_town(who.actor)
    if request.POST.get("schritt") == "oeffnen":
        return _open(request, who)
    form = TownClosureForm(request.POST or None)
    visits: list[Concerned] | None = None
    if form.is_valid():
        days = form.days()
        visits = concerned_in_town(days)
        if request.POST.get("gesehen") == seen(visits) and request.POST.get("schritt") == "schliessen":
            try:
                planned = close_town(days=days, by=who.actor, at=timezone.now())
            except Refused as refused:
                form.add_error(refused.field, str(refused.message))
            else:
                saved(request, planned, _("Die Schließung ist eingetragen."))
                return redirect("planning:town_days")
    today = timezone.localdate()
    context = {
        "form": form,
        "closures": Closure.objects.filter(office=None, until_on__gt=today).order_by("from_on", "pk"),
        "visits": visits,
        "seen": seen(visits or []),
        "undo": offered_undo(request),
    }
    return show(request, who, "planning/town_days.html", context, section=SECTION)


def _open(request: HttpRequest, who: Admitted) -> HttpResponse:
    found = named(Closure.objects.filter(office=None), request.POST.get("schliessung", ""))
    if found is None:
        raise Http404
    visits = concerned_in_town(found)
    planned = open_town(closure=found, by=who.actor, at=timezone.now())
    saved(request, planned, _("Die Schließung ist weg."))
    sent = {"first_on": found.from_on.isoformat(), "last_on": (found.until_on - timedelta(days=1)).isoformat()}
    sent |= {f"reason_{code}": str(found.reasons.get(code, "")) for code, _name in settings.LANGUAGES}
    keep_for_undo(request, reverse("planning:town_days"), sent | {"schritt": "schliessen", "gesehen": seen(visits)})
    return redirect("planning:town_days")
