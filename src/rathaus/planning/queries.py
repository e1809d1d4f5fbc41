"""What planning shows; every list starts from the offices that the actor plans."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Model, Q, QuerySet
from django.http import Http404

from rathaus.booking.models import Appointment, CounterClosure, OpeningRule, Policy, Resource, State
from rathaus.booking.rules import ticks
from rathaus.catalogue.models import Offer, Service
from rathaus.core.ids import id_in
from rathaus.core.stamps import stamp_of
from rathaus.identity.queries import Actor
from rathaus.identity.rights import Right
from rathaus.offices.models import Closure, Office, OfficeText, OpeningHours
from rathaus.offices.queries import text_of

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Planned:
    """An office of the list: its title, and how many counters and bookable services it has."""

    office: Office
    title: str
    counters: int
    offers: int


@dataclass(frozen=True)
class OfferLine:
    """A service that an office offers, and the counters in their order."""

    offer: Offer
    title: str
    counters: tuple[str, ...]


@dataclass(frozen=True)
class Withheld:
    """A place kept back, from and until on the office's clock."""

    appointment: Appointment
    opens: time
    closes: time


def planned_by(actor: Actor) -> QuerySet[Office]:
    """This will return the offices that an actor plans: all of the town, or their own."""
    own = actor.offices_with(Right.PLAN)
    return Office.objects.all() if own is None else Office.objects.filter(pk__in=own)


def offices(actor: Actor, language: str) -> list[Planned]:
    """This will return the list of offices that an actor plans (2 queries)."""
    counters = Count("resources", filter=Q(resources__is_active=True), distinct=True)
    offers = Count("offers", filter=Q(offers__is_bookable=True), distinct=True)
    found = planned_by(actor).annotate(n_counters=counters, n_offers=offers).prefetch_related("texts")
    listed = [Planned(o, text_of(o, language).title, o.n_counters, o.n_offers) for o in found]
    return sorted(listed, key=lambda one: one.title.casefold())


def office_for(actor: Actor, office_id: int) -> Office:
    """This will return an office with its texts.

    :raises Http404: for an office that the actor does not plan, as for one that never was.
    """
    office = planned_by(actor).prefetch_related("texts").filter(pk=office_id).first()
    if office is None:
        raise Http404
    return office


def policy_of(office: Office) -> Policy:
    """This will return an office's rules for booking, unsaved defaults where it has none."""
    return Policy.objects.filter(office=office).first() or Policy(office=office)


def stamp_of_office(office_id: int) -> str:
    """This will return the stamp of what the page of an office's details shows (3 queries)."""
    office = Office.objects.get(pk=office_id)
    return stamp_of([office, *office.texts.all(), *Policy.objects.filter(office=office)])


def counters(office: Office) -> list[Resource]:
    """This will return an office's counters, resting ones too, in their order, with their rules (2 queries)."""
    return list(office.resources.prefetch_related("rules").select_related("office").order_by("order", "pk"))


def counter_of(office: Office, counter_id: int) -> Resource:
    """This will return a counter of the office.

    :raises Http404: for a counter of another office, as for one that never was.
    """
    found = office.resources.select_related("office").filter(pk=counter_id).first()
    if found is None:
        raise Http404
    return found


def rule_of(counter: Resource, rule_id: str) -> OpeningRule | None:
    """This will return the counter's rule with the number that an address carries; None where it carries none.

    :raises Http404: for a number that is no rule of the counter.
    """
    return named(counter.rules.all(), rule_id)


def offer_of(office: Office, offer_id: str) -> Offer | None:
    """This will return the office's offer with the number that an address carries; None where it carries none.

    :raises Http404: for a number that is no offer of the office.
    """
    return named(office.offers.all(), offer_id)


def named(rows: QuerySet[Row], number: str) -> Row | None:
    """This will return the row of that number; None where no number is given.

    :raises Http404: where none of the rows has it.
    """
    if not number:
        return None
    found = rows.filter(pk=id_in(number)).first()
    if found is None:
        raise Http404
    return found


def offers(office: Office, language: str) -> list[OfferLine]:
    """This will return what the office offers, by title (4 queries)."""
    rows = office.offers.select_related("service").prefetch_related("service__texts", "alternatives__resource")
    lines = [
        OfferLine(row, _title(row.service, language), tuple(a.resource.title for a in row.alternatives.all()))
        for row in rows
    ]
    return sorted(lines, key=lambda line: line.title.casefold())


def services_for(office: Office, language: str) -> list[tuple[int, str]]:
    """This will return the services that the office does not offer yet, by title (2 queries)."""
    found = Service.objects.exclude(offers__office=office).prefetch_related("texts")
    return sorted(((s.pk, _title(s, language)) for s in found), key=lambda one: one[1].casefold())


def title_of(service: Service) -> str:
    """This will return a service's title in German (2 queries)."""
    return _title(service, "de")


def _title(service: Service, language: str) -> str:
    texts = {text.language: text.title for text in service.texts.all()}
    return texts.get(language) or texts.get("de") or next(iter(texts.values()), service.slug)


def stored_hours(office_id: int) -> list[Model]:
    """This will return what the form of an office's hours writes: hours, and the words beside them (2 queries)."""
    hours, texts = OpeningHours.objects.filter(office_id=office_id), OfficeText.objects.filter(office_id=office_id)
    return [*hours, *texts]


def closures(office: Office, *, from_on: date) -> list[Closure | CounterClosure]:
    """This will return the closures of an office and of its counters that are not over, by day (2 queries)."""
    whole = office.closures.filter(until_on__gt=from_on)
    single = CounterClosure.objects.filter(resource__office=office, until_on__gt=from_on).select_related("resource")
    return sorted([*whole, *single], key=lambda one: (one.from_on, one.until_on))


def withheld(office: Office, *, at: datetime) -> list[Withheld]:
    """This will return the places kept back in an office that are to come, by time."""
    kept = Q(state=State.CONFIRMED) | Q(state=State.HELD, held_until__gt=at)
    rows = Appointment.objects.filter(kept, office=office, kind=Appointment.Kind.WITHHELD, starts_at__gte=at)
    return [
        Withheld(row, ticks.time_of(row.first_tick), ticks.time_of(min(row.first_tick + row.ticks, ticks.A_DAY - 1)))
        for row in rows.select_related("resource").order_by("starts_at", "pk")[:200]
    ]


def withheld_of(office: Office, number: str) -> Appointment:
    """This will return a withheld place of the office by its id.

    :raises Http404: for anything else.
    """
    try:
        key = UUID(number)
    except ValueError as error:
        raise Http404 from error
    found = Appointment.objects.filter(pk=key, office=office, kind=Appointment.Kind.WITHHELD).first()
    if found is None:
        raise Http404
    return found
