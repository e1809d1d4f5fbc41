"""Booking a held visit: visit, salt, trail, messages and jobs in one statement (architecture, section 3)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from rathaus.audit.actions import Entry, commitments, person
from rathaus.booking.actions.trail import mail_notices, stream_of
from rathaus.booking.events import AppointmentConfirmed
from rathaus.booking.models import Appointment, State
from rathaus.core.arrays import array_of
from rathaus.core.events import publishing
from rathaus.identity.queries import Actor

MAIL_CONFIRMATION = timedelta(hours=1)
CALL = """booking_confirm(
    %s::bigint, %s::uuid, %s::integer, %s::text, %s::timestamptz, %s::timestamptz, %s::text, %s::text, %s::text,
    %s::text, %s::text, %s::bytea, %s::text, %s::text, %s::text, %s::bytea,
    %s::text[], %s::timestamptz[], %s::timestamptz[])"""


@dataclass(frozen=True)
class Contact:
    """Who comes, and how to reach them; e-mail and mobile may be missing."""

    name: str
    email: str = ""
    mobile: str = ""
    remark: str = ""


def book(
    plan: int, appointment: Appointment, contact: Contact, *, salt: bytes, waits: bool, by: Actor, at: datetime
) -> str:
    """This will book a held visit in one statement, or write nothing and say why (booking, migration 0004).

    `waits`: for a yes by mail first. `plan` is the version of the plan by which that was judged.
    """
    stream, trail = stream_of(appointment.pk), appointment.trail + 1
    action = "booking.preconfirm" if waits else "booking.confirm"
    kind = "please-confirm" if waits else "confirmed"
    kinds = mail_notices(kind, appointment.starts_at, mobile=contact.mobile, at=at) if contact.email else []
    values = _values(contact, waits=waits, at=at)
    entry = Entry(
        stream, trail, at, by.pseudonym, action, "booking", (person(stream),), _facts(appointment, contact, salt)
    )
    jobs, parameters = publishing([AppointmentConfirmed(str(appointment.pk), appointment.office_id)])
    with connection.prepared_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(
            f"WITH done AS MATERIALIZED (SELECT {CALL} AS outcome) "  # noqa: S608 - constant parts
            f"SELECT outcome, CASE outcome WHEN 'booked' THEN {jobs} END FROM done",
            [
                plan, appointment.pk, trail, values["state"], at, values["held_until"], contact.name, contact.email,
                contact.mobile, contact.remark, stream, salt, by.pseudonym, action, entry.persons[0], entry.canonical(),
                array_of(n.kind for n in kinds), array_of(n.due_at for n in kinds),
                array_of(n.expires_at for n in kinds), *parameters,
            ],
        )  # fmt: skip
        outcome = str(cursor.fetchone()[0])
    if outcome == "booked":
        for name, value in {**values, "trail": trail}.items():
            setattr(appointment, name, value)
    return outcome


def _values(contact: Contact, *, waits: bool, at: datetime) -> dict[str, Any]:
    """What the statement writes into the row, so that the object at hand need not be read again."""
    return {
        "state": State.PRECONFIRMED if waits else State.CONFIRMED,
        "held_until": at + MAIL_CONFIRMATION if waits else None,
        "booked_at": None if waits else at,
        "name": contact.name,
        "email": contact.email,
        "mobile": contact.mobile,
        "remark": contact.remark,
    }


def _facts(appointment: Appointment, contact: Contact, salt: bytes) -> tuple[tuple[str, Any], ...]:
    personal = {"email": contact.email, "mobile": contact.mobile, "name": contact.name}
    return (("by", appointment.booked_by), ("commitments", commitments(salt, personal)))
