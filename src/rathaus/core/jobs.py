"""Jobs that would be pointless twice, and jobs that came to nothing."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q, QuerySet
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from rathaus.core.events import enqueue
from rathaus.core.keys import current_town

FAILED_KEPT = timedelta(days=30)
FORGET_FAILED = """
DELETE FROM public.procrastinate_jobs j
WHERE j.status IN ('failed', 'cancelled', 'aborted') AND j.args ->> 'town' = %(town)s
    AND NOT EXISTS (SELECT 1 FROM public.procrastinate_events e WHERE e.job_id = j.id AND e.at >= %(before)s)
"""


def forget_failed(*, at: datetime) -> int:
    """This will delete jobs of the current town that came to nothing more than 30 days ago (1 query).

    Their arguments are ids, of members of staff as well. Returns 0, since all are gone at once.
    """
    with connection.cursor() as cursor:
        cursor.execute(FORGET_FAILED, {"town": current_town(), "before": at - FAILED_KEPT})
    return 0


def newest(task: str, **args: object) -> QuerySet[ProcrastinateJob]:
    """This will return the newest job of the task with these arguments in the current town, if it is not done yet.

    Jobs that are done are gone; so "no job" and a row that waits for one are to be read by one query (`Subquery`).
    """
    named = {f"args__{name}": value for name, value in {**args, "town": current_town()}.items()}
    found: QuerySet[ProcrastinateJob] = ProcrastinateJob.objects.filter(task_name=task, **named).order_by("-id")[:1]
    return found


def run_again(job: ProcrastinateJob, *, at: datetime) -> None:
    """This will put a job that failed back into the queue, in the current transaction."""
    JobManager(DjangoConnector()).retry_job_by_id(job.pk, retry_at=at)


def enqueue_unless_waiting(jobs: Iterable[Job]) -> None:
    """This will enqueue those of the jobs whose lock or queueing lock no waiting job has (2 statements)."""
    wanted = {job.queueing_lock or job.lock: job for job in jobs}
    of_them = Q(lock__in=wanted) | Q(queueing_lock__in=wanted)
    for lock, queueing_lock in ProcrastinateJob.objects.filter(of_them, status="todo").values_list(
        "lock", "queueing_lock"
    ):
        wanted.pop(queueing_lock or lock, None)
    enqueue(list(wanted.values()))
