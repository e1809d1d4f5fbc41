"""A visit gets another time: what it gives back and takes, and in which order it locks."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

from django.db import OperationalError, connection, transaction
from django_tenants.utils import schema_context

from rathaus.booking.actions import move
from rathaus.booking.actions.planning import tidy_expired
from rathaus.booking.models import Appointment, DaySheet, Seat, SharedGroup, State
from rathaus.booking.verify import differences
from rathaus.catalogue.models import Offer
from rathaus.identity.queries import CITIZEN
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


def is_waiting_for_a_lock() -> bool:
    with connection.cursor() as cursor:
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
