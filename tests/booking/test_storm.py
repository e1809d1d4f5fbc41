"""Two or three people act in the same instant: real connections, real commits, and nobody is booked twice."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from functools import partial
from threading import Barrier

import pytest
from django.db import connection, transaction
from django_tenants.utils import schema_context

from rathaus.booking.actions import (
    Contact,
    book_by_staff,
    cancel,
    check_in,
    confirm,
    extend,
    hold,
    let_go,
    move,
)
from rathaus.booking.actions.planning import plan_sheets, tidy_expired
from rathaus.booking.models import Appointment, Resource, Seat, SharedGroup, State
from rathaus.booking.rules.seating import can_be_seated
from rathaus.booking.rules.visit import Wish
from rathaus.booking.shared_groups import seats_of, spans_of, taken_on
from rathaus.booking.verify import differences
from rathaus.catalogue.models import Service
from rathaus.core.errors import Refused
from rathaus.identity.queries import CITIZEN, Actor
from rathaus.notifications.models import Delivery
from rathaus.offices.models import Office
from tests.makers import Maker

MONDAY, NEXT_MONDAY = date(2026, 11, 30), date(2026, 12, 7)
ROUNDS = 12
Job = Callable[[], object]


def together(*jobs: Job) -> list[str]:
    """This will run the jobs in the same instant, each on a connection of its own: "done", or why it was refused."""
    start = Barrier(len(jobs))

    def run(job: Job) -> str:
        try:
            with schema_context("musterstadt"):
                connection.ensure_connection()
                start.wait(60)
                job()
        except Refused as refused:
            return type(refused).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def ticks() -> Iterator[int]:
    """Starts on the day, 15 minutes apart, one for each round."""
    return iter(range(96, 96 + 3 * ROUNDS, 3))


def held(office: Office, service: Service, tick: int, at: datetime, day: date = MONDAY) -> Appointment:
    made = hold(office_id=office.pk, wishes=[Wish(service.pk, 1)], day=day, tick=tick, by=CITIZEN, at=at)
    return Appointment.objects.get(pk=made.id)


def booked(office: Office, service: Service, tick: int, at: datetime, day: date = MONDAY) -> Appointment:
    name = Contact(name="Amina", email="amina@example.org")
    return confirm(appointment=held(office, service, tick, at, day), contact=name, by=CITIZEN, at=at)


def again(appointment: Appointment) -> Appointment:
    """The appointment as another request reads it."""
    return Appointment.objects.get(pk=appointment.pk)


def state_of(appointment: Appointment) -> str:
    return again(appointment).state


def bruno(office: Office) -> Actor:
    return Actor("staff/bruno", frozenset({office.pk}), is_staff=True)


def test_a_place_that_runs_out_is_taken_once_while_the_job_tidies_up(race_town: str, now: datetime) -> None:
    office, service, _ = Maker(now).counter(capacity=1)
    later = now + timedelta(minutes=10)
    for tick in ticks():
        late = held(office, service, tick, now)

        found = together(
            partial(held, office, service, tick, later),
            partial(held, office, service, tick, later),
            partial(tidy_expired, at=later),
        )

        assert sorted(found) == ["JustTaken", "done", "done"]
        assert state_of(late) == State.EXPIRED
    assert list(differences()) == []


def test_two_tabs_confirm_once(race_town: str, now: datetime) -> None:
    office, service, _ = Maker(now).counter(capacity=1)
    for tick in ticks():
        visit = held(office, service, tick, now)
        contact = Contact(name="Amina", email="amina@example.org")
        tabs = [partial(confirm, appointment=again(visit), contact=contact, by=CITIZEN, at=now) for _tab in range(2)]

        assert sorted(together(*tabs)) == ["AlreadyConfirmed", "done"]
        assert Delivery.objects.filter(subject=f"appointment/{visit.pk}", kind="confirmed").count() == 1
    assert list(differences()) == []


def test_a_last_tap_and_the_end_of_the_hold(race_town: str, now: datetime) -> None:
    office, service, _ = Maker(now).counter(capacity=1)
    end = now + timedelta(minutes=10)
    just_before = end - timedelta(milliseconds=1)
    for number, tick in enumerate(ticks()):
        visit = held(office, service, tick, now)
        change = partial(confirm, contact=Contact(name="Amina")) if number % 2 else extend
        tap = partial(change, appointment=again(visit), by=CITIZEN, at=just_before)

        found = together(
            tap,
            partial(tidy_expired, at=end),
            partial(held, office, service, tick, end),
        )

        assert found in (["done", "done", "JustTaken"], ["HoldExpired", "done", "done"])
        assert (state_of(visit) == State.EXPIRED) == (found[0] == "HoldExpired")
        assert list(differences()) == []


def test_a_place_let_go_is_taken_by_one(race_town: str, now: datetime) -> None:
    office, service, _ = Maker(now).counter(capacity=1)
    moment = now + timedelta(seconds=1)
    for tick in ticks():
        visit = held(office, service, tick, now)

        found = together(
            partial(let_go, appointment=again(visit), by=CITIZEN, at=moment),
            partial(held, office, service, tick, moment),
            partial(held, office, service, tick, moment),
        )

        assert found[0] == "done"
        assert found.count("done") <= 2
    tidy_expired(at=moment)
    assert list(differences()) == []


def test_a_visit_is_moved_or_cancelled(race_town: str, now: datetime) -> None:
    office, service, _ = Maker(now).counter(capacity=2)
    for tick in ticks():
        visit = booked(office, service, tick, now)

        found = together(
            partial(move, appointment=again(visit), day=NEXT_MONDAY, tick=tick, by=CITIZEN, at=now),
            partial(cancel, appointment=again(visit), by=CITIZEN, at=now),
        )

        assert sorted(found) == ["NotChangeable", "done"]
        assert (state_of(visit) == State.CANCELLED) == (found[1] == "done")
    assert list(differences()) == []


def test_a_visit_is_cancelled_by_its_link_or_checked_in_at_the_counter(race_town: str, now: datetime) -> None:
    office, service, _ = Maker(now).counter(capacity=1)
    for tick in ticks():
        visit = booked(office, service, tick, now)

        found = together(
            partial(cancel, appointment=again(visit), by=CITIZEN, at=now),
            partial(check_in, appointment=again(visit), by=bruno(office), at=now),
        )

        assert sorted(found) == ["NotChangeable", "done"]
        assert state_of(visit) == (State.CANCELLED if found[0] == "done" else State.CHECKED_IN)
    assert list(differences()) == []


def test_visits_that_change_places_do_not_wait_for_each_other_for_ever(race_town: str, now: datetime) -> None:
    office, service, _ = Maker(now).counter(capacity=2)
    for tick in ticks():
        first, second = booked(office, service, tick, now), booked(office, service, tick, now, NEXT_MONDAY)

        found = together(
            partial(move, appointment=again(first), day=NEXT_MONDAY, tick=tick, by=CITIZEN, at=now),
            partial(move, appointment=again(second), day=MONDAY, tick=tick, by=CITIZEN, at=now),
        )

        assert found == ["done", "done"]
        assert (again(first).day, again(second).day) == (NEXT_MONDAY, MONDAY)
    assert list(differences()) == []


def test_planning_and_booking_meet(race_town: str, now: datetime) -> None:
    make = Maker(now)
    office, service, resource = make.counter(capacity=1)
    for number, tick in enumerate(ticks()):
        resource.rules.update(capacity=1 + number % 2, public_share=1 + number % 2)
        found = together(
            partial(plan_sheets, resources=[resource], first=MONDAY, last=NEXT_MONDAY),
            partial(held, office, service, tick, now),
            partial(held, office, service, tick, now, NEXT_MONDAY),
        )

        assert found == ["done", "done", "done"]
        assert list(differences()) == []


@pytest.mark.parametrize("by", ["citizens", "clerks"])
def test_alternatives_tried_in_opposite_orders_end_in_no_deadlock(race_town: str, now: datetime, by: str) -> None:
    make = Maker(now)
    office, one, two = make.office(), make.service(), make.service()
    left, right = make.resource(office), make.resource(office)
    make.offer(one, office, left, right)
    make.offer(two, office, right, left)
    make.sheets(left, right)

    def book(service: Service, tick: int) -> None:
        if by == "citizens":
            booked(office, service, tick, now)
            return
        book_by_staff(
            office_id=office.pk, wishes=[Wish(service.pk, 1)], day=MONDAY, tick=tick, contact=Contact(name="Amina"),
            booked_by="phone", by=bruno(office), at=now,
        )  # fmt: skip

    for tick in ticks():
        jobs = [partial(book, s, tick) for s in (one, two, one, two)]
        assert sorted(together(*jobs)) == ["JustTaken", "JustTaken", "done", "done"]
    assert list(differences()) == []


def registry(make: Maker) -> tuple[Office, Service, Service, list[Resource]]:
    """A registry office: Frau A marries and issues passports, Herr B issues passports only."""
    office, wedding, passport = make.office(), make.service("Eheschließung"), make.service("Reisepass")
    group = SharedGroup.objects.create(title="Standesamt")
    room, desk = make.resource(office, capacity=2, group=group), make.resource(office, capacity=2, group=group)
    Seat.objects.create(group=group, title="Frau A").serves.set([room, desk])
    Seat.objects.create(group=group, title="Herr B").serves.set([desk])
    make.offer(wedding, office, room, minutes=15)
    make.offer(passport, office, desk, minutes=15)
    make.sheets(room, desk)
    return office, wedding, passport, [room, desk]


def test_people_who_are_shared_are_never_promised_twice(race_town: str, now: datetime) -> None:
    office, wedding, passport, resources = registry(Maker(now))
    seats = seats_of(resources[0].group_id or 0)
    for tick in ticks():
        visit = booked(office, passport, tick, now, NEXT_MONDAY)

        found = together(
            partial(held, office, wedding, tick, now),
            partial(held, office, passport, tick, now),
            partial(move, appointment=again(visit), day=MONDAY, tick=tick, by=CITIZEN, at=now),
        )

        assert found.count("done") == 2
        now_booked = spans_of(taken_on([r.pk for r in resources], MONDAY, MONDAY))[MONDAY]
        assert can_be_seated(now_booked, seats)
    assert list(differences()) == []


def test_a_hold_that_is_being_confirmed_keeps_its_person_though_it_has_just_run_out(
    race_town: str, now: datetime
) -> None:
    office, wedding, passport, _resources = registry(Maker(now))
    end = now + timedelta(minutes=10)
    Seat.objects.filter(title="Herr B").delete()
    visit = held(office, passport, 108, now)

    with transaction.atomic():
        confirm(
            appointment=visit, contact=Contact(name="Amina"), by=CITIZEN, at=end - timedelta(milliseconds=1)
        )  # and not yet committed
        found = together(partial(held, office, wedding, 108, end))

    assert found == ["JustTaken"]
    assert state_of(visit) == State.CONFIRMED
    assert list(differences()) == []
