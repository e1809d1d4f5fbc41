"""What the desk does on its own: notes calls, has messages sent again."""

from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from rathaus.audit.actions import Entry, next_sequence, person, record
from rathaus.booking.actions.trail import stream_of
from rathaus.core.errors import NotPermitted
from rathaus.desk.models import CallReason, PhoneCall
from rathaus.desk.problems import Letter, failed_jobs, stalled_jobs
from rathaus.identity.queries import Actor
from rathaus.notifications import actions as notifications
from rathaus.notifications.models import Delivery


def note_call(*, office_id: int, reason: CallReason, by: Actor, at: datetime) -> PhoneCall:
    """This will count a phone call at an office; neither who called nor who answered is kept.

    :raises rathaus.core.errors.NotPermitted: for an office where the actor does not work.
    """
    if office_id not in by.office_ids:
        raise NotPermitted("")
    return PhoneCall.objects.create(office_id=office_id, reason=reason, at=at)


def try_message_again(*, letter: Letter, by: Actor, at: datetime) -> None:
    """This will have a message that failed sent once more, and tell the trail."""
    stream = f"delivery/{letter.delivery.pk}"
    with transaction.atomic():
        Delivery.objects.select_for_update().get(pk=letter.delivery.pk)
        if notifications.try_again(delivery_id=letter.delivery.pk, at=at):
            who = (person(stream_of(letter.appointment.pk)),)
            entry = Entry(stream, next_sequence(stream), at, by.pseudonym, "notifications.try-again", "desk", who)
            record([entry])


def try_job_again(*, job_id: int, by: Actor, at: datetime) -> None:
    """This will have a failed or stalled job of the town run once more, and tell the trail.

    :raises procrastinate.contrib.django.models.ProcrastinateJob.DoesNotExist: when there is none such.
    """
    stream = f"job/{job_id}"
    with transaction.atomic():
        rows = failed_jobs().filter(pk=job_id) | stalled_jobs(at=at).filter(pk=job_id)
        ProcrastinateJob.objects.select_for_update(of=("self",)).filter(pk__in=rows.values("pk")).get()
        app.job_manager.retry_job_by_id(job_id, retry_at=at)
        record([Entry(stream, next_sequence(stream), at, by.pseudonym, "jobs.try-again", "desk")])
