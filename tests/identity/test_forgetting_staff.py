"""What names a member of staff outside the account and the trail is gone after 30 days."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection

from rathaus.administration.actions import invite
from rathaus.booking.models import Appointment, State
from rathaus.catalogue.actions import change_service
from rathaus.catalogue.content import Facts, content_of
from rathaus.catalogue.models import ServiceVersion
from rathaus.core.events import publish
from rathaus.core.keys import current_town
from rathaus.core.retention import forget_due
from rathaus.desk.models import PhoneCall
from rathaus.identity.events import StaffInvited
from rathaus.identity.models import Staff
from rathaus.identity.queries import actor_of, staff_stream
from rathaus.identity.rights import Role
from rathaus.notifications.models import Delivery
from tests.clock import Clock
from tests.desk.conftest import TODAY, Desk
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


def tables_that_hold(words: str) -> set[str]:
    """The tables of the town and of the job queue with a row in which a word stands."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_schema, table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE' "
            "AND (table_schema = current_schema() OR table_name LIKE 'procrastinate%%')"
        )
        tables = cursor.fetchall()
        found = set()
        for schema, table in tables:
            cursor.execute(f'SELECT count(*) FROM "{schema}"."{table}" t WHERE t::text ~* %s', [words])
            if cursor.fetchone()[0]:
                found.add(table)
    assert len(tables) > 30
    return found


def test_a_month_after_their_work_only_the_trail_knows_who_did_it(desk: Desk, clock: Clock) -> None:
    bruno, edda = Staff.objects.get(), somebody("edda", Role.EDITOR, clock.moment)
    form = {"leistung": "person", "personen": "1", "weg": "phone", "sprache": "de", "name": "Amina Yılmaz"}
    visit = desk.bruno.post("/desk/buchen/", {**form, "zeit": f"{TODAY}T10:30"}).headers["Location"].split("/")[3]
    desk.bruno.post(f"/desk/termine/{visit}/absagen/", {"note": ""})
    desk.bruno.post("/desk/anruf/", {"grund": "book"})
    content = replace(content_of(desk.service), facts=Facts(minutes=20))
    change_service(service_id=desk.service.pk, seen=0, content=content, by=actor_of(edda), at=clock.moment)
    assert (PhoneCall.objects.count(), ServiceVersion.objects.count()) == (1, 2)
    assert Appointment.objects.get(pk=visit).state == State.CANCELLED
    who = "|".join(staff_stream(member).removeprefix("staff/") for member in (bruno, edda))
    assert tables_that_hold(who) >= {"audit_event"}

    forget_due(at=clock.moment + DAYS + SECOND)

    assert tables_that_hold(who) == {"audit_event"}
    names = tables_that_hold(f"{bruno.email}|{bruno.name}|{edda.email}")
    assert names == {"identity_staff"}
