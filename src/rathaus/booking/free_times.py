"""Free times: pure arithmetic over day sheets, one query for any number of offices and days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import connection

from rathaus.booking import plan as plans
from rathaus.booking.models import Appointment, Share
from rathaus.booking.plan import TownPlan
from rathaus.booking.rules import ticks
from rathaus.booking.rules.visit import Visit, Wish, bookable, last_day
from rathaus.booking.shared_groups import seatable

SHEETS = """
SELECT p.version, s.resource_id, s.day, s.first_tick, s.starts, array_send(s.free_all), array_send(s.share_left),
    s.earliest_expiry <= %s
FROM booking_planversion p
LEFT JOIN booking_daysheet s ON s.resource_id = ANY(%s) AND s.day BETWEEN %s AND %s
"""
# Sheets and the expired holds that still stand on them, as of one moment: a hold given back meanwhile counts once.
LATE = """
SELECT s.resource_id, s.day, s.first_tick, s.free_all, s.share_left, a.first_tick, a.ticks, a.share
FROM booking_daysheet s
LEFT JOIN booking_appointment a ON a.resource_id = s.resource_id AND a.day = s.day
    AND a.state IN ('held', 'preconfirmed') AND a.held_until <= %s
WHERE (s.resource_id, s.day) IN (SELECT * FROM unnest(%s::bigint[], %s::date[]))
"""

Starts = dict[date, int]  # day -> set of ticks at which the visit may start
Recounted = dict[tuple[int, date], int]  # what is really free on sheets that count places which are free again


@dataclass(frozen=True)
class FreeTimes:
    """Free starts of a visit at one office, per day; days without any are missing."""

    visit: Visit
    starts: Starts = field(default_factory=dict)

    def first(self) -> tuple[date, int] | None:
        """This will return the earliest free start as (day, tick)."""
        if not self.starts:
            return None
        day = min(self.starts)
        mask = self.starts[day]
        return day, (mask & -mask).bit_length() - 1


@dataclass(frozen=True)
class Look:
    """Which days are looked at, when, for whom; a visit that is being moved leaves its own place free."""

    first: date
    last: date
    at: datetime
    share: str = Share.PUBLIC
    moving: Appointment | None = None


def free_times(
    *, office_id: int, wishes: list[Wish], first: date, last: date, at: datetime, share: str = Share.PUBLIC,
    moving: Appointment | None = None,
) -> FreeTimes:  # fmt: skip
    """This will return the free starts of a visit from `first` to `last`, both included (1 query).

    :raises rathaus.core.errors.Refused: when the office cannot take the wishes.
    """
    look = Look(first, last, at, share, moving)
    return _look_at([office_id], wishes, look)[0]


def free_times_of_offices(
    *, office_ids: Iterable[int] | None, wishes: list[Wish], first: date, last: date, at: datetime,
    share: str = Share.PUBLIC,
) -> list[FreeTimes]:  # fmt: skip
    """This will return the free starts per office, for the given offices or all that can take the wishes (1 query).

    The kept plan is used at once; the query brings the version along, and a newer plan is read when it differs.

    :raises rathaus.core.errors.Refused: when a given office cannot take the wishes.
    """
    return _look_at(None if office_ids is None else list(office_ids), wishes, Look(first, last, at, share))


def _look_at(office_ids: list[int] | None, wishes: list[Wish], look: Look) -> list[FreeTimes]:
    for _ in range(3):
        plan, visits = plans.judged(lambda plan: _visits(plan, office_ids, wishes))
        version, found = _starts(plan, visits, look)
        if version == plan.version:
            break
        plans.read()
    return found


def _visits(plan: TownPlan, office_ids: list[int] | None, wishes: list[Wish]) -> list[Visit]:
    if office_ids is None:
        return plan.offices_for(wishes)
    return [plan.visit(office_id, wishes) for office_id in office_ids]


def _starts(plan: TownPlan, visits: list[Visit], look: Look) -> tuple[int, list[FreeTimes]]:
    resources = sorted({r for v in visits for r in v.resources})
    with connection.prepared_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(SHEETS, [look.at, resources, look.first, look.last])
        rows = cursor.fetchall()
    recounted = _recounted(rows, look)
    sheets: dict[int, list[tuple[Any, ...]]] = {}
    for row in rows:
        sheets.setdefault(row[1], []).append(row)
    return int(rows[0][0]), [FreeTimes(v, _starts_of_visit(plan, v, sheets, recounted, look)) for v in visits]


def _starts_of_visit(
    plan: TownPlan, visit: Visit, sheets: dict[int, list[tuple[Any, ...]]], recounted: Recounted, look: Look
) -> Starts:
    found: Starts = {}
    for resource in visit.resources:
        here = _starts_of_resource(visit, sheets.get(resource, []), recounted, look)
        if resource in plan.shared:
            here = seatable(resource, here, visit.ticks, look.at, look.moving)
        if not found:
            found = here
            continue
        for day, mask in here.items():
            found[day] = found.get(day, 0) | mask
    return found


def _starts_of_resource(visit: Visit, sheets: list[tuple[Any, ...]], recounted: Recounted, look: Look) -> Starts:
    found: Starts = {}
    is_public = look.share == Share.PUBLIC
    office = visit.office if is_public else replace(visit.office, lead_minutes=0)  # staff need no lead time
    today, end = ticks.local(look.at, office.zone).date(), last_day(office, look.at)
    for _version, resource, day, first_tick, starts, free_all, share_left, _late in sheets:
        if not today <= day <= end:
            continue
        free = recounted.get((resource, day))
        if free is None:
            free = ticks.positive(free_all)
            if is_public:
                free &= ticks.positive(share_left)
        mask = bookable(free, first_tick, visit.ticks, ticks.of_text(starts), day, office, look.at)
        if mask:
            found[day] = mask
    return found


def _recounted(rows: list[tuple[Any, ...]], look: Look) -> Recounted:
    """Sheets with expired holds, and that of the visit that is moving, with their places free (1 query if any)."""
    own = look.moving
    late = {(row[1], row[2]) for row in rows if row[7]}
    if own is not None:
        late.add((own.resource_id, own.day))
    if not late:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(LATE, [look.at, [resource for resource, _day in late], [day for _resource, day in late]])
        found = cursor.fetchall()
    counts: dict[tuple[int, date], tuple[int, list[int], list[int]]] = {}
    for resource, day, first, free_all, share_left, *place in found:
        sheet = counts.setdefault((resource, day), (first, free_all, share_left))
        if place[0] is not None:
            _give_back(sheet, place)
    if own is not None and (own.resource_id, own.day) in counts:
        _give_back(counts[own.resource_id, own.day], (own.first_tick, own.ticks, own.share))
    return {key: _free(free_all, share_left, look) for key, (_first, free_all, share_left) in counts.items()}


def _give_back(sheet: tuple[int, list[int], list[int]], place: Sequence[Any]) -> None:
    first, free_all, share_left = sheet
    tick, length, share = place
    for index in range(max(tick - first, 0), min(tick - first + length, len(free_all))):
        free_all[index] += 1
        share_left[index] += share == Share.PUBLIC


def _free(free_all: list[int], share_left: list[int], look: Look) -> int:
    free = ticks.of_values(free_all)
    return free & ticks.of_values(share_left) if look.share == Share.PUBLIC else free
