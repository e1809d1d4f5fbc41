"""A job steps into its town; one without a town fails closed."""

from collections.abc import Callable
from typing import Any

from procrastinate import JobContext


class NoTownForJob(Exception):
    """A job came without a town, so it cannot be done anywhere."""


def in_town(call_next: Callable[[], Any], context: JobContext, worker: Any) -> Any:
    """This will run a job inside the town that it names.

    :raises NoTownForJob: when the job names none.
    """
    from django.db import connection
    from django_tenants.utils import schema_context

    town = context.job.task_kwargs.get("town")
    if not town:
        raise NoTownForJob(context.job.task_name)
    with schema_context(str(town)):
        try:
            return call_next()
        finally:
            connection.set_schema_to_public()  # type: ignore[attr-defined]
