"""Appointments by the ways that lead to them; free times are in `free_times`."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from rathaus.booking.free_times import FreeTimes, Starts, free_times, free_times_of_offices
from rathaus.booking.models import TAKING, Appointment, DaySheet, Share, State
from rathaus.booking.rules.planning import beyond_places
from rathaus.identity.queries import Actor

__all__ = [
    "Excess",
    "FreeTimes",
    "Starts",
    "day_of_office",
    "days_of_month",
    "free_times",
    "free_times_of_offices",
    "overbooked_days",
    "visible_to",
    "visits_beyond_places",
]


@dataclass(frozen=True)
class Excess:
    """A day for which planning left fewer places than visits, and the visits concerned."""

    sheet: DaySheet
    visits: tuple[Appointment, ...]


def visible_to(actor: Actor) -> QuerySet[Appointment]:
    """This will return the visits that an actor may see: those of their offices, without restricted ones."""
    return _of_offices(actor).filter(restricted_at=None)


def restricted_for(actor: Actor) -> QuerySet[Appointment]:
    """This will return the visits of an actor's offices that are restricted: for times, never for persons."""
    return _of_offices(actor).exclude(restricted_at=None)


def _of_offices(actor: Actor) -> QuerySet[Appointment]:
    if not actor.is_staff:
        return Appointment.objects.none()
    return Appointment.objects.filter(office_id__in=actor.office_ids, kind=Appointment.Kind.VISIT)


def day_of_office(*, actor: Actor, office_id: int, day: date) -> QuerySet[Appointment]:
    """This will return a day's visits of an office, in order, without holds that came to nothing (3 queries)."""
    return (
        visible_to(actor)
        .filter(office_id=office_id, day=day)
        .exclude(state__in=[State.EXPIRED])
        .select_related("resource")
        .prefetch_related("lines__service__texts")
        .order_by("first_tick", "reference")
    )


def overbooked_days(actor: Actor, *, from_on: date) -> QuerySet[DaySheet]:
    """This will return the overbooked sheets of the offices where an actor works, from a day on."""
    found = DaySheet.objects.filter(overbooked=True, day__gte=from_on, resource__office_id__in=actor.office_ids)
    return found.select_related("resource").order_by("day", "resource__order", "resource_id")


def visits_beyond_places(actor: Actor, sheets: QuerySet[DaySheet]) -> list[Excess]:
    """This will return for each overbooked sheet the visits where there are more than places (3 queries a sheet)."""
    return [Excess(sheet, tuple(_beyond(actor, sheet))) for sheet in sheets]


def _beyond(actor: Actor, sheet: DaySheet) -> list[Appointment]:
    rows = visible_to(actor).filter(resource_id=sheet.resource_id, day=sheet.day, state__in=TAKING)
    visits = list(rows.prefetch_related("lines__service__texts").order_by("first_tick", "reference"))
    spans = [(v.first_tick, v.ticks, v.share == Share.PUBLIC) for v in visits]
    is_beyond = beyond_places(sheet.free_all, sheet.share_left, sheet.first_tick, spans)
    return [visit for visit, yes in zip(visits, is_beyond, strict=True) if yes]


def days_of_month(year: int, month: int) -> tuple[date, date]:
    """This will return the first and the last day of a month."""
    first = date(year, month, 1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
