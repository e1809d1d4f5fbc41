"""A citizen holds a time, and nobody else gets it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from rathaus.audit.models import Event
from rathaus.booking.actions import Contact, confirm, hold
from rathaus.booking.actions.refusals import HoldExpired, JustTaken
from rathaus.booking.models import Appointment, State
from rathaus.booking.queries import free_times
from rathaus.booking.rules.ticks import each
from rathaus.booking.rules.visit import NotBookableThen, Wish
from rathaus.booking.verify import differences
from rathaus.identity.queries import CITIZEN
from tests.booking.test_race import in_threads, try_hold
from tests.makers import Maker
from tests.queries_made import exactly

MONDAY = date(2026, 11, 30)
NINE = 108


def starts(office_id: int, service_id: int, now: datetime, day: date = MONDAY) -> list[int]:
    found = free_times(office_id=office_id, wishes=[Wish(service_id, 1)], first=day, last=day, at=now)
    return list(each(found.starts.get(day, 0)))


def test_a_held_time_is_no_longer_free(make: Maker, now: datetime) -> None:
    office, service, _ = make.counter(capacity=1, minutes=15)
    assert NINE in starts(office.pk, service.pk, now)

    hold(office_id=office.pk, wishes=[Wish(service.pk, 1)], day=MONDAY, tick=NINE, by=CITIZEN, at=now)

    assert not {NINE - 2, NINE - 1, NINE, NINE + 1, NINE + 2} & set(starts(office.pk, service.pk, now))
    assert {NINE - 3, NINE + 3} <= set(starts(office.pk, service.pk, now))
    assert list(differences()) == []


def test_a_second_person_is_refused(make: Maker, now: datetime) -> None:
    office, service, _ = make.counter(capacity=1)
    hold(office_id=office.pk, wishes=[Wish(service.pk, 1)], day=MONDAY, tick=NINE, by=CITIZEN, at=now)
    with pytest.raises(JustTaken):
        hold(office_id=office.pk, wishes=[Wish(service.pk, 1)], day=MONDAY, tick=NINE, by=CITIZEN, at=now)


def test_an_expired_hold_is_free_again_without_any_job(make: Maker, now: datetime) -> None:
    office, service, _ = make.counter(capacity=1)
    held = hold(office_id=office.pk, wishes=[Wish(service.pk, 1)], day=MONDAY, tick=NINE, by=CITIZEN, at=now)
    later = now + timedelta(minutes=10)

    assert NINE in starts(office.pk, service.pk, later)
    hold(office_id=office.pk, wishes=[Wish(service.pk, 1)], day=MONDAY, tick=NINE, by=CITIZEN, at=later)

    first = Appointment.objects.get(pk=held.id)
    assert first.state == State.EXPIRED
    assert list(differences()) == []
    with pytest.raises(HoldExpired):
        confirm(appointment=first, contact=Contact(name="Amina"), by=CITIZEN, at=later)


def test_many_holds_that_ran_out_cost_one_query_more(make: Maker, now: datetime) -> None:
    office, service, _ = make.counter()
    days = [MONDAY + timedelta(weeks=n) for n in range(3)]
    for day in days:
        hold(office_id=office.pk, wishes=[Wish(service.pk, 1)], day=day, tick=NINE, by=CITIZEN, at=now)
    later = now + timedelta(minutes=10)

    with exactly(2):
        found = free_times(office_id=office.pk, wishes=[Wish(service.pk, 1)], first=days[0], last=days[-1], at=later)

    assert all(found.starts[day] >> NINE & 1 for day in days)


def test_a_hold_given_back_while_somebody_looks_counts_once(race_town: str, now: datetime) -> None:
    office, service, _ = Maker(now).counter(capacity=1)
    held = hold(office_id=office.pk, wishes=[Wish(service.pk, 1)], day=MONDAY, tick=NINE, by=CITIZEN, at=now)
    later = now + timedelta(minutes=10)
    faster: list[str] = []

    def somebody_is_faster(execute: Any, query: str, *rest: Any) -> Any:
        if "free_all" in query and "booking_planversion" not in query and not faster:
            faster.extend(in_threads(1, lambda _index: try_hold(0, office.pk, service.pk, later)))
        return execute(query, *rest)

    with connection.execute_wrapper(somebody_is_faster):
        assert NINE not in starts(office.pk, service.pk, later)

    assert faster == ["booked"]
    assert Appointment.objects.get(pk=held.id).state == State.EXPIRED


def test_expiry_leaves_a_trail_with_the_same_bytes_as_any_other_write(make: Maker, now: datetime) -> None:
    office, service, _ = make.counter(capacity=1)
    held = hold(office_id=office.pk, wishes=[Wish(service.pk, 1)], day=MONDAY, tick=NINE, by=CITIZEN, at=now)
    hold(
        office_id=office.pk,
        wishes=[Wish(service.pk, 1)],
        day=MONDAY,
        tick=NINE,
        by=CITIZEN,
        at=now + timedelta(minutes=11),
    )

    event = Event.objects.get(stream=f"appointment/{held.id}", sequence=2)

    from rathaus.audit.actions import Entry

    entry = Entry(event.stream, 2, event.at, "system", "booking.expire", "booking", tuple(event.persons))
    assert bytes(event.canonical) == entry.canonical()


@pytest.mark.parametrize("tick", [0, 95, 142, 287, -1, 999])
def test_a_time_outside_the_open_span_is_refused(make: Maker, now: datetime, tick: int) -> None:
    office, service, _ = make.counter(capacity=1, minutes=15)
    with pytest.raises((JustTaken, NotBookableThen)):
        hold(office_id=office.pk, wishes=[Wish(service.pk, 1)], day=MONDAY, tick=tick, by=CITIZEN, at=now)


@pytest.mark.parametrize("day", [date(2026, 11, 22), date(2027, 1, 25), date(2026, 11, 23)])
def test_a_past_day_or_one_beyond_the_horizon_is_refused(make: Maker, now: datetime, day: date) -> None:
    office, service, _ = make.counter(capacity=1)
    with pytest.raises(NotBookableThen):
        hold(office_id=office.pk, wishes=[Wish(service.pk, 1)], day=day, tick=NINE, by=CITIZEN, at=now)


def test_a_change_of_the_offer_is_seen_at_once(make: Maker, now: datetime) -> None:
    office, service, _ = make.counter(capacity=1, minutes=15)
    assert NINE in starts(office.pk, service.pk, now)
    service.offers.update(minutes=30)
    held = hold(office_id=office.pk, wishes=[Wish(service.pk, 1)], day=MONDAY, tick=NINE, by=CITIZEN, at=now)
    assert Appointment.objects.get(pk=held.id).ticks == 6
