"""A job that does all there is to do waits once; whatever was written before its begin, it finds."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection, transaction

from rathaus.booking.events import AppointmentConfirmed
from rathaus.booking.tasks import SEND_NOTICES
from rathaus.core.events import publish, publishing

FETCH = "SELECT id FROM public.procrastinate_jobs WHERE status = 'todo' FOR UPDATE SKIP LOCKED"


def tell() -> int:
    """This will publish as the confirmation of a visit does, and return how many jobs that made."""
    call, parameters = publishing([AppointmentConfirmed("0190", 1)])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {call}", parameters)
        return int(cursor.fetchone()[0])


def change(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@contextmanager
def worker() -> Iterator[psycopg.Connection]:
    """Another session, which fetches jobs as a worker does."""
    parameters = connection.get_connection_params()
    wanted = {name: parameters[name] for name in ("dbname", "user", "password", "host", "port") if parameters.get(name)}
    with psycopg.connect(**wanted) as session:
        yield session


def test_one_waiting_job_is_enough(town: str) -> None:
    assert [tell(), tell(), tell()] == [1, 0, 0]


@pytest.mark.parametrize(
    "change_it",
    [
        "UPDATE public.procrastinate_jobs SET status = 'doing'",
        "UPDATE public.procrastinate_jobs SET scheduled_at = now() + interval '1 hour'",
        """UPDATE public.procrastinate_jobs SET args = jsonb_set(args, '{town}', '"beispielhausen"')""",
        "UPDATE public.procrastinate_jobs SET task_name = 'booking.tidy'",
    ],
)
def test_a_job_that_may_have_looked_already_or_looks_late_or_elsewhere_is_not_enough(town: str, change_it: str) -> None:
    tell()
    change(change_it)

    assert tell() == 1


def test_a_job_that_is_being_fetched_is_not_enough(race_town: str) -> None:
    tell()
    with worker() as session:
        assert session.execute(FETCH).fetchall()
        assert tell() == 1


def test_the_waiting_job_does_not_begin_before_what_was_written_can_be_seen(race_town: str) -> None:
    tell()
    with worker() as session:
        with transaction.atomic():
            assert tell() == 0
            assert not session.execute(FETCH).fetchall()
        assert session.execute(FETCH).fetchall()


def test_others_publish_one_job_for_each_event(town: str) -> None:
    publish([AppointmentConfirmed("0190", 1), AppointmentConfirmed("0191", 1)])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM public.procrastinate_jobs WHERE task_name = %s", [SEND_NOTICES])
        assert cursor.fetchone()[0] == 2
