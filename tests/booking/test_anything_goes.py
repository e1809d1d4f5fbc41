"""Whatever people and staff do, in whatever order: sheets and appointments agree, and nobody is booked twice."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rathaus.booking.actions import (
    Contact,
    Span,
    book_by_staff,
    cancel,
    check_in,
    confirm,
    extend,
    finish,
    hold,
    let_go,
    move,
    release,
    undo,
    withhold,
)
from rathaus.booking.actions.confirm import confirm_by_mail
from rathaus.booking.actions.planning import plan_sheets, tidy_expired
from rathaus.booking.models import Appointment, Resource, Seat, Share, SharedGroup
from rathaus.booking.queries import free_times
from rathaus.booking.rules.seating import can_be_seated
from rathaus.booking.rules.ticks import each
from rathaus.booking.rules.visit import Wish
from rathaus.booking.shared_groups import seats_of, spans_of, taken_on
from rathaus.booking.verify import differences
from rathaus.core.errors import Refused
from rathaus.identity.queries import CITIZEN, Actor
from rathaus.offices.models import Office
from tests.makers import Maker

MONDAY = date(2026, 11, 30)
KINDS = (
    "hold",
    "confirm",
    "yes",
    "extend",
    "let_go",
    "move",
    "cancel",
    "staff",
    "check_in",
    "finish",
    "undo",
    "wait",
    "tidy",
    "capacity",
    "withhold",
    "release",
)
steps = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 47), st.integers(0, 9)), min_size=1, max_size=25)


@dataclass
class World:
    """Counters, their clock, and everybody who came so far."""

    office: int
    services: list[int]
    resources: list[Resource]
    now: datetime
    staff: Actor
    visits: list[Appointment] = field(default_factory=list)
    kept_back: list[Appointment] = field(default_factory=list)

    def act(self, kind: str, place: int, who: int) -> None:
        visit = self.visits[who % len(self.visits)] if self.visits else None
        action = self.without_visit().get(kind) or (self.with_visit(visit).get(kind) if visit else None)
        if action:
            action(place)

    def without_visit(self) -> dict[str, Callable[[int], None]]:
        return {
            "hold": self.hold,
            "staff": self.book,
            "wait": self.wait,
            "tidy": self.tidy,
            "capacity": self.capacity,
            "withhold": self.withhold,
            "release": self.release,
        }

    def with_visit(self, v: Appointment) -> dict[str, Callable[[int], object]]:
        v.refresh_from_db()
        return {
            "confirm": lambda _p: confirm(
                appointment=v, contact=Contact(name="Amina", email="a@example.org"), by=CITIZEN, at=self.now
            ),
            "yes": lambda _p: confirm_by_mail(appointment=v, by=CITIZEN, at=self.now),
            "extend": lambda _p: extend(appointment=v, by=CITIZEN, at=self.now),
            "let_go": lambda _p: let_go(appointment=v, by=CITIZEN, at=self.now),
            "move": lambda p: move(
                appointment=v, day=MONDAY, tick=96 + p, by=CITIZEN if p % 2 else self.staff, at=self.now
            ),
            "cancel": lambda p: cancel(appointment=v, by=CITIZEN if p % 2 else self.staff, at=self.now),
            "check_in": lambda _p: check_in(appointment=v, by=self.staff, at=self.now),
            "finish": lambda p: finish(appointment=v, came=bool(p % 2), by=self.staff, at=self.now),
            "undo": lambda _p: undo(appointment=v, by=self.staff, at=self.now),
        }

    def wishes(self, place: int, persons: int) -> list[Wish]:
        return [Wish(self.services[place % len(self.services)], persons)]

    def hold(self, place: int) -> None:
        held = hold(
            office_id=self.office,
            wishes=self.wishes(place, 1 + place % 3),
            day=MONDAY,
            tick=96 + place,
            by=CITIZEN,
            at=self.now,
        )
        self.visits.append(Appointment.objects.get(pk=held.id))

    def book(self, place: int) -> None:
        self.visits.append(
            book_by_staff(
                office_id=self.office,
                wishes=self.wishes(place, 1 + place % 2),
                day=MONDAY,
                tick=96 + place,
                contact=Contact(name="Bruno"),
                booked_by="phone",
                by=self.staff,
                at=self.now,
            )
        )

    def wait(self, place: int) -> None:
        self.now += timedelta(minutes=place)

    def tidy(self, _place: int) -> None:
        tidy_expired(at=self.now)

    def capacity(self, place: int) -> None:
        resource = self.resources[place % len(self.resources)]
        resource.rules.update(capacity=1 + place % 3, public_share=1 + place % 3 * (place % 2))
        plan_sheets(resources=[resource], first=MONDAY, last=MONDAY)

    def withhold(self, place: int) -> None:
        resource = self.resources[place % len(self.resources)]
        until = self.now + timedelta(minutes=30) if place % 3 else None
        span = Span(MONDAY, 96 + place, 6)
        with transaction.atomic():
            self.kept_back += withhold(
                resource=resource, span=span, places=1 + place % 2, release_at=until, by=self.staff, at=self.now
            )

    def release(self, place: int) -> None:
        if self.kept_back:
            release(withheld=self.kept_back[place % len(self.kept_back)], by=self.staff, at=self.now)

    def run(self, steps: list[tuple[str, int, int]]) -> None:
        for step in steps:
            try:
                self.act(*step)
            except Refused:
                continue


def staff_of(office: Office) -> Actor:
    return Actor("staff/x", frozenset({office.pk}), is_staff=True)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_sheets_and_appointments_always_agree(make: Maker, steps: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        office, service, resource = make.counter(capacity=2, share=1, minutes=10)
        world = World(office.pk, [service.pk], [resource], make.at, staff_of(office))
        world.run(steps)
        assert list(differences()) == []
        check_what_is_offered(world, service.pk)
        transaction.set_rollback(True)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_whatever_is_booked_among_shared_people_can_be_seated(make: Maker, steps: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        office, wedding, passport = make.office(), make.service("Eheschließung"), make.service("Reisepass")
        group = SharedGroup.objects.create(title="Standesamt")
        room, desk = (make.resource(office, capacity=2, share=share, group=group) for share in (1, 2))
        make.offer(wedding, office, room, desk, minutes=20, max_persons=3)
        make.offer(passport, office, desk, minutes=10, max_persons=3, needs_mail_confirmation=True)
        Seat.objects.create(group=group, title="Frau A").serves.set([room, desk])
        Seat.objects.create(group=group, title="Herr B").serves.set([desk])
        make.sheets(room, desk)
        world = World(office.pk, [wedding.pk, passport.pk], [room, desk], make.at, staff_of(office))
        world.run(steps)
        assert list(differences()) == []
        booked = spans_of(taken_on([room.pk, desk.pk], MONDAY, MONDAY)).get(MONDAY, [])
        assert can_be_seated(booked, seats_of(group.pk))
        check_what_is_offered(world, wedding.pk)
        transaction.set_rollback(True)


def check_what_is_offered(world: World, service: int) -> None:
    """Every free start that is shown can be held, and nothing else can."""
    wishes = [Wish(service, 1)]
    shown = free_times(office_id=world.office, wishes=wishes, first=MONDAY, last=MONDAY, at=world.now)
    offered = set(each(shown.starts.get(MONDAY, 0)))
    for tick in range(94, 146, 4):
        with transaction.atomic():
            try:
                hold(office_id=world.office, wishes=wishes, day=MONDAY, tick=tick, by=CITIZEN, at=world.now)
                got = True
            except Refused:
                got = False
            transaction.set_rollback(True)
        assert got == (tick in offered)
    check_what_staff_are_offered(world, wishes)


def check_what_staff_are_offered(world: World, wishes: list[Wish]) -> None:
    """Every free start that staff are shown can be booked; they may book others too, between the starts."""
    shown = free_times(
        office_id=world.office, wishes=wishes, first=MONDAY, last=MONDAY, at=world.now, share=Share.INTERNAL
    )
    for tick in list(each(shown.starts.get(MONDAY, 0)))[::6]:
        with transaction.atomic():
            hold(
                office_id=world.office, wishes=wishes, day=MONDAY, tick=tick, by=world.staff, at=world.now,
                share=Share.INTERNAL,
            )  # fmt: skip
            transaction.set_rollback(True)
