"""Arithmetic over the 5-minute ticks of a day, on whole days at once: a set of ticks is an int, bit i = tick i.

Ticks are wall clock in the office's zone, 288 a day. A visit of k ticks may start at i when the ticks
i .. i+k-1 are all free: shifting and masking finds all such i in log2(k) steps.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MINUTES = 5
A_DAY = 24 * 60 // MINUTES
HEADER = 20  # bytes before the elements in array_send: dimensions, flags, type, length, lower bound
STRIDE = 6  # bytes per int2 element: 4 of length, 2 of value
_IS_POSITIVE = bytes([0x30]) + bytes([0x31]) * 255


def ticks_of(minutes: int) -> int:
    """This will return the ticks that so many minutes take, rounded up."""
    return -(-minutes // MINUTES)


def time_of(tick: int) -> time:
    """This will return the wall-clock time at which a tick (0 to 287) begins."""
    return time(tick * MINUTES // 60, tick * MINUTES % 60)


def tick_at(moment: time) -> int:
    """This will return the tick that a wall-clock time lies in."""
    return (moment.hour * 60 + moment.minute) // MINUTES


LABELS = tuple(f"{t * MINUTES // 60:02d}:{t * MINUTES % 60:02d}" for t in range(A_DAY))


def positive(sent: bytes) -> int:
    """This will return the set of indices at which an int2 array, as array_send gives it, is at least 1."""
    high, low = sent[HEADER + 4 :: STRIDE], sent[HEADER + 5 :: STRIDE]
    if not low:
        return 0
    if high.count(0) == len(high):
        return int(low[::-1].translate(_IS_POSITIVE), 2)
    mask = 0
    for index, (upper, lower) in enumerate(zip(high, low, strict=True)):
        if upper < 0x80 and (upper or lower):
            mask |= 1 << index
    return mask


def of_text(starts: str) -> int:
    """This will return the set of indices at which a text of '0' and '1' has a '1'."""
    return int(starts[::-1], 2) if starts else 0


def of_values(values: list[int]) -> int:
    """This will return the set of indices at which a list of numbers is at least 1."""
    return sum(1 << i for i, v in enumerate(values) if v >= 1)


def runs(free: int, ticks: int) -> int:
    """This will return the ticks at which `ticks` free ones in a row begin."""
    width = 1
    while width < ticks and free:
        step = min(width, ticks - width)
        free &= free >> step
        width += step
    return free


def each(mask: int) -> Iterator[int]:
    """This will yield the ticks of a set, in order."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def from_tick(first: int) -> int:
    """This will return the set of all ticks from `first` to the end of the day."""
    return ((1 << A_DAY) - 1) & ~((1 << max(first, 0)) - 1) if first < A_DAY else 0


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """This will return the zone of that IANA name."""
    return ZoneInfo(name)


@lru_cache(maxsize=8192)
def clock_change(day: date, zone_name: str) -> tuple[int, int] | None:
    """This will return (tick, minutes) of a clock change on the day, or None.

    Positive minutes: wall clock from `tick` on so many minutes does not exist. Negative: so many
    minutes before `tick` are lived twice; we use the first pass, and nothing may cross `tick`.
    """
    tz = zone(zone_name)
    start = datetime.combine(day, time(0), tz)
    before = start.utcoffset()
    after = datetime.combine(day + timedelta(days=1), time(0), tz).utcoffset()
    if before is None or after is None or before == after:
        return None
    minutes = int((after - before).total_seconds() // 60)
    for tick in range(A_DAY):
        at = datetime.combine(day, time_of(tick), tz)
        if minutes > 0 and at.utcoffset() != at.replace(fold=1).utcoffset():
            return tick, minutes
        if minutes < 0 and tick and at.utcoffset() == after and at.replace(fold=0).utcoffset() == after:
            return tick, minutes
    return 0, minutes


def missing(day: date, zone_name: str) -> int:
    """This will return the ticks of a day that do not exist (the hour that spring skips)."""
    change = clock_change(day, zone_name)
    if not change or change[1] <= 0:
        return 0
    tick, minutes = change
    return from_tick(tick) & ~from_tick(tick + ticks_of(minutes))


def crossing(day: date, zone_name: str, ticks: int) -> int:
    """This will return the starts from which a visit of `ticks` would cross a clock change."""
    change = clock_change(day, zone_name)
    if not change:
        return 0
    tick = change[0]
    return from_tick(tick - ticks + 1) & ~from_tick(tick)


def starts_at(day: date, tick: int, zone_name: str) -> datetime:
    """This will return the moment at which a tick begins (first pass where the hour is lived twice)."""
    return datetime.combine(day, time_of(tick), zone(zone_name))


def local(at: datetime, zone_name: str) -> datetime:
    """This will return the moment as wall clock of the zone."""
    return at.astimezone(zone(zone_name))
