"""What names a member of staff outside the account and the trail is gone after 30 days."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from rathaus.administration.actions import invite
from rathaus.core.events import publish
from rathaus.core.keys import current_town
from rathaus.core.retention import forget_due
from rathaus.identity.events import StaffInvited
from rathaus.identity.queries import actor_of
from rathaus.identity.rights import Role
from rathaus.notifications.models import Delivery
from tests.booking.conftest import Clock
from tests.identity.test_members import somebody

DAYS = timedelta(days=30)
SECOND = timedelta(seconds=1)


def a_job(status: str, town: str) -> datetime:
    """A job that names a member and ended like this in the town; returns the database's moment of it."""
    publish([StaffInvited(7)])
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM procrastinate_jobs")
        (key,) = cursor.fetchone()
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status, "
            "args = jsonb_set(args, '{town}', to_jsonb(%s::text)) WHERE id = %s",
            [status, town, key],
        )
        cursor.execute("SELECT max(at) FROM procrastinate_events WHERE job_id = %s", [key])
        (moment,) = cursor.fetchone()
    assert isinstance(moment, datetime)
    return moment


def jobs_left() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE args::text LIKE '%staff_id%'")
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("status", ["failed", "cancelled", "aborted"])
def test_a_job_that_came_to_nothing_is_forgotten_after_thirty_days(town: str, status: str) -> None:
    moment = a_job(status, current_town())

    forget_due(at=moment + DAYS)
    assert jobs_left() == 1

    forget_due(at=moment + DAYS + SECOND)
    assert jobs_left() == 0


def test_jobs_that_wait_and_jobs_of_another_town_stay(town: str) -> None:
    a_job("todo", current_town())
    moment = a_job("failed", "beispielhausen")

    forget_due(at=moment + 2 * DAYS)

    assert jobs_left() == 2


def test_the_outbox_forgets_an_invitation_after_thirty_days(town: str, clock: Clock) -> None:
    ada = somebody("ada", Role.ADMIN, clock.moment)
    invite(email="gerda@example.org", name="Gerda", role=Role.ADMIN, office_id=None, by=actor_of(ada), at=clock.moment)

    forget_due(at=clock.moment + DAYS)
    assert Delivery.objects.count() == 1

    forget_due(at=clock.moment + DAYS + SECOND)
    assert Delivery.objects.count() == 0
