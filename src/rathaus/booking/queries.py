"""Appointments by the ways that lead to them; free times are in `free_times`."""

from datetime import date, timedelta

from django.db.models import QuerySet

from rathaus.booking.free_times import FreeTimes, Starts, free_times, free_times_of_offices
from rathaus.booking.models import Appointment, State
from rathaus.identity.queries import Actor

__all__ = ["FreeTimes", "Starts", "day_of_office", "days_of_month", "free_times", "free_times_of_offices", "visible_to"]


def visible_to(actor: Actor) -> QuerySet[Appointment]:
    """This will return the appointments that an actor may see: those of the offices they work in."""
    if not actor.is_staff:
        return Appointment.objects.none()
    return Appointment.objects.filter(office_id__in=actor.office_ids)


def day_of_office(*, actor: Actor, office_id: int, day: date) -> QuerySet[Appointment]:
    """This will return a day's visits of an office, in order, without holds that came to nothing (3 queries)."""
    return (
        visible_to(actor)
        .filter(office_id=office_id, day=day, kind=Appointment.Kind.VISIT)
        .exclude(state__in=[State.EXPIRED])
        .select_related("resource")
        .prefetch_related("lines__service__texts")
        .order_by("first_tick", "reference")
    )


def days_of_month(year: int, month: int) -> tuple[date, date]:
    """This will return the first and the last day of a month."""
    first = date(year, month, 1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
