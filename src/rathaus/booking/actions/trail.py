"""What the actions of one appointment share: its stream, its trail, its messages."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from rathaus.audit.actions import Entry, person, record
from rathaus.booking.models import Appointment
from rathaus.identity.queries import Actor
from rathaus.notifications.actions import Notice, schedule, withdraw
from rathaus.notifications.models import TextRules
from rathaus.notifications.phones import CHANNEL, at_daytime, text_rules
from rathaus.notifications.ports import is_served

REMINDERS = (
    ("reminder-7d", timedelta(days=7)),
    ("reminder-1d", timedelta(days=1)),
    ("reminder-2h", timedelta(hours=2)),
)
REMINDER_KINDS = tuple(kind for kind, _ in REMINDERS)


TEXT = "sms-"  # in front of the kinds of messages for phones
BY_TEXT = "reminder-1d"  # the one reminder that comes by SMS; who gave both gets it there and not by mail
NOT_BY_TEXT = frozenset(REMINDER_KINDS) - {BY_TEXT}
SHORT_NOTICE = timedelta(hours=1)


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
    """This will put the message of a change and the reminders to come into the outbox, for mail and phone."""
    if appointment.email:
        meant = mail_notices(kind, appointment.starts_at, mobile=appointment.mobile, at=at)
        schedule(subject=stream_of(appointment.pk), notices=meant, at=at)
    plan_texts(appointment, kind, at=at)


def mail_notices(kind: str, start: datetime, *, mobile: str, at: datetime) -> list[Notice]:
    """This will return what comes by mail: everything but the reminder that comes by SMS."""
    found = notices(kind, start, at=at)
    return [n for n in found if n.kind != BY_TEXT] if gets_texts(mobile) else found


def gets_texts(mobile: str) -> bool:
    """This will tell whether somebody hears from us by SMS: there is a mobile number, and the house has a gateway."""
    return bool(mobile) and is_served(CHANNEL)


def plan_texts(appointment: Appointment, kind: str, *, at: datetime) -> None:
    """This will put the SMS of a change and one reminder into the outbox; the reminder alone beside mails."""
    if not gets_texts(appointment.mobile):
        return
    start, zone, rules = appointment.starts_at, ZoneInfo(appointment.zone), text_rules()
    meant = [n for n in notices(kind, start, at=at) if n.kind not in NOT_BY_TEXT]
    if appointment.email:
        meant = [n for n in meant if n.kind == BY_TEXT]
    texts = [Notice(TEXT + n.kind, text_due(n, start, zone, rules), n.expires_at) for n in meant]
    schedule(subject=stream_of(appointment.pk), notices=texts, at=at, channel=CHANNEL)


def plan_new_link(appointment: Appointment, *, at: datetime) -> None:
    """This will put the message that tells a new link into the outbox: a mail, or an SMS where there is no address."""
    subject, notice = stream_of(appointment.pk), Notice("new-link", at, appointment.starts_at)
    if appointment.email:
        schedule(subject=subject, notices=[notice], at=at)
    elif gets_texts(appointment.mobile):
        due = text_due(notice, appointment.starts_at, ZoneInfo(appointment.zone), text_rules())
        text = Notice(TEXT + notice.kind, due, notice.expires_at)
        schedule(subject=subject, notices=[text], at=at, channel=CHANNEL)


def text_due(notice: Notice, start: datetime, zone: ZoneInfo, rules: TextRules) -> datetime:
    """This will return when an SMS goes out: not in quiet hours, except at once to those who are booking just now.

    And except for a change so shortly before the visit that it would come too late.
    """
    later = at_daytime(notice.due_at, zone, rules)
    is_at_once = notice.kind == "confirmed" or later > start - SHORT_NOTICE
    return notice.due_at if is_at_once else later


def notices(kind: str, start: datetime, *, at: datetime) -> list[Notice]:
    """This will return the message of a change and, unless it is the last one, the reminders to come."""
    if kind == "cancelled":
        return [Notice(kind, at)]
    ahead = [(name, start - before) for name, before in REMINDERS if start - before > at + timedelta(minutes=30)]
    return [Notice(kind, at, start), *(Notice(name, due, start) for name, due in ahead)]


def withdraw_notices(appointment: Appointment) -> None:
    """This will take everything that still waits for an appointment out of the outbox."""
    withdraw(subject=stream_of(appointment.pk))
