"""What is kept of people ends by itself: the clock runs for months, and nobody is left."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from rathaus.audit.actions import committed
from rathaus.audit.models import Event, Salt
from rathaus.booking import tasks
from rathaus.booking.actions import cancel, hold
from rathaus.booking.actions.forget import BATCH, forget_contacts, forget_holds
from rathaus.booking.actions.hold import Held
from rathaus.booking.actions.planning import tidy_expired
from rathaus.booking.actions.trail import stream_of
from rathaus.booking.models import Appointment, State
from rathaus.booking.rules.visit import Wish
from rathaus.catalogue.models import Service
from rathaus.core.retention import forget_due, rules
from rathaus.identity.queries import CITIZEN
from rathaus.notifications.models import Delivery
from rathaus.offices.models import Office
from tests.booking.test_hold import MONDAY, NINE
from tests.makers import Maker

DAY = timedelta(days=1)


@pytest.fixture
def visit(make: Maker) -> Appointment:
    office, service, _resource = make.counter(capacity=9)
    visit = make.booked(office, service, MONDAY, "09:00")
    Appointment.objects.filter(pk=visit.pk).update(remark="Rollstuhl", mobile="+4915123456789")
    visit.refresh_from_db()
    committed(stream_of(visit.pk), {"name": visit.name})
    return visit


def held_by(office: Office, service: Service, now: datetime) -> Held:
    return hold(office_id=office.pk, wishes=[Wish(service.pk, 1)], day=MONDAY, tick=NINE, by=CITIZEN, at=now)


def days_after(days: int, now: datetime) -> datetime:
    return now.replace(year=MONDAY.year, month=MONDAY.month, day=MONDAY.day) + timedelta(days=days)


def personal(visit: Appointment) -> list[str]:
    visit.refresh_from_db()
    return [v for v in (visit.name, visit.email, visit.mobile, visit.remark, visit.cancel_note) if v]


def test_contact_data_stay_thirty_days_after_the_visit_and_no_longer(visit: Appointment, now: datetime) -> None:
    assert forget_contacts(at=days_after(30, now)) == 0
    assert len(personal(visit)) == 4

    assert forget_contacts(at=days_after(31, now)) == 1
    assert personal(visit) == []
    assert forget_contacts(at=days_after(31, now)) == 0


def test_what_remains_is_a_number_without_a_person(visit: Appointment, now: datetime) -> None:
    forget_contacts(at=days_after(31, now))
    stream = stream_of(visit.pk)

    visit.refresh_from_db()
    assert (visit.state, visit.day, visit.persons, visit.lines.count()) == (State.CONFIRMED, MONDAY, 1, 1)
    assert not Salt.objects.filter(stream=stream).exists()
    assert not Delivery.objects.filter(subject=stream).exists()
    last = Event.objects.filter(stream=stream).latest("sequence")
    assert (last.action, last.sequence, last.actor) == ("booking.forget", visit.trail, "system")


def test_a_service_may_keep_them_longer_or_shorter(visit: Appointment, now: datetime) -> None:
    Service.objects.update(keep_days=90)
    assert forget_contacts(at=days_after(90, now)) == 0

    Service.objects.update(keep_days=0)
    assert forget_contacts(at=days_after(0, now)) == 0
    assert forget_contacts(at=days_after(1, now)) == 1


def test_of_several_services_the_longest_counts(visit: Appointment, make: Maker, now: datetime) -> None:
    long = make.service("Einbürgerung", keep_days=365)
    visit.lines.create(service=long, persons=1, minutes=15)

    assert forget_contacts(at=days_after(365, now)) == 0
    assert forget_contacts(at=days_after(366, now)) == 1


def test_a_cancelled_visit_is_forgotten_from_its_cancellation_on(visit: Appointment, now: datetime) -> None:
    cancel(appointment=visit, by=CITIZEN, at=now, note="krank")

    assert forget_contacts(at=now + 30 * DAY) == 0
    assert forget_contacts(at=now + 31 * DAY) == 1
    assert personal(visit) == []


def test_a_coming_visit_is_never_forgotten(visit: Appointment, now: datetime) -> None:
    assert forget_contacts(at=days_after(-1, now)) == 0
    assert personal(visit)


def test_a_hold_that_nobody_booked_is_gone_an_hour_after_its_end(make: Maker, now: datetime) -> None:
    office, service, _resource = make.counter()
    held = held_by(office, service, now)
    end = Appointment.objects.get(pk=held.id).held_until
    assert end is not None
    tidy_expired(at=end)

    assert forget_holds(at=end + timedelta(minutes=60)) == 0
    assert forget_holds(at=end + timedelta(minutes=61)) == 1
    assert not Appointment.objects.exists()
    assert Event.objects.filter(stream=stream_of(held.id)).count() == 2


def test_a_standing_hold_stays(make: Maker, now: datetime) -> None:
    office, service, _resource = make.counter()
    held_by(office, service, now)

    assert forget_holds(at=now) == 0
    assert Appointment.objects.count() == 1


def test_more_than_a_batch_is_forgotten_in_one_night(visit: Appointment, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """CREATE TEMP TABLE many AS SELECT * FROM booking_appointment;
            UPDATE many SET state = 'done', booked_at = created_at;
            INSERT INTO booking_appointment SELECT (jsonb_populate_record(m, jsonb_build_object(
                'id', gen_random_uuid(), 'reference', lpad(n::text, 8, '0')))).*
            FROM many m, generate_series(1, %s) n""",
            [BATCH],
        )

    assert forget_due(at=days_after(31, now))["booking.contact"] == BATCH + 1


def test_the_night_does_it(visit: Appointment, now: datetime, town: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: days_after(40, now))
    monkeypatch.setattr(tasks, "recounted", list)

    tasks.nightly(town=town)

    assert personal(visit) == []


def test_a_year_later_no_column_of_the_town_holds_anything_of_her(visit: Appointment, now: datetime) -> None:
    forget_due(at=days_after(365, now))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() "
            "AND table_type = 'BASE TABLE'"
        )
        tables = [row[0] for row in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text ~* %s', ["amina|5123456789|rollstuhl"])
            if cursor.fetchone()[0]:
                found.append(table)

    assert len(tables) > 30
    assert found == []


def test_every_rule_stands_on_the_privacy_page_and_in_the_paper(visit: Appointment) -> None:
    paper = (Path(__file__).resolve().parents[2] / "docs/papers/loeschkonzept.md").read_text()
    page = Client(HTTP_HOST="localhost").get("/datenschutz/").content.decode()

    assert len(rules()) >= 4
    for rule in rules():
        assert f"`{rule.name}`" in paper
        assert str(rule.data) in page
        assert str(rule.keeps) in page
