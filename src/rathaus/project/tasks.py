"""Jobs of the house itself: what a dead worker left undone is taken up again."""

import logging

from asgiref.sync import async_to_sync
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Status
from procrastinate.manager import JobManager

log = logging.getLogger("rathaus.jobs")
MOST_RETRIES = 10  # a job that takes its worker down each time ends as failed, visible in the desk


@app.periodic(cron="* * * * *", task_kwargs={"town": "public"})
@app.task(name="project.retry_stalled", queueing_lock="project.retry_stalled", lock="project.retry_stalled")
def retry_stalled(timestamp: int, *, town: str) -> None:
    """This will put jobs back into the queue whose worker gave no sign of life for half a minute."""
    jobs = JobManager(DjangoConnector())
    for job in async_to_sync(jobs.get_stalled_jobs)():
        if job.id is None:
            continue
        if job.attempts >= MOST_RETRIES:
            log.error("job %s (%s) was left undone %s times; it is given up", job.id, job.task_name, job.attempts)
            async_to_sync(jobs.finish_job_by_id_async)(job.id, Status.FAILED, delete_job=False)
            continue
        log.warning("job %s (%s) was left undone by its worker; it runs again", job.id, job.task_name)
        jobs.retry_job_by_id(job.id, retry_at=timezone.now())
