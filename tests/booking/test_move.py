"""A visit gets another time: what it gives back and takes, and in which order it locks."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from django_tenants.utils import schema_context

from rathaus.booking.actions import move
from rathaus.booking.actions.planning import tidy_expired
from rathaus.booking.actions.refusals import NotChangeable
from rathaus.booking.links import token_of
from rathaus.booking.models import Appointment, DaySheet, Seat, SharedGroup, State
from rathaus.booking.verify import differences
from rathaus.catalogue.models import Offer, Service
from rathaus.identity.queries import CITIZEN, Actor
from rathaus.notifications.models import Delivery
from rathaus.offices.models import Office
from tests.booking.journey import text
from tests.makers import Maker

MONDAY = date(2026, 11, 30)
NEXT_MONDAY = date(2026, 12, 7)
TEN = 120


def test_a_visit_that_waits_for_a_yes_by_mail_runs_out_where_it_was_moved_to(make: Maker, now: datetime) -> None:
    office, service, _ = make.counter(capacity=1)
    Offer.objects.update(needs_mail_confirmation=True)
    visit = make.booked(office, service, MONDAY, "09:00")

    move(appointment=visit, day=NEXT_MONDAY, tick=TEN, by=CITIZEN, at=now)
    tidy_expired(at=now + timedelta(hours=1))

    assert Appointment.objects.get(pk=visit.pk).state == State.EXPIRED
    assert all(min(sheet.free_all) == 1 for sheet in DaySheet.objects.all())
    assert list(differences()) == []


def test_a_visit_that_waited_for_a_yes_in_vain_cannot_be_moved(make: Maker, now: datetime) -> None:
    office, service, _ = make.counter(capacity=1)
    Offer.objects.update(needs_mail_confirmation=True)
    visit = make.booked(office, service, MONDAY, "09:00")

    with pytest.raises(NotChangeable):
        move(appointment=visit, day=MONDAY, tick=TEN, by=CITIZEN, at=now + timedelta(hours=1))

    assert list(differences()) == []


def test_the_second_tap_on_a_new_time_tells_nobody_anything(make: Maker, now: datetime) -> None:
    office, service, _ = make.counter()
    visit = make.booked(office, service, MONDAY, "09:00")

    for _tap in range(2):
        move(appointment=Appointment.objects.get(pk=visit.pk), day=MONDAY, tick=TEN, by=CITIZEN, at=now)

    visit.refresh_from_db()
    assert visit.sequence == 1
    assert Delivery.objects.filter(kind="moved").count() == 1


def test_a_moved_visit_lasts_as_long_as_its_service_does_now(make: Maker, now: datetime) -> None:
    office, service, _ = make.counter(minutes=15)
    visit = make.booked(office, service, MONDAY, "09:00")
    service.offers.update(minutes=30)

    move(appointment=visit, day=MONDAY, tick=TEN, by=CITIZEN, at=now)

    assert (visit.ticks, visit.lines.get().minutes) == (6, 30)
    assert list(differences()) == []


def test_a_moved_visit_stands_in_the_zone_that_its_office_has_now(make: Maker, now: datetime) -> None:
    office, service, _ = make.counter()
    visit = make.booked(office, service, MONDAY, "09:00")
    Office.objects.update(zone="Europe/Lisbon")

    move(appointment=visit, day=MONDAY, tick=TEN, by=CITIZEN, at=now)

    assert visit.zone == "Europe/Lisbon"
    assert visit.starts_at == datetime(2026, 11, 30, 10, tzinfo=UTC)


def test_a_visit_may_move_by_less_than_its_length(make: Maker, now: datetime) -> None:
    office, service, _ = make.counter(capacity=1, minutes=30)
    visit = make.booked(office, service, MONDAY, "09:00")

    move(appointment=visit, day=MONDAY, tick=110, by=CITIZEN, at=now)

    assert visit.first_tick == 110
    assert list(differences()) == []


def test_staff_move_into_the_internal_share_and_the_public_one_is_free_again(make: Maker, now: datetime) -> None:
    office, service, _ = make.counter(capacity=2, share=1)
    visit = make.booked(office, service, MONDAY, "09:00")
    staff = Actor("staff/bruno", frozenset({office.pk}), is_staff=True)

    move(appointment=visit, day=MONDAY, tick=110, by=staff, at=now)

    assert make.booked(office, service, MONDAY, "09:10", name="Dario").state == State.CONFIRMED
    assert list(differences()) == []


@pytest.mark.parametrize("change", ["office", "service", "offer", "persons", "hidden"])
def test_where_nothing_fits_any_more_the_visit_stays_and_people_are_told_to_call(
    booked: Appointment, amina: Client, change: str
) -> None:
    changes: dict[str, Callable[[], object]] = {
        "office": lambda: Office.objects.update(takes_appointments=False),
        "service": lambda: Service.objects.update(is_public=False),
        "offer": lambda: Offer.objects.update(is_bookable=False),
        "persons": lambda: booked.lines.update(persons=10),
        "hidden": lambda: Office.objects.update(is_public=False),
    }
    changes[change]()
    page = f"/termin/{token_of(booked)}/verschieben/"

    answers = [amina.get(page), amina.post(page, {"day": "2026-12-07", "time": "10:00"})]

    for answer in answers:
        assert answer.status_code == 409
        assert "lässt sich hier nicht verschieben. Er bleibt bestehen. Passt er nicht? Rufen Sie uns an." in text(
            answer
        )
        assert "0221 4710 100" in text(answer)
    booked.refresh_from_db()
    assert (booked.state, booked.day) == (State.CONFIRMED, MONDAY)


def is_waiting_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction sees the same moment again and again
        cursor.execute("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
        return cursor.fetchone() is not None


def is_free_to_lock(sheet: DaySheet) -> bool:
    try:
        with transaction.atomic():
            DaySheet.objects.select_for_update(nowait=True).get(pk=sheet.pk)
    except OperationalError:
        return False
    return True


def test_a_move_among_people_who_are_shared_locks_their_day_in_key_order(race_town: str, now: datetime) -> None:
    make = Maker(now)
    office, service = make.office(), make.service()
    group = SharedGroup.objects.create(title="Standesamt")
    room, desk = make.resource(office, group=group), make.resource(office, group=group)
    Seat.objects.create(group=group, title="Frau A").serves.set([room, desk])
    make.offer(service, office, desk)
    make.sheets(room, desk)
    visit = make.booked(office, service, MONDAY, "09:00", email="")
    first, second = DaySheet.objects.filter(day=MONDAY).order_by("pk")

    def change() -> str:
        try:
            with schema_context("musterstadt"):
                move(appointment=Appointment.objects.get(pk=visit.pk), day=MONDAY, tick=TEN, by=CITIZEN, at=now)
        finally:
            connection.close()
        return "moved"

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            DaySheet.objects.select_for_update().get(pk=first.pk)
            moving = pool.submit(change)
            end = time.monotonic() + 20
            while not is_waiting_for_a_lock() and not moving.done() and time.monotonic() < end:
                time.sleep(0.01)
            was_free = is_free_to_lock(second)
        assert moving.result() == "moved"
    assert was_free
