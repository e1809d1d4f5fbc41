"""How long a visit is, and what may be booked together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from rathaus.booking.rules import ticks
from rathaus.core.errors import Refused


@dataclass(frozen=True, slots=True)
class Wish:
    """A service and for how many persons."""

    service_id: int
    persons: int


@dataclass(frozen=True, slots=True)
class OfferPlan:
    """What booking needs to know of an offer; `resources` in the order in which they are tried."""

    service_id: int
    office_id: int
    minutes: int
    extra_minutes: int | None
    max_persons: int
    resources: tuple[int, ...]
    needs_mail_confirmation: bool = False


@dataclass(frozen=True, slots=True)
class OfficePlan:
    """What booking needs to know of an office."""

    office_id: int
    zone: str
    lead_minutes: int
    horizon_days: int
    hold_minutes: int
    most_minutes: int
    slug: str = ""


class NotOfferedHere(Refused):
    """The office does not offer the service, or offers it without appointments."""


class NotCombinable(Refused):
    """The services cannot be done in one visit."""


class TooManyPersons(Refused):
    """More persons than the service takes in one visit."""


class VisitTooLong(Refused):
    """The visit would be longer than the office allows."""


class NoServiceChosen(Refused):
    """A visit needs a service."""


class NotBookableThen(Refused):
    """The time lies in the past, too soon, beyond the horizon, or off the raster."""


def line_minutes(offer: OfferPlan, persons: int) -> int:
    """This will return the minutes of one service: minutes + (persons - 1) x extra (missing: full minutes again)."""
    extra = offer.minutes if offer.extra_minutes is None else offer.extra_minutes
    return offer.minutes + (persons - 1) * extra


@dataclass(frozen=True, slots=True)
class Visit:
    """A checked wish at one office: minutes per service, ticks in all, the resources that can take it."""

    office: OfficePlan
    lines: tuple[tuple[int, int, int], ...]  # (service id, persons, minutes)
    ticks: int
    resources: tuple[int, ...]
    needs_mail_confirmation: bool

    @property
    def persons(self) -> int:
        """This will return the largest number of persons of any service: so many people come."""
        return max(persons for _, persons, _ in self.lines)


def check_visit(
    wishes: Sequence[Wish],
    office: OfficePlan,
    offers: Mapping[tuple[int, int], OfferPlan],
    combinable: frozenset[tuple[int, int]],
) -> Visit:
    """This will return the visit that the wishes make at an office.

    :raises NoServiceChosen: without a wish.
    :raises NotOfferedHere: when a service is not bookable there, or no resource offers all of them.
    :raises TooManyPersons: beyond an offer's most persons.
    :raises NotCombinable: when two services are not combinable.
    :raises VisitTooLong: beyond the office's longest visit.
    """
    if not wishes:
        raise NoServiceChosen(_("Bitte wählen Sie aus, was Sie erledigen möchten."))
    found = [_offer(wish, office, offers) for wish in wishes]
    _check_combination(wishes, combinable)
    lines = tuple((w.service_id, w.persons, line_minutes(o, w.persons)) for w, o in zip(wishes, found, strict=True))
    length = ticks.ticks_of(sum(minutes for _, _, minutes in lines))
    if length * ticks.MINUTES > office.most_minutes:
        raise VisitTooLong(
            _("Das dauert zusammen länger als ein Termin in diesem Amt. Bitte teilen Sie es auf zwei Termine auf.")
        )
    common = [r for r in found[0].resources if all(r in o.resources for o in found[1:])]
    if not common:
        raise NotOfferedHere(
            _("Dieses Amt kann das nicht in einem Termin erledigen. Bitte wählen Sie ein anderes Amt.")
        )
    return Visit(office, lines, length, tuple(common), any(o.needs_mail_confirmation for o in found))


def _offer(wish: Wish, office: OfficePlan, offers: Mapping[tuple[int, int], OfferPlan]) -> OfferPlan:
    offer = offers.get((wish.service_id, office.office_id))
    if offer is None or not offer.resources:
        raise NotOfferedHere(_("Dieses Amt bietet dafür keine Termine an. Bitte wählen Sie ein anderes Amt."))
    if not 1 <= wish.persons <= offer.max_persons:
        raise TooManyPersons(
            _("So viele Personen passen nicht in einen Termin. Möglich sind höchstens %(most)s.")
            % {"most": offer.max_persons},
            field="persons",
        )
    return offer


def _check_combination(wishes: Sequence[Wish], combinable: frozenset[tuple[int, int]]) -> None:
    ids = [w.service_id for w in wishes]
    if len(set(ids)) != len(ids):
        raise NotCombinable(_("Eine Leistung ist doppelt gewählt. Bitte ändern Sie stattdessen die Zahl der Personen."))
    for number, one in enumerate(ids):
        for other in ids[number + 1 :]:
            if (min(one, other), max(one, other)) not in combinable:
                raise not_combinable()


def not_combinable() -> NotCombinable:
    """This will return the refusal of services that cannot be done in one visit."""
    return NotCombinable(
        _("Diese Leistungen lassen sich nicht in einem Termin verbinden. Bitte buchen Sie zwei Termine.")
    )


def earliest_tick(day: date, office: OfficePlan, at: datetime) -> int:
    """This will return the first tick of the day that the lead time leaves (288: none).

    Of an hour that is lived twice only the first pass can be booked: in the second one it is over.
    """
    soonest = ticks.local(at + timedelta(minutes=office.lead_minutes), office.zone)
    if day > soonest.date():
        return 0
    if day < soonest.date():
        return ticks.A_DAY
    if soonest.fold and (change := ticks.clock_change(day, office.zone)):
        return change[0] or ticks.A_DAY
    return ticks.ticks_of(soonest.hour * 60 + soonest.minute + (1 if soonest.second or soonest.microsecond else 0))


def last_day(office: OfficePlan, at: datetime) -> date:
    """This will return the last day that can be booked."""
    return ticks.local(at, office.zone).date() + timedelta(days=office.horizon_days)


def bookable(free: int, first_tick: int, length: int, starts: int, day: date, office: OfficePlan, at: datetime) -> int:
    """This will return the ticks of the day at which a visit of `length` ticks may start."""
    found = (ticks.runs(free, length) & starts) << first_tick
    if not found:
        return 0
    return found & ticks.from_tick(earliest_tick(day, office, at)) & ~ticks.crossing(day, office.zone, length)
