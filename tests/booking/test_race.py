"""Many want the last places: real connections, real commits."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django_tenants.utils import schema_context

from rathaus.booking.actions import Contact, cancel, confirm, hold, move
from rathaus.booking.actions.refusals import JustTaken
from rathaus.booking.models import Appointment, DaySheet, State
from rathaus.booking.rules.visit import Wish
from rathaus.booking.verify import differences, recounted
from rathaus.core.errors import Refused
from rathaus.identity.queries import CITIZEN
from tests.makers import Maker

MONDAY = date(2026, 11, 30)
NINE = 108


def in_threads(number: int, job: object, *arguments: object) -> list[str]:
    def run(index: int) -> str:
        try:
            with schema_context("musterstadt"):
                return str(job(index, *arguments))  # type: ignore[operator]
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


def try_hold(_index: int, office: int, service: int, now: datetime) -> str:
    try:
        held = hold(office_id=office, wishes=[Wish(service, 1)], day=MONDAY, tick=NINE, by=CITIZEN, at=now)
    except JustTaken:
        return "refused"
    confirm(appointment=Appointment.objects.get(pk=held.id), contact=Contact(name="Amina"), by=CITIZEN, at=now)
    return "booked"


def test_sixty_people_want_five_places(race_town: str, now: datetime) -> None:
    office, service, _ = Maker(now).counter(capacity=5)
    outcome = in_threads(60, try_hold, office.pk, service.pk, now)
    assert (outcome.count("booked"), outcome.count("refused")) == (5, 55)
    assert Appointment.objects.filter(state=State.CONFIRMED).count() == 5
    assert list(differences()) == []


def test_moves_and_cancellations_at_once_lose_no_place(race_town: str, now: datetime) -> None:
    office, service, _ = Maker(now).counter(capacity=3)
    maker = Maker(now)
    visits = [maker.booked(office, service, MONDAY, f"{8 + n // 3:02d}:00", email="") for n in range(9)]

    def change(index: int) -> str:
        visit = Appointment.objects.get(pk=visits[index % 9].pk)
        try:
            if index % 4 == 3:
                cancel(appointment=visit, by=CITIZEN, at=now)
            else:
                move(appointment=visit, day=MONDAY, tick=96 + index % 40, by=CITIZEN, at=now)
        except Refused:
            return "refused"
        return "done"

    outcome = in_threads(36, change)
    assert "done" in outcome
    assert list(differences()) == []
    assert all(0 <= n <= 3 for sheet in DaySheet.objects.all() for n in sheet.free_all)


def test_one_visit_moved_by_two_people_moves_once(race_town: str, now: datetime) -> None:
    office, service, _ = Maker(now).counter(capacity=2)
    visit = Maker(now).booked(office, service, MONDAY, "09:00", email="")

    def change(index: int) -> str:
        try:
            move(appointment=Appointment.objects.get(pk=visit.pk), day=MONDAY, tick=120 + index * 6, by=CITIZEN, at=now)
        except Refused:
            return "refused"
        return "done"

    in_threads(4, change)
    assert list(differences()) == []
    assert Appointment.objects.filter(state=State.CONFIRMED).count() == 1


@pytest.mark.parametrize("seconds", [599, 600])
def test_confirming_and_expiry_never_both_win(race_town: str, now: datetime, seconds: int) -> None:
    from datetime import timedelta

    office, service, _ = Maker(now).counter(capacity=1)
    held = hold(office_id=office.pk, wishes=[Wish(service.pk, 1)], day=MONDAY, tick=NINE, by=CITIZEN, at=now)
    moment = now + timedelta(seconds=seconds)

    def act(index: int) -> str:
        try:
            if index == 0:
                confirm(
                    appointment=Appointment.objects.get(pk=held.id),
                    contact=Contact(name="Amina"),
                    by=CITIZEN,
                    at=moment,
                )
                return "confirmed"
            hold(office_id=office.pk, wishes=[Wish(service.pk, 1)], day=MONDAY, tick=NINE, by=CITIZEN, at=moment)
        except Refused:
            return "refused"
        return "held"

    outcome = in_threads(3, act)
    assert sorted(outcome) in (["confirmed", "refused", "refused"], ["held", "refused", "refused"])
    assert list(differences()) == []


def test_a_recount_is_not_misled_by_a_booking_meanwhile(race_town: str, now: datetime) -> None:
    office, service, _ = Maker(now).counter(capacity=2)
    booked: list[str] = []

    def somebody_books(execute: Any, query: str, *rest: Any) -> Any:
        if 'FROM "booking_daysheet"' in query and not booked:
            booked.extend(in_threads(1, try_hold, office.pk, service.pk, now))
        return execute(query, *rest)

    with connection.execute_wrapper(somebody_books):
        found = recounted()

    assert booked == ["booked"]
    assert found == []
