"""One office's day in equal steps: how full each group of counters is, for picture and table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

LEVELS = 10


@dataclass(frozen=True)
class Cell:
    """One step of one lane; capacity 0 means closed."""

    start: time
    taken: int
    capacity: int
    is_now: bool = False

    @property
    def level(self) -> int:
        """How full, in tenths: 0 (empty) to 10 (full or more); any visit shows at least 1."""
        if self.capacity <= 0 or self.taken <= 0:
            return LEVELS if self.taken > 0 else 0
        return max(1, min(LEVELS, round(LEVELS * self.taken / self.capacity)))

    @property
    def is_closed(self) -> bool:
        return self.capacity <= 0 and self.taken <= 0


@dataclass(frozen=True)
class Lane:
    """One group of counters over the day."""

    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Timeline:
    """All lanes of a day, with one head per whole hour (`span` steps wide)."""

    hours: tuple[tuple[time, int], ...]
    lanes: tuple[Lane, ...]


@dataclass(frozen=True)
class Load:
    """What is known about one group of counters: (taken, capacity) per step from the start."""

    title: str
    steps: Sequence[tuple[int, int]]


def build_timeline(*, start: time, step: int, loads: Iterable[Load], now: time | None = None) -> Timeline:
    """Lay out `loads` in steps of `step` minutes from `start`.

    All lanes are made as long as the longest; missing steps are closed.
    :raises ValueError: if `step` does not divide an hour.
    """
    if step <= 0 or 60 % step:
        message = f"a step of {step} minutes does not divide an hour"
        raise ValueError(message)
    rows = list(loads)
    length = max((len(load.steps) for load in rows), default=0)
    moments = [_after(start, step * index) for index in range(length)]
    lanes = tuple(Lane(load.title, tuple(_cells(load.steps, moments, step=step, now=now))) for load in rows)
    return Timeline(hours=_hours(moments), lanes=lanes)


def _cells(steps: Sequence[tuple[int, int]], moments: Sequence[time], *, step: int, now: time | None) -> Iterable[Cell]:
    for index, moment in enumerate(moments):
        taken, capacity = steps[index] if index < len(steps) else (0, 0)
        is_now = now is not None and 0 <= _minutes(now) - _minutes(moment) < step
        yield Cell(start=moment, taken=taken, capacity=capacity, is_now=is_now)


def _hours(moments: Sequence[time]) -> tuple[tuple[time, int], ...]:
    heads: list[tuple[time, int]] = []
    for moment in moments:
        if heads and heads[-1][0].hour == moment.hour:
            heads[-1] = (heads[-1][0], heads[-1][1] + 1)
        else:
            heads.append((moment, 1))
    return tuple(heads)


def _after(start: time, minutes: int) -> time:
    return (datetime.combine(date.min, start) + timedelta(minutes=minutes)).time()


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute
