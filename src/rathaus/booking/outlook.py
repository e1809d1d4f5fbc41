"""What a counter's next weeks would be under other rules: places now and then, and visits left without one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from rathaus.booking.actions.planning import days_without, openings
from rathaus.booking.models import TAKING, Appointment, Resource, Share
from rathaus.booking.rules import ticks
from rathaus.booking.rules.planning import Opening, applies, places, plan_day, without_place
from rathaus.offices.queries import closed_days


@dataclass(frozen=True, slots=True)
class Concerned:
    """A booked visit without a word about the person: when, how long, where."""

    id: str
    day: date
    begins: time
    minutes: int
    counter: str


@dataclass(frozen=True, slots=True)
class DayAhead:
    """A day on which the counter works now or then; places are visits of one raster step that the public may begin."""

    day: date
    hours: tuple[tuple[time, time], ...]
    closed: str | None
    before: int
    after: int
    visits: tuple[Concerned, ...]


def outlook(*, counter: Resource, rules: Sequence[Opening], days: int, at: datetime) -> list[DayAhead]:
    """This will return the days ahead on which the counter works by its present rules or by these (7 queries)."""
    zone = counter.office.zone
    first = ticks.local(at, zone).date()
    last = first + timedelta(days=days - 1)
    closed = closed_days(counter.office_id, first, last)
    closed |= dict.fromkeys(days_without(counter, first, last), "")
    present = openings(counter) if counter.is_active else []
    taken = _by_day(_taking([counter.pk], first, last, at=at))
    found = []
    for number in range(days):
        day = first + timedelta(days=number)
        rows = taken.get(day, [])
        booked = [(row.first_tick, row.ticks, row.share == Share.PUBLIC) for row in rows]
        old, new = plan_day(present, day, zone, frozenset(closed)), plan_day(rules, day, zone, frozenset(closed))
        hours = tuple(sorted((rule.opens, rule.closes) for rule in rules if applies(rule, day)))
        if not (old or new or rows or hours):
            continue
        beyond = [row for row, yes in zip(rows, without_place(new, booked), strict=True) if yes]
        visits = tuple(_concerned(row) for row in beyond if row.kind == Appointment.Kind.VISIT)
        found.append(DayAhead(day, hours, closed.get(day), places(old, booked), places(new, booked), visits))
    return found


def visits_between(*, counters: Iterable[int], first: date, last: date, at: datetime) -> list[Concerned]:
    """This will return the visits booked on the counters from a day to another (both included) that are to come."""
    rows = _taking(counters, first, last, at=at).filter(kind=Appointment.Kind.VISIT, starts_at__gte=at)
    return [_concerned(row) for row in rows]


def _taking(counters: Iterable[int], first: date, last: date, *, at: datetime) -> QuerySet[Appointment]:
    rows = Appointment.objects.filter(resource_id__in=list(counters), day__range=(first, last), state__in=TAKING)
    live = rows.filter(Q(held_until=None) | Q(held_until__gt=at))
    return live.select_related("resource").order_by("day", "first_tick", "pk")


def _by_day(rows: Iterable[Appointment]) -> dict[date, list[Appointment]]:
    found: dict[date, list[Appointment]] = {}
    for row in rows:
        found.setdefault(row.day, []).append(row)
    return found


def _concerned(row: Appointment) -> Concerned:
    begins = ticks.time_of(row.first_tick)
    return Concerned(str(row.pk), row.day, begins, row.ticks * ticks.MINUTES, row.resource.title)
