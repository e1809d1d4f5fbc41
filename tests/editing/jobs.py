"""The worker's part in a test that has none: jobs of imports, done where they were enqueued."""

import json
from datetime import datetime

from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from rathaus.catalogue.actions import CARRY_OUT, carry_out

TAKEN = """
DELETE FROM public.procrastinate_jobs
WHERE task_name = %s AND status = 'todo' AND args ->> 'town' = %s AND coalesce(scheduled_at <= clock_timestamp(), true)
RETURNING args
"""


def waiting() -> list[ProcrastinateJob]:
    """This will return the jobs that wait."""
    return list(ProcrastinateJob.objects.filter(task_name=CARRY_OUT, status="todo"))


def done_at(at: datetime) -> int:
    """This will do the jobs that wait in this town, and return how many there were; none that a worker has taken."""
    with connection.cursor() as cursor:
        cursor.execute(TAKEN, [CARRY_OUT, connection.schema_name])  # type: ignore[attr-defined]
        taken = [json.loads(args) for (args,) in cursor.fetchall()]
    for args in taken:
        carry_out(upload_id=args["upload_id"], theirs=frozenset(args["theirs"]), by=args["by"], at=at)
    return len(taken)
