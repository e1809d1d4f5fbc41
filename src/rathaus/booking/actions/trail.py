"""What the actions of one appointment share: its stream, its trail, its messages."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from rathaus.audit.actions import Entry, person, record
from rathaus.booking.models import Appointment
from rathaus.identity.queries import Actor
from rathaus.notifications.actions import Notice, schedule, withdraw
from rathaus.notifications.ports import is_served

REMINDERS = (
    ("reminder-7d", timedelta(days=7)),
    ("reminder-1d", timedelta(days=1)),
    ("reminder-2h", timedelta(hours=2)),
)
REMINDER_KINDS = tuple(kind for kind, _ in REMINDERS)


TEXT = "sms-"  # kinds of messages for phones, which go to those who gave no e-mail address
QUIET_FROM, QUIET_UNTIL = 20, 8


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
    else:
        plan_texts(appointment, kind, at=at)


def gets_texts(email: str, mobile: str) -> bool:
    """This will tell whether somebody hears from us by SMS: a mobile number, no e-mail, and the house has a gateway."""
    return bool(mobile) and not email and is_served("sms")


def plan_texts(appointment: Appointment, kind: str, *, at: datetime) -> None:
    """This will put the SMS of a change and one reminder into the outbox, for those who gave a number alone."""
    if not gets_texts(appointment.email, appointment.mobile):
        return
    start, zone = appointment.starts_at, ZoneInfo(appointment.zone)
    meant = [n for n in notices(kind, start, at=at) if n.kind not in {"reminder-7d", "reminder-2h"}]
    texts = [Notice(TEXT + n.kind, at_daytime(n.due_at, zone), n.expires_at) for n in meant]
    schedule(subject=stream_of(appointment.pk), notices=texts, at=at, channel="sms")


def at_daytime(due: datetime, zone: ZoneInfo) -> datetime:
    """This will return the moment itself or, in the quiet hours from 20 to 8, their end."""
    local = due.astimezone(zone)
    if QUIET_UNTIL <= local.hour < QUIET_FROM:
        return due
    day = local.date() + timedelta(days=local.hour >= QUIET_FROM)
    return datetime.combine(day, time(QUIET_UNTIL), zone)


def notices(kind: str, start: datetime, *, at: datetime) -> list[Notice]:
    """This will return the message of a change and, unless it is the last one, the reminders to come."""
    if kind == "cancelled":
        return [Notice(kind, at)]
    ahead = [(name, start - before) for name, before in REMINDERS if start - before > at + timedelta(minutes=30)]
    return [Notice(kind, at, start), *(Notice(name, due, start) for name, due in ahead)]


def withdraw_notices(appointment: Appointment) -> None:
    """This will take everything that still waits for an appointment out of the outbox."""
    withdraw(subject=stream_of(appointment.pk))
