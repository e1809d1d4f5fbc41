"""Jobs of booking: messages out, expired holds back, sheets ahead, the nightly recount."""

import logging

from django.db import DatabaseError, connection
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from rathaus.booking.actions.fallback import write_instead
from rathaus.booking.actions.planning import extend_sheets, tidy_expired
from rathaus.booking.verify import recounted
from rathaus.core.jobs import enqueue_unless_waiting
from rathaus.core.retention import forget_due
from rathaus.notifications.outbox import send_due
from rathaus.towns.models import Town

log = logging.getLogger("rathaus.booking")
PUBLIC = "public"
SEND_NOTICES = "booking.send_notices"
TELL_OTHERWISE = "booking.tell_otherwise"
# What a person waits for (priority 0) goes before the minute of a hundred towns, and that before their night.
BEHIND_PEOPLE, BEHIND_ALL = -10, -20
RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)
# The next minute comes soon: a longer wait would keep it away, since its lock is taken meanwhile.
MINUTE_RETRY = RetryStrategy(max_attempts=3, wait=5)
# Sheets that differ will differ in an hour as well: that is shown at once, not after six hours of tries.
NIGHTLY_RETRY = RetryStrategy(max_attempts=8, exponential_wait=4, retry_exceptions=[DatabaseError])


@app.task(name=SEND_NOTICES, retry=RETRY)
def send_notices(*, town: str, event: dict[str, str] | None = None) -> None:
    """This will send what is due in the town."""
    while send_due(at=timezone.now()):
        pass


@app.task(name=TELL_OTHERWISE, retry=RETRY)
def tell_otherwise(*, town: str, event: dict[str, str]) -> None:
    """This will tell by mail what an SMS could not."""
    now = timezone.now()
    if write_instead(delivery_id=int(event["delivery_id"]), at=now):
        send_due(at=now)


@app.task(name="booking.tidy", retry=MINUTE_RETRY)
def tidy(*, town: str) -> None:
    """This will give expired holds back and send what is due: once a minute in every town."""
    tidy_expired(at=timezone.now())
    while send_due(at=timezone.now()):
        pass


@app.task(name="booking.nightly", retry=NIGHTLY_RETRY)
def nightly(*, town: str) -> None:
    """This will extend the sheets to the horizon, forget what is over (`core.retention`), and recount the sheets.

    :raises SheetsDiffer: so that the job stands visibly failed in the desk.
    """
    now = timezone.now()
    extend_sheets(at=now)
    forget_due(at=now)
    found = recounted()
    if found:
        raise SheetsDiffer(f"{len(found)} day sheets differ from their appointments, first: {found[0]}")


class SheetsDiffer(Exception):
    """Day sheets and appointments tell different stories."""


@app.periodic(cron="* * * * *", task_kwargs={"town": PUBLIC})
@app.task(name="booking.every_minute", queueing_lock="booking.every_minute")
def every_minute(timestamp: int, *, town: str) -> None:
    """This will enqueue the minute's work of every town."""
    _for_every_town("booking.tidy", priority=BEHIND_PEOPLE)


@app.periodic(cron="17 2 * * *", task_kwargs={"town": PUBLIC})
@app.task(name="booking.every_night", retry=RETRY)
def every_night(timestamp: int, *, town: str) -> None:
    """This will enqueue the night's work of every town."""
    _for_every_town("booking.nightly", priority=BEHIND_ALL)


def _for_every_town(task: str, *, priority: int) -> None:
    """One job per town, except where the last one has not begun yet.

    It has a lock but no queueing lock: that would forbid to try a job again, or to take up what a dead worker left
    undone, while the next one waits; left as it is, its lock would keep the town's later jobs from ever running.
    """
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    towns = Town.objects.order_by("schema_name").values_list("schema_name", flat=True)
    enqueue_unless_waiting(
        app.configure_task(task, lock=f"{task}:{town}", priority=priority).make_new_job(town=town) for town in towns
    )
