"""Days, weeks and months to choose from, and the times of one day, as plain values."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from babel import Locale

DAYS_OF_WEEK = 7


@dataclass(frozen=True)
class Day:
    """One day: `count` free times; an empty `url` or `is_disabled` means not to be chosen."""

    date: date
    count: int = 0
    url: str = ""
    is_today: bool = False
    is_selected: bool = False
    is_disabled: bool = False
    is_outside: bool = False


@dataclass(frozen=True)
class Week:
    """Seven days, Monday first."""

    number: int
    days: tuple[Day, ...]


@dataclass(frozen=True)
class Month:
    """A month in whole weeks; days of the neighbouring months have `is_outside`."""

    first: date
    weeks: tuple[Week, ...]
    previous_url: str = ""
    next_url: str = ""

    @property
    def days(self) -> tuple[Day, ...]:
        """The days of the month itself, in order."""
        return tuple(day for week in self.weeks for day in week.days if not day.is_outside)


@dataclass(frozen=True)
class Slot:
    """One time that can be taken: what the button shows and what the form sends."""

    start: time
    value: str
    note: str = ""
    is_disabled: bool = False


@dataclass(frozen=True)
class SlotGroup:
    """Times of one part of the day."""

    part: str
    slots: tuple[Slot, ...]


def build_month(
    *,
    first: date,
    counts: Mapping[date, int],
    url: Callable[[date], str],
    today: date,
    selected: date | None = None,
    earliest: date | None = None,
    latest: date | None = None,
    month_url: Callable[[date], str] | None = None,
) -> Month:
    """Lay out the month of `first` in whole weeks, Monday first.

    `counts` holds free times per day (absent = none); days before `earliest` (default: today),
    after `latest` or without free times are disabled. `month_url` gives the address of another
    month by its first day; links out of the span of `earliest` and `latest` are left out.
    """
    first = first.replace(day=1)
    earliest = earliest or today

    def day(moment: date) -> Day:
        is_outside = moment.month != first.month
        count = 0 if is_outside else counts.get(moment, 0)
        is_open = count > 0 and moment >= earliest and (latest is None or moment <= latest)
        return Day(
            date=moment,
            count=count if is_open else 0,
            url=url(moment) if is_open else "",
            is_today=moment == today,
            is_selected=moment == selected and not is_outside,
            is_disabled=not is_open,
            is_outside=is_outside,
        )

    after = month_after(first)
    before = (first - timedelta(days=1)).replace(day=1)
    return Month(
        first=first,
        weeks=tuple(
            Week(number=monday.isocalendar().week, days=tuple(day(moment) for moment in week))
            for monday, week in _weeks(first)
        ),
        previous_url=month_url(before) if month_url and first > earliest else "",
        next_url=month_url(after) if month_url and (latest is None or after <= latest) else "",
    )


def build_strip(
    *,
    start: date,
    counts: Mapping[date, int],
    url: Callable[[date], str],
    today: date,
    selected: date | None = None,
    length: int = DAYS_OF_WEEK,
) -> tuple[Day, ...]:
    """List `length` days from `start`; days without free times are disabled."""
    moments = [start + timedelta(days=offset) for offset in range(length)]
    return tuple(
        Day(
            date=moment,
            count=counts.get(moment, 0),
            url=url(moment) if counts.get(moment, 0) > 0 else "",
            is_today=moment == today,
            is_selected=moment == selected,
            is_disabled=counts.get(moment, 0) <= 0,
        )
        for moment in moments
    )


def group_slots(slots: Iterable[Slot], *, noon: time = time(12)) -> tuple[SlotGroup, ...]:
    """Split `slots` into morning and afternoon, earliest first; no empty group."""
    ordered = sorted(slots, key=lambda slot: slot.start)
    groups = (
        SlotGroup("morning", tuple(slot for slot in ordered if slot.start < noon)),
        SlotGroup("afternoon", tuple(slot for slot in ordered if slot.start >= noon)),
    )
    return tuple(group for group in groups if group.slots)


def month_after(first: date) -> date:
    """Return the first day of the month after that of `first`."""
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def _weeks(first: date) -> Iterable[tuple[date, list[date]]]:
    monday = first - timedelta(days=first.weekday())
    while monday < month_after(first):
        yield monday, [monday + timedelta(days=offset) for offset in range(DAYS_OF_WEEK)]
        monday += timedelta(days=DAYS_OF_WEEK)


def weekday_letters(day: date, language: str) -> str:
    """Name a weekday as calendars of the language do (CLDR): two letters, in Arabic one."""
    names = Locale.parse(language, sep="-").days["stand-alone"]["narrow" if language == "ar" else "short"]
    return str(names[day.weekday()]).rstrip(".")[:2]
