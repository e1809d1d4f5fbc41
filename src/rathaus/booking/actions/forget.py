"""Forgetting people: contact data some time after the visit, holds that nobody booked, an hour after their end."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from rathaus.audit.actions import Entry, forget, person, record
from rathaus.booking.actions.trail import stream_of
from rathaus.booking.models import Appointment, Line, State
from rathaus.identity.queries import SYSTEM
from rathaus.notifications.actions import forget_subjects

BATCH = 500
DAYS_AFTER_A_VISIT = 30  # where no service says otherwise
AFTER_A_HOLD = timedelta(hours=1)
OVER = """
SELECT a.id FROM booking_appointment a
WHERE a.kind = 'visit' AND a.restricted_at IS NULL AND a.state NOT IN ('held', 'preconfirmed', 'expired')
    AND (a.name, a.email, a.mobile, a.remark, a.cancel_note) <> ('', '', '', '', '')
    AND (CASE WHEN a.state = 'cancelled' THEN least(a.day, (a.ended_at AT TIME ZONE a.zone)::date) ELSE a.day END)
        + coalesce((SELECT max(s.keep_days) FROM booking_line l JOIN catalogue_service s ON s.id = l.service_id
                    WHERE l.appointment_id = a.id), %(days)s) < (%(at)s AT TIME ZONE a.zone)::date
ORDER BY a.day, a.id LIMIT %(batch)s FOR UPDATE OF a SKIP LOCKED
"""
EMPTY = """
UPDATE booking_appointment SET name = '', email = '', mobile = '', remark = '', cancel_note = '', trail = trail + 1
WHERE id = ANY(%s) RETURNING id, trail
"""


def forget_contacts(*, at: datetime) -> int:
    """This will empty name, e-mail, mobile and remarks of a batch of visits that are over for long enough.

    Office, service, day and what became of it stay: statistics without persons. The salts of their trails go, so
    that commitments to these values tell nothing any more. What is restricted (Art. 18 GDPR) stays until that is
    lifted. Returns how many visits were forgotten.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(OVER, {"at": at, "days": DAYS_AFTER_A_VISIT, "batch": BATCH})
        ids = [row[0] for row in cursor.fetchall()]
        _empty(ids, at)
    return len(ids)


def forget_one(appointment: Appointment, *, by: str, at: datetime) -> None:
    """This will forget the person of one appointment now (Art. 17 GDPR); the caller holds its row's lock."""
    _empty([appointment.pk], at, by=by)


def _empty(ids: list[Any], at: datetime, *, by: str = SYSTEM.pseudonym) -> None:
    if not ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(EMPTY, [ids])
        rows = cursor.fetchall()
    record([_entry(stream_of(key), trail, by, at) for key, trail in rows])
    _forget_traces([stream_of(key) for key in ids])


def forget_holds(*, at: datetime) -> int:
    """This will delete a batch of holds that ran out or were let go an hour ago or longer; returns how many."""
    with transaction.atomic():
        over = Appointment.objects.filter(
            kind=Appointment.Kind.VISIT, state=State.EXPIRED, held_until__lt=at - AFTER_A_HOLD
        )
        ids = list(over.select_for_update(skip_locked=True).order_by("pk").values_list("pk", flat=True)[:BATCH])
        Line.objects.filter(appointment_id__in=ids).delete()
        Appointment.objects.filter(pk__in=ids).delete()
        _forget_traces([stream_of(key) for key in ids])
    return len(ids)


def _forget_traces(streams: list[str]) -> None:
    forget(*streams)
    forget_subjects(subjects=streams)


def _entry(stream: str, sequence: int, by: str, at: datetime) -> Entry:
    purpose = "retention" if by == SYSTEM.pseudonym else "erasure"
    return Entry(stream, sequence, at, by, "booking.forget", purpose, (person(stream),), ())
