"""What the actions of one appointment share: its stream, its trail, its messages."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from rathaus.audit.actions import Entry, person, record
from rathaus.booking.models import Appointment
from rathaus.identity.queries import Actor
from rathaus.notifications.actions import Notice, schedule, withdraw

REMINDERS = (
    ("reminder-7d", timedelta(days=7)),
    ("reminder-1d", timedelta(days=1)),
    ("reminder-2h", timedelta(hours=2)),
)
REMINDER_KINDS = tuple(kind for kind, _ in REMINDERS)


def stream_of(appointment_id: UUID) -> str:
    """This will return the name of an appointment's stream in the trail, and of its messages' subject."""
    return f"appointment/{appointment_id}"


def tell(
    appointment: Appointment, action: str, *, by: Actor, at: datetime, facts: Mapping[str, Any] | None = None
) -> None:
    """This will add to the trail of an appointment whose row was just updated with `trail` raised by one."""
    stream = stream_of(appointment.pk)
    record(
        [
            Entry(
                stream,
                appointment.trail,
                at,
                by.pseudonym,
                action,
                "booking",
                (person(stream),),
                tuple((facts or {}).items()),
            )
        ]
    )


def plan_notices(appointment: Appointment, kind: str, *, at: datetime) -> None:
    """This will put the message of a change and the reminders to come into the outbox, where there is an e-mail."""
    if appointment.email:
        schedule(subject=stream_of(appointment.pk), notices=notices(kind, appointment.starts_at, at=at), at=at)


def notices(kind: str, start: datetime, *, at: datetime) -> list[Notice]:
    """This will return the message of a change and, unless it is the last one, the reminders to come."""
    if kind == "cancelled":
        return [Notice(kind, at)]
    ahead = [(name, start - before) for name, before in REMINDERS if start - before > at + timedelta(minutes=30)]
    return [Notice(kind, at, start), *(Notice(name, due, start) for name, due in ahead)]


def withdraw_notices(appointment: Appointment) -> None:
    """This will take everything that still waits for an appointment out of the outbox."""
    withdraw(subject=stream_of(appointment.pk))
