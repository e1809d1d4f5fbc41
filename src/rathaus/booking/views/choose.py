"""Steps 1 and 2: what for, and where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rathaus.booking import plan as plans
from rathaus.booking import queries
from rathaus.booking.matters import basket_of, more_services
from rathaus.booking.plan import TownPlan
from rathaus.booking.presentation import Choice, Moment, OfficeView, alphabetical, chosen_services, offices_of
from rathaus.booking.rules.visit import (
    NoServiceChosen,
    NotCombinable,
    TooManyPersons,
    VisitTooLong,
    Wish,
    not_combinable,
)
from rathaus.booking.views.pages import journey_page
from rathaus.booking.wishes import UnreadableWish, read_wishes, write_wishes
from rathaus.catalogue.models import Offer
from rathaus.core.errors import Refused
from rathaus.ui.states import shows

A_DAY = timedelta(days=1)  # the date of an office may be one before or after that of UTC
WRONG_WISHES = (TooManyPersons, NotCombinable, VisitTooLong, NoServiceChosen, UnreadableWish)


@dataclass(frozen=True)
class OfficeEntry:
    """An office on the page of step 2; without `first` nothing is free there."""

    office: OfficeView
    first: Moment | None = None
    is_bookable: bool = True


@shows("nothing-chosen", "one", "several", "none-found", "wrong-persons", "empty")
@require_safe
def matters(request: HttpRequest) -> HttpResponse:
    """This will show what was chosen, for how many persons, and what goes along with it."""
    return matters_page(request)


def matters_page(request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
    """This will answer with step 1; a refusal is shown at the persons or on top."""
    basket = basket_of(request.GET, plans.current())
    context = {
        "basket": basket,
        "more": more_services(basket.wishes, plans.current(), request.GET.get("q", "")[:100]),
        "q": request.GET.get("q", "")[:100],
        "problem": "" if refused is None or basket.has_errors else str(refused.message),
    }
    is_wrong = refused is not None or basket.has_errors
    query = write_wishes(basket.wishes)
    return journey_page(request, "matters", context, query=query, status=422 if is_wrong else 200)


@shows("several", "one", "nothing-free", "by-phone", "online", "refused")
@require_safe
def office(request: HttpRequest) -> HttpResponse:
    """This will show the offices that can take the wishes, each with its earliest free time."""
    try:
        wishes = read_wishes(request.GET)
        services = chosen_services(wishes)
        if not wishes:
            raise NoServiceChosen(_("Bitte wählen Sie aus, was Sie erledigen möchten."))
        entries = entries_of(wishes, at=timezone.now())
    except WRONG_WISHES as refused:
        return matters_page(request, refused)
    free = [e for e in entries if e.first]
    context = {
        "choice": Choice(tuple(services), tuple(wishes)),
        "entries": entries,
        "earliest": min(free, key=lambda e: (e.first.day, e.first.tick)) if len(free) > 1 else None,  # type: ignore[union-attr]
        "is_anything_free": bool(free),
        "is_bookable": any(e.is_bookable for e in entries),
        "has_positions": sum(1 for e in entries if e.office.latitude is not None) > 1,
        "online": [s for s in services if s.has_online],
    }
    return journey_page(request, "office", context, query=write_wishes(wishes))


def entries_of(wishes: list[Wish], *, at: datetime) -> list[OfficeEntry]:
    """This will return the offices for the wishes by title; where none takes bookings, those that one can call.

    :raises rathaus.core.errors.Refused: when the wishes fit no office because of their number or combination.
    """
    plan = plans.kept()
    horizon = max((o.horizon_days for o in plan.offices.values()), default=0) + 1
    found = queries.free_times_of_offices(
        office_ids=None, wishes=wishes, first=at.date() - A_DAY, last=at.date() + timedelta(days=horizon), at=at
    )
    if not found:
        return _offices_to_call(wishes, plans.kept())
    firsts = {f.visit.office.office_id: f.first() for f in found}
    return _by_title(
        OfficeEntry(view, Moment(*first) if (first := firsts[view.id]) else None)
        for view in offices_of(firsts).values()
    )


def _by_title(entries: Iterable[OfficeEntry]) -> list[OfficeEntry]:
    return sorted(entries, key=lambda e: alphabetical(e.office.title))


def _offices_to_call(wishes: list[Wish], plan: TownPlan) -> list[OfficeEntry]:
    """No office takes the wishes together: say so when they can be changed, else name the offices by telephone."""
    refusals = []
    for office_id in plan.offices:
        try:
            plan.visit(office_id, wishes)
        except Refused as refused:
            refusals.append(refused)
    for kind in (TooManyPersons, NotCombinable, VisitTooLong):
        found = next((r for r in refusals if isinstance(r, kind)), None)
        if found:
            raise found
    if len(wishes) > 1 and all(plan.offices_for([wish]) for wish in wishes):
        raise not_combinable()
    ids = Offer.objects.filter(service_id__in=[w.service_id for w in wishes]).values_list("office_id", flat=True)
    return _by_title(OfficeEntry(view, is_bookable=False) for view in offices_of(set(ids)).values())
