"""A job steps into its town; one without a town, or of a town that is not there, fails closed."""

from collections.abc import Callable
from typing import Any

from procrastinate import JobContext

PUBLIC = "public"  # the house itself: jobs that enqueue those of the towns


class NoTownForJob(Exception):
    """A job came without a town, so it cannot be done anywhere."""


def in_town(call_next: Callable[[], Any], context: JobContext, worker: Any) -> Any:
    """This will run a job inside the town that it names.

    :raises NoTownForJob: when the job names none.
    :raises rathaus.towns.actions.NoSuchTown: when there is no such town (any more).
    """
    from django.db import connection
    from django_tenants.utils import schema_context

    from rathaus.towns.actions import inside

    town = context.job.task_kwargs.get("town")
    if not town or not isinstance(town, str):
        raise NoTownForJob(context.job.task_name)
    with schema_context(PUBLIC) if town == PUBLIC else inside(town):
        try:
            return call_next()
        finally:
            connection.set_schema_to_public()  # type: ignore[attr-defined]
