"""Jobs of the house itself: what a dead worker left undone is taken up again."""

import logging

from asgiref.sync import async_to_sync
from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status
from procrastinate.manager import JobManager

from rathaus.core.jobs import enqueue_unless_waiting
from rathaus.project.demo import towns

log = logging.getLogger("rathaus.jobs")
LOW = -10
PART = 50  # new visits per resource
MOST_RETRIES = 10  # a job that takes its worker down each time ends as failed, visible in the desk


@app.periodic(cron="* * * * *", task_kwargs={"town": "public"})
@app.task(name="project.retry_stalled", queueing_lock="project.retry_stalled")
def retry_stalled(timestamp: int, *, town: str) -> None:
    """This will put jobs back into the queue whose worker gave no sign of life for half a minute.

    It has no lock: one that a dead worker left undone would keep all later ones from running.
    """
    jobs = JobManager(DjangoConnector())
    for job in async_to_sync(jobs.get_stalled_jobs)():
        if job.id is None:
            continue
        if job.attempts >= MOST_RETRIES:
            log.error("job %s (%s) was left undone %s times; it is given up", job.id, job.task_name, job.attempts)
            async_to_sync(jobs.finish_job_by_id_async)(job.id, Status.FAILED, delete_job=False)
            continue
        log.warning("job %s (%s) was left undone by its worker; it runs again", job.id, job.task_name)
        _run_again(jobs, job.id)


def _run_again(jobs: JobManager, job_id: int) -> None:
    """Where the very same job waits already (its queueing lock says so), that one does the work."""
    try:
        jobs.retry_job_by_id(job_id, retry_at=timezone.now())
    except UniqueViolation:
        async_to_sync(jobs.finish_job_by_id_async)(job_id, Status.ABORTED, delete_job=True)


@app.periodic(cron="*/10 * * * *", task_kwargs={"town": "public"})
@app.task(name="project.demo_lives_on", queueing_lock="project.demo_lives_on", priority=LOW)
def demo_lives_on(timestamp: int, *, town: str) -> None:
    """This will let visits of the demo towns end and fill the days that came nearer; elsewhere it does nothing.

    After months of rest that is a lot: it is done in parts, between which mails go out.
    """
    if settings.RATHAUS_MODE == "demo" and towns.live_on(at=timezone.now(), most=PART) >= PART:
        enqueue_unless_waiting([demo_lives_on.configure().make_new_job(timestamp=0, town=town)])
