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
    if not appointment.email:
        return
    start = appointment.starts_at
    notices = [Notice(kind, at, start if kind != "cancelled" else None)]
    notices += [
        Notice(name, start - before, start) for name, before in REMINDERS if start - before > at + timedelta(minutes=30)
    ]
    schedule(subject=stream_of(appointment.pk), notices=notices if kind != "cancelled" else notices[:1], at=at)


def withdraw_notices(appointment: Appointment) -> None:
    """This will take everything that still waits for an appointment out of the outbox."""
    withdraw(subject=stream_of(appointment.pk))
