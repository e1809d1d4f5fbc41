"""The worker's part in a test that has none: jobs of imports, done where they were enqueued."""

from datetime import datetime

from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from rathaus.catalogue.actions import CARRY_OUT, carry_out


def waiting() -> list[ProcrastinateJob]:
    """This will return the jobs that wait."""
    return list(ProcrastinateJob.objects.filter(task_name=CARRY_OUT, status="todo"))


def done_at(at: datetime) -> int:
    """This will do the jobs that wait in this town, and return how many there were."""
    jobs = [job for job in waiting() if job.args["town"] == connection.schema_name]  # type: ignore[attr-defined]
    for job in jobs:
        args = job.args
        carry_out(upload_id=args["upload_id"], theirs=frozenset(args["theirs"]), by=args["by"], at=at)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM public.procrastinate_jobs WHERE id = %s", [job.pk])
    return len(jobs)
