"""A job works inside the town that it names, and nowhere else."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.db import DatabaseError, connection, transaction
from procrastinate import JobContext

from rathaus.core.keys import current_town
from rathaus.offices.models import Office
from rathaus.project.job_middleware import NoTownForJob, in_town
from rathaus.towns.actions import NoSuchTown


def run(town: object, work: Any = current_town) -> Any:
    """Runs a job that names the town."""
    job = SimpleNamespace(task_name="booking.tidy", task_kwargs={} if town is None else {"town": town})
    return in_town(work, cast("JobContext", SimpleNamespace(job=job)), worker=None)


def not_reached() -> None:
    pytest.fail("the job ran")


@pytest.mark.parametrize("name", ["musterstadt", "beispielhausen", "public"])
def test_it_works_in_its_town_and_leaves_it(db: None, name: str) -> None:
    assert run(name) == name
    assert current_town() == "public"


@pytest.mark.parametrize("missing", [None, "", 0, ["musterstadt"], {"town": "musterstadt"}])
def test_without_a_town_it_does_not_run(town: str, missing: object) -> None:
    with pytest.raises(NoTownForJob):
        run(missing, not_reached)


@pytest.mark.parametrize("unknown", ["nirgendwo", "Musterstadt", "pg_catalog", "information_schema", "town_template"])
def test_in_a_town_that_is_not_there_it_does_not_run(town: str, unknown: str) -> None:
    with pytest.raises(NoSuchTown):
        run(unknown, not_reached)


def test_after_a_failure_the_next_job_sees_its_own_town_only(town: str) -> None:
    Office.objects.create(slug="quandelbrueck")

    def fail() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    with pytest.raises(DatabaseError):
        run("musterstadt", fail)

    assert run("beispielhausen", Office.objects.count) == 0
    assert run("musterstadt", Office.objects.count) == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        run("public", Office.objects.count)
