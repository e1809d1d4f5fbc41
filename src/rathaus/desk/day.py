"""A day of an office: its visits as rows, how many of each state, how full the counters are."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db.models import Count, Max, Sum
from django.utils.translation import get_language

from rathaus.booking.models import TAKING, TICK_MINUTES, Appointment, DaySheet, Resource, State
from rathaus.booking.queries import day_of_office, restricted_for, visible_to
from rathaus.booking.rules import ticks
from rathaus.desk import words
from rathaus.desk.workplace import Workplace
from rathaus.ui.timeline import Load, Timeline, build_timeline

STEP_MINUTES = 30
STEP = STEP_MINUTES // TICK_MINUTES
NOT_LISTED = (State.HELD,)


@dataclass(frozen=True)
class Row:
    """A visit as the list shows it, with the steps that are possible now."""

    appointment: Appointment
    span: str
    services: str
    state: str
    tone: words.Tone
    icon: str
    can_check_in: bool
    can_finish: bool
    can_miss: bool
    can_undo: bool
    can_change: bool

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to come of it."""
        return self.appointment.state in (State.DONE, State.NO_SHOW, State.CANCELLED)

    @property
    def anchor(self) -> str:
        """Where the list jumps to after a step."""
        return f"t-{self.appointment.reference}"


@dataclass(frozen=True)
class Numbers:
    """The day in five numbers; `free_now` is None on other days than today."""

    expected: int
    arrived: int
    done: int
    missed: int
    free_now: int | None


def rows_of_day(who: Workplace, day: date, *, at: datetime) -> list[Row]:
    """This will return the day's visits in order (3 queries)."""
    found = day_of_office(actor=who.actor, office_id=who.office.pk, day=day).exclude(state__in=NOT_LISTED)
    return [row_of(a, at=at) for a in found]


def row_of(appointment: Appointment, *, at: datetime) -> Row:
    """This will return a visit as lists show it (prefetch `lines__service__texts`)."""
    state = State(appointment.state)
    is_upcoming = state in (State.CONFIRMED, State.PRECONFIRMED)
    return Row(
        appointment=appointment,
        span=words.span_words(appointment),
        services=services_words(appointment),
        state=str(words.STATES[state]),
        tone=words.TONES.get(state, "info"),
        icon=words.ICONS.get(state, ""),
        can_check_in=is_upcoming,
        can_finish=state in (State.CONFIRMED, State.CHECKED_IN),
        can_miss=state == State.CONFIRMED and appointment.starts_at <= at,
        can_undo=state in (State.CHECKED_IN, State.DONE, State.NO_SHOW),
        can_change=is_upcoming and appointment.starts_at > at,
    )


def services_words(appointment: Appointment) -> str:
    """This will return what a visit is for, in the page's language (prefetch `lines__service__texts`)."""
    language = get_language() or "de"
    titles = []
    for line in appointment.lines.all():
        texts = {t.language: t.title for t in line.service.texts.all()}
        titles.append(texts.get(language) or texts.get("de") or next(iter(texts.values()), line.service.slug))
    return ", ".join(titles)


def numbers_of(rows: Iterable[Row], sheets: Iterable[DaySheet], *, tick: int | None) -> Numbers:
    """This will count the day's states and, with the tick of now, the places that are free at this moment."""
    count = Counter(row.appointment.state for row in rows)
    return Numbers(
        expected=count[State.CONFIRMED] + count[State.PRECONFIRMED],
        arrived=count[State.CHECKED_IN],
        done=count[State.DONE],
        missed=count[State.NO_SHOW],
        free_now=None if tick is None else sum(_free_at(sheet, tick) for sheet in sheets),
    )


def _free_at(sheet: DaySheet, tick: int) -> int:
    index = tick - sheet.first_tick
    return max(sheet.free_all[index], 0) if 0 <= index < sheet.length else 0


def sheets_of_day(office_id: int, day: date) -> list[DaySheet]:
    """This will return the sheets of an office's resources on a day (1 query)."""
    sheets = DaySheet.objects.filter(resource__office_id=office_id, day=day).select_related("resource")
    return list(sheets.order_by("resource__order", "resource_id"))


def timeline_of(sheets: list[DaySheet], *, tick: int | None) -> Timeline | None:
    """This will return how full each group of counters is, in half hours; None on a day without opening."""
    if not sheets:
        return None
    first = min(s.first_tick for s in sheets) // STEP * STEP
    last = max(s.first_tick + s.length for s in sheets)
    loads = [Load(_lane_title(s.resource, s), _steps(s, first, last)) for s in sheets]
    now = None if tick is None else ticks.time_of(tick)
    return build_timeline(start=ticks.time_of(first), step=STEP_MINUTES, loads=loads, now=now)


def _lane_title(resource: Resource, sheet: DaySheet) -> str:
    return f"{resource.title} ({max(sheet.capacity, default=0)})"


def _steps(sheet: DaySheet, first: int, last: int) -> list[tuple[int, int]]:
    found = []
    for start in range(first, last, STEP):
        indices = [t - sheet.first_tick for t in range(start, start + STEP)]
        inside = [i for i in indices if 0 <= i < sheet.length]
        taken = max((sheet.capacity[i] - sheet.free_all[i] for i in inside), default=0)
        found.append((taken, max((sheet.capacity[i] for i in inside), default=0)))
    return found


def restricted_spans(who: Workplace, day: date) -> list[str]:
    """This will return the times of a day that restricted visits take, and nothing else of them (1 query)."""
    rows = restricted_for(who.actor).filter(office_id=who.office.pk, day=day, state__in=TAKING)
    return [words.span_words(row) for row in rows.order_by("first_tick", "pk")]


def mark_of_day(who: Workplace, day: date, *, at: datetime) -> str:
    """This will return a mark (ETag) that changes with whatever the page shows of a day (1 cheap query).

    Every change of an appointment raises its `trail`; what depends on the clock changes every five minutes.
    """
    known = (
        visible_to(who.actor)
        .filter(office_id=who.office.pk, day=day)
        .aggregate(n=Count("pk"), trail=Sum("trail"), late=Max("held_until"))
    )
    step = int(at.timestamp()) // (TICK_MINUTES * 60)
    text = f"{who.office.pk}|{day}|{known}|{step}|{get_language()}|{who.actor.pseudonym}"
    return f'"{sha256(text.encode()).hexdigest()[:24]}"'
