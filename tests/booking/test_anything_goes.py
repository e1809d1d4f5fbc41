"""Whatever people and staff do, in whatever order: sheets and appointments agree, and nobody is booked twice."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rathaus.booking.actions import (
    Contact,
    book_by_staff,
    cancel,
    check_in,
    confirm,
    extend,
    finish,
    hold,
    let_go,
    move,
    undo,
)
from rathaus.booking.actions.planning import plan_sheets, tidy_expired
from rathaus.booking.models import Appointment, DaySheet, Resource
from rathaus.booking.queries import free_times
from rathaus.booking.rules.ticks import each
from rathaus.booking.rules.visit import Wish
from rathaus.booking.verify import differences
from rathaus.core.errors import Refused
from rathaus.identity.queries import CITIZEN, Actor
from tests.makers import Maker

MONDAY = date(2026, 11, 30)
KINDS = (
    "hold",
    "confirm",
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
)
steps = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 47), st.integers(0, 9)), min_size=1, max_size=25)


@dataclass
class World:
    """A counter, its clock, and everybody who came so far."""

    office: int
    service: int
    resource: Resource
    now: datetime
    staff: Actor
    visits: list[Appointment] = field(default_factory=list)

    def act(self, kind: str, place: int, who: int) -> None:
        visit = self.visits[who % len(self.visits)] if self.visits else None
        action = self.without_visit().get(kind) or (self.with_visit(visit).get(kind) if visit else None)
        if action:
            action(place)

    def without_visit(self) -> dict[str, Callable[[int], None]]:
        return {"hold": self.hold, "staff": self.book, "wait": self.wait, "tidy": self.tidy, "capacity": self.capacity}

    def with_visit(self, v: Appointment) -> dict[str, Callable[[int], object]]:
        v.refresh_from_db()
        return {
            "confirm": lambda _p: confirm(
                appointment=v, contact=Contact(name="Amina", email="a@example.org"), by=CITIZEN, at=self.now
            ),
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

    def hold(self, place: int) -> None:
        held = hold(
            office_id=self.office,
            wishes=[Wish(self.service, 1 + place % 3)],
            day=MONDAY,
            tick=96 + place,
            by=CITIZEN,
            at=self.now,
        )
        self.visits.append(Appointment.objects.get(pk=held.id))

    def book(self, place: int) -> None:
        wishes = [Wish(self.service, 1 + place % 2)]
        self.visits.append(
            book_by_staff(
                office_id=self.office,
                wishes=wishes,
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
        self.resource.rules.update(capacity=1 + place % 3, public_share=1 + place % 3 * (place % 2))
        plan_sheets(resources=[self.resource], first=MONDAY, last=MONDAY)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_sheets_and_appointments_always_agree(make: Maker, steps: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        office, service, resource = make.counter(capacity=2, share=1, minutes=10)
        world = World(office.pk, service.pk, resource, make.at, Actor("staff/x", frozenset({office.pk}), is_staff=True))
        for step in steps:
            try:
                world.act(*step)
            except Refused:
                continue
        assert list(differences()) == []
        check_what_is_offered(world)
        transaction.set_rollback(True)


def check_what_is_offered(world: World) -> None:
    """Every free start that is shown can be held, and nothing else can."""
    shown = free_times(office_id=world.office, wishes=[Wish(world.service, 1)], first=MONDAY, last=MONDAY, at=world.now)
    offered = set(each(shown.starts.get(MONDAY, 0)))
    sheet = DaySheet.objects.get(day=MONDAY)
    for tick in range(sheet.first_tick, sheet.first_tick + sheet.length, 3):
        with transaction.atomic():
            try:
                hold(
                    office_id=world.office,
                    wishes=[Wish(world.service, 1)],
                    day=MONDAY,
                    tick=tick,
                    by=CITIZEN,
                    at=world.now,
                )
                got = True
            except Refused:
                got = False
            transaction.set_rollback(True)
        assert got == (tick in offered)
