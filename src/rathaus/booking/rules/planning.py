"""From opening rules to day sheets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

from rathaus.booking.rules import ticks


@dataclass(frozen=True, slots=True)
class Opening:
    """An opening rule: see booking.models.OpeningRule. `raster` in minutes."""

    weekday: int
    opens: time
    closes: time
    capacity: int
    public_share: int
    raster: int
    every_weeks: int = 1
    anchor_on: date | None = None
    nth: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sheet starts from: first tick, capacity and public share per tick, where visits may start."""

    first_tick: int
    capacity: tuple[int, ...]
    public_share: tuple[int, ...]
    starts: str

    @property
    def length(self) -> int:
        """This will return the number of ticks of the open span."""
        return len(self.capacity)


def applies(rule: Opening, day: date) -> bool:
    """This will tell whether a rule holds on a day."""
    if day.weekday() != rule.weekday or not _is_valid(rule, day):
        return False
    if rule.every_weeks > 1:
        anchor = rule.anchor_on or day
        weeks = (_monday(day) - _monday(anchor)) // 7
        if weeks % rule.every_weeks:
            return False
    return rule.nth is None or _is_nth(day, rule.nth)


def _is_valid(rule: Opening, day: date) -> bool:
    return (rule.valid_from is None or rule.valid_from <= day) and (rule.valid_until is None or day < rule.valid_until)


def _monday(day: date) -> int:
    return day.toordinal() - day.weekday()


def _is_nth(day: date, nth: int) -> bool:
    if nth == 5:
        return date.fromordinal(day.toordinal() + 7).month != day.month
    return (day.day - 1) // 7 + 1 == nth


def plan_day(
    rules: Iterable[Opening], day: date, zone: str, closed: Sequence[date] | frozenset[date] = ()
) -> Plan | None:
    """This will return the plan of a resource for a day, or None where it does not work.

    Rules that overlap add up. Times off the 5-minute ticks shrink the span (open late, close early).
    The hour that spring skips has capacity 0.
    """
    if day in closed:
        return None
    open_rules = [r for r in rules if applies(r, day)]
    spans = [(r, ticks.ticks_of(r.opens.hour * 60 + r.opens.minute), ticks.tick_at(r.closes)) for r in open_rules]
    spans = [(r, a, b) for r, a, b in spans if a < b]
    if not spans:
        return None
    first, last = min(a for _, a, _ in spans), max(b for _, _, b in spans)
    capacity, share, starts = [0] * (last - first), [0] * (last - first), ["0"] * (last - first)
    gone = ticks.missing(day, zone)
    for rule, begin, end in spans:
        step = max(1, ticks.ticks_of(rule.raster))
        for tick in range(begin, end):
            if gone >> tick & 1:
                continue
            capacity[tick - first] += rule.capacity
            share[tick - first] += rule.public_share
            if (tick - begin) % step == 0:
                starts[tick - first] = "1"
    return Plan(first, tuple(capacity), tuple(share), "".join(starts))


def recount(
    plan_capacity: Sequence[int], plan_share: Sequence[int], first_tick: int, taken: Iterable[tuple[int, int, bool]]
) -> tuple[list[int], list[int]]:
    """This will return (free_all, share_left) of a sheet from what was booked: (first tick, ticks, is public)."""
    free, left = list(plan_capacity), list(plan_share)
    for start, length, is_public in taken:
        for tick in range(start - first_tick, start - first_tick + length):
            if 0 <= tick < len(free):
                free[tick] -= 1
                left[tick] -= is_public
    return free, left


def beyond_places(
    free: Sequence[int], left: Sequence[int], first_tick: int, spans: Sequence[tuple[int, int, bool]]
) -> list[bool]:
    """This will tell of each visit (first tick, ticks, is public) whether it stands where there are too many."""
    found = []
    for start, length, is_public in spans:
        inside = range(max(start - first_tick, 0), min(start - first_tick + length, len(free)))
        found.append(any(free[i] < 0 or (is_public and left[i] < 0) for i in inside))
    return found


def with_booked(plan: Plan | None, booked: Sequence[tuple[int, int, bool]]) -> Plan | None:
    """This will return the plan with a span that also covers what is booked outside of it, with capacity 0 there."""
    if not booked:
        return plan
    first = min([t for t, _, _ in booked] + ([plan.first_tick] if plan else []))
    last = max([t + n for t, n, _ in booked] + ([plan.first_tick + plan.length] if plan else []))
    capacity, share, starts = [0] * (last - first), [0] * (last - first), ["0"] * (last - first)
    if plan:
        offset = plan.first_tick - first
        capacity[offset : offset + plan.length] = plan.capacity
        share[offset : offset + plan.length] = plan.public_share
        starts[offset : offset + plan.length] = plan.starts
    return Plan(first, tuple(capacity), tuple(share), "".join(starts))


def places(plan: Plan | None, booked: Sequence[tuple[int, int, bool]]) -> int:
    """This will return how many visits of one raster step the public may still begin on a day."""
    full = with_booked(plan, booked)
    if full is None:
        return 0
    free, left = recount(full.capacity, full.public_share, full.first_tick, booked)
    return sum(max(0, min(free[i], left[i])) for i, start in enumerate(full.starts) if start == "1")


def without_place(plan: Plan | None, booked: Sequence[tuple[int, int, bool]]) -> list[bool]:
    """This will tell of each booked visit whether the plan has too few places where it stands."""
    full = with_booked(plan, booked)
    if full is None:
        return []
    free, left = recount(full.capacity, full.public_share, full.first_tick, booked)
    return beyond_places(free, left, full.first_tick, booked)
