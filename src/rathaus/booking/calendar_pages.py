"""Free times laid out for a page: next free, a month of days with counts, the times of one day."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from rathaus.booking.presentation import Moment
from rathaus.booking.queries import FreeTimes, Starts
from rathaus.booking.rules import ticks
from rathaus.booking.rules.visit import last_day
from rathaus.ui.calendar import Day, Month, Slot, SlotGroup, build_month, group_slots

MOST_DAYS = 12
MOST_TIMES = 24  # more at once is a wall: then quarters of an hour first, all on demand (as in calendar.js)
QUARTER = 15 // ticks.MINUTES
Address = Callable[[date | None, date | None], str]  # (chosen day, shown month) to the page's address


@dataclass(frozen=True)
class TimesView:
    """What the page of times shows; without `next_free` there is nothing free at all."""

    next_free: Moment | None
    day: date | None
    month: Month
    groups: tuple[SlotGroup, ...]
    all_groups: tuple[SlotGroup, ...]
    days: tuple[Day, ...]
    is_day_full: bool

    @property
    def pattern(self) -> tuple[SlotGroup, ...]:
        """One time of each group, from which scripts make the others."""
        return slots_of((1 << ticks.tick_at(time(8))) | (1 << ticks.tick_at(time(13))))

    @property
    def day_words(self) -> str:
        """The chosen day in words."""
        return Moment(self.day, 0).day_words if self.day else ""


def times_view(
    found: FreeTimes, *, at: datetime, address: Address, day: date | None = None, month: date | None = None
) -> TimesView:
    """This will lay out free times; a wished day without free times gives way to the next one that has some."""
    office = found.visit.office
    today, latest = ticks.local(at, office.zone).date(), last_day(office, at)
    first = found.first()
    chosen = _chosen(found.starts, day, month)
    mask = found.starts.get(chosen, 0) if chosen else 0
    first_shown = few_of(mask)
    shown = month or (chosen or day or today)
    if not today.replace(day=1) <= shown.replace(day=1) <= latest:
        shown = chosen or today
    return TimesView(
        next_free=Moment(*first) if first else None,
        day=chosen,
        month=_without_past_weeks(
            build_month(
                first=shown,
                counts={d: free.bit_count() for d, free in found.starts.items()},
                url=lambda d: address(d, None),
                today=today,
                selected=chosen,
                latest=latest,
                month_url=lambda m: address(None, m),
            ),
            today,
        ),
        groups=slots_of(first_shown),
        all_groups=slots_of(mask) if first_shown != mask else (),
        days=_next_days(found.starts, chosen, address),
        is_day_full=day is not None and day != chosen,
    )


def few_of(mask: int) -> int:
    """This will return the times to show first: of very many those on a quarter of an hour, if there are some."""
    if mask.bit_count() <= MOST_TIMES:
        return mask
    quarters = sum(1 << tick for tick in ticks.each(mask) if tick % QUARTER == 0)
    return quarters or mask


def slots_of(mask: int) -> tuple[SlotGroup, ...]:
    """This will return the times of a day as large buttons, in groups."""
    return group_slots(Slot(start=ticks.time_of(t), value=ticks.LABELS[t]) for t in ticks.each(mask))


def _without_past_weeks(month: Month, today: date) -> Month:
    """Weeks that are over need no room, above all on a phone."""
    return replace(month, weeks=tuple(week for week in month.weeks if week.days[-1].date >= today))


def _chosen(starts: Starts, day: date | None, month: date | None) -> date | None:
    """The wished day if it has free times; else the next one, within the wished month if there is one."""
    if day in starts:
        return day
    wanted = sorted(d for d in starts if (month is None or (d.year, d.month) == (month.year, month.month)))
    later = [d for d in wanted if day is None or d > day]
    return next(iter(later or wanted), None)


def _next_days(starts: Starts, chosen: date | None, address: Address) -> tuple[Day, ...]:
    """The first days with free times; of a later chosen day those from it on."""
    days = sorted(starts)
    begin = days.index(chosen) if chosen in days[MOST_DAYS:] else 0
    return tuple(
        Day(date=d, count=starts[d].bit_count(), url=address(d, None), is_selected=d == chosen)
        for d in days[begin : begin + MOST_DAYS]
    )
