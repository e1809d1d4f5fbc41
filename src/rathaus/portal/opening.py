"""Whether an office is open at a moment, and when it opens next: decided from hours and closed days alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

DAYS_AHEAD = 14


class Door(StrEnum):
    """What is known about an office's door."""

    OPEN = "open"
    OPENS_TODAY = "opens_today"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Span:
    """From when until when a door is open on a day, in the office's local time."""

    opens: time
    closes: time


@dataclass(frozen=True)
class Opening:
    """An office's door at a moment.

    `today` are today's spans (none on a closed day), `until` is when an open door closes, `next_at` when a
    closed one opens (local time; None when it does not open within two weeks), `days_away` how many days that
    is from today, `reason` why today is closed.
    """

    door: Door
    today: tuple[Span, ...] = ()
    until: time | None = None
    next_at: datetime | None = None
    reason: str = ""
    days_away: int = 0


Hours = Mapping[int, Sequence[Span]]  # weekday (0 = Monday) to spans in order


def opening(hours: Hours, closed: Mapping[date, str], now: datetime) -> Opening:
    """This will return what is known about the door at `now` (the office's local time)."""
    if not any(hours.values()):
        return Opening(Door.UNKNOWN)
    today = spans_of(hours, closed, now.date())
    for span in today:
        if span.opens <= now.time() < span.closes:
            return Opening(Door.OPEN, today=today, until=span.closes)
    next_at = next_opening(hours, closed, now)
    if next_at and next_at.date() == now.date():
        return Opening(Door.OPENS_TODAY, today=today, next_at=next_at)
    days = (next_at.date() - now.date()).days if next_at else 0
    return Opening(Door.CLOSED, today=today, next_at=next_at, reason=closed.get(now.date(), ""), days_away=days)


def spans_of(hours: Hours, closed: Mapping[date, str], day: date) -> tuple[Span, ...]:
    """This will return the spans in which the door is open on a day."""
    return () if day in closed else tuple(hours.get(day.weekday(), ()))


def next_opening(hours: Hours, closed: Mapping[date, str], now: datetime) -> datetime | None:
    """This will return when the door opens next after `now`, or None within two weeks."""
    for number in range(DAYS_AHEAD + 1):
        day = now.date() + timedelta(days=number)
        for span in spans_of(hours, closed, day):
            if number or span.opens > now.time():
                return datetime.combine(day, span.opens, tzinfo=now.tzinfo)
    return None
