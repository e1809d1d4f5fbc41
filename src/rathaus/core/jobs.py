"""Jobs that would be pointless twice."""

from collections.abc import Iterable

from django.db.models import Q
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from rathaus.core.events import enqueue


def enqueue_unless_waiting(jobs: Iterable[Job]) -> None:
    """This will enqueue those of the jobs whose lock or queueing lock no waiting job has (2 statements)."""
    wanted = {job.queueing_lock or job.lock: job for job in jobs}
    of_them = Q(lock__in=wanted) | Q(queueing_lock__in=wanted)
    for lock, queueing_lock in ProcrastinateJob.objects.filter(of_them, status="todo").values_list(
        "lock", "queueing_lock"
    ):
        wanted.pop(queueing_lock or lock, None)
    enqueue(list(wanted.values()))
