"""A service in an office: how long, for how many, on which counters."""

from functools import partial

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from rathaus.booking.actions.offers import save_offer
from rathaus.catalogue.models import Offer
from rathaus.core.errors import Refused
from rathaus.core.stamps import stamp_of
from rathaus.identity.gate import Admitted, for_right, show
from rathaus.identity.rights import Right
from rathaus.planning import actions, queries
from rathaus.planning.forms.counter import OfferForm, initial_of_offer
from rathaus.planning.views.saying import SECTION, saved
from rathaus.ui.states import shows


@shows("blank", "nothing", "errors", "written", "changed")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.PLAN)
def offer(request: HttpRequest, who: Admitted, office_id: int) -> HttpResponse:
    """This will offer a service in an office, or change how it is offered."""
    office = queries.office_for(who.actor, office_id)
    old = queries.offer_of(office, request.GET.get("angebot", ""))
    language = get_language() or "de"
    services = [(old.service_id, queries.title_of(old.service))] if old else queries.services_for(office, language)
    form = OfferForm(
        request.POST or None, services=services, counters=[(c.pk, c.title) for c in queries.counters(office)],
        initial=initial_of_offer(old) if old else {},
    )  # fmt: skip
    if form.is_valid():
        try:
            planned = actions.guarded(
                office_id=office_id, rows=partial(_rows, old), seen=form.cleaned_data["stand"],
                do=partial(save_offer, office_id=office_id, offer_id=old.pk if old else None, values=form.values(),
                           by=who.actor, at=timezone.now()),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
        else:
            saved(request, planned)
            return redirect("planning:office", office_id)
    context = {"office_id": office_id, "offer": old, "form": form, "services": services, "stand": stamp_of(_rows(old))}
    return show(request, who, "planning/offer.html", context, section=SECTION)


def _rows(old: Offer | None) -> list[Model]:
    """What the page of an offer shows."""
    if old is None:
        return []
    return [*Offer.objects.filter(pk=old.pk), *old.alternatives.order_by("pk")]
