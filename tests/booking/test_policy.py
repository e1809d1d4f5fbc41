"""An office's own rules: how soon, how far ahead, how long, in which zone, on which raster, out of which share."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from rathaus.booking.actions import Contact, book_by_staff, hold
from rathaus.booking.actions.refusals import JustTaken
from rathaus.booking.models import Appointment, Policy, Resource, Share, State
from rathaus.booking.queries import free_times
from rathaus.booking.rules.ticks import each
from rathaus.booking.rules.visit import NotBookableThen, VisitTooLong, Wish
from rathaus.catalogue.models import Offer, Service
from rathaus.identity.queries import CITIZEN, Actor
from rathaus.offices.models import Office
from tests.booking.journey import Journey, appointment_at, text
from tests.clock import Clock
from tests.makers import Maker

TODAY, MONDAY = date(2026, 11, 23), date(2026, 11, 30)


def starts(office: Office, service: Service, at: datetime, day: date = MONDAY, share: str = Share.PUBLIC) -> list[int]:
    found = free_times(office_id=office.pk, wishes=[Wish(service.pk, 1)], first=day, last=day, at=at, share=share)
    return list(each(found.starts.get(day, 0)))


def bruno(office: Office) -> Actor:
    return Actor("staff/bruno", frozenset({office.pk}), is_staff=True)


def by_staff(office: Office, service: Service, tick: int, at: datetime, day: date = MONDAY) -> Appointment:
    return book_by_staff(
        office_id=office.pk, wishes=[Wish(service.pk, 1)], day=day, tick=tick, contact=Contact(name="Amina"),
        booked_by="phone", by=bruno(office), at=at,
    )  # fmt: skip


def test_who_books_needs_the_lead_time_and_staff_do_not(make: Maker, now: datetime) -> None:
    office, service, _ = make.counter()
    Policy.objects.update(lead_minutes=60)

    assert starts(office, service, now, TODAY)[0] == 132  # it is 10:00
    assert starts(office, service, now, TODAY, Share.INTERNAL)[0] == 120
    with pytest.raises(NotBookableThen):
        hold(office_id=office.pk, wishes=[Wish(service.pk, 1)], day=TODAY, tick=131, by=CITIZEN, at=now)
    assert by_staff(office, service, 120, now, TODAY)


def test_a_hold_lasts_as_long_as_the_office_says(make: Maker, now: datetime) -> None:
    office, service, _ = make.counter()
    Policy.objects.update(hold_minutes=25)

    held = hold(office_id=office.pk, wishes=[Wish(service.pk, 1)], day=MONDAY, tick=108, by=CITIZEN, at=now)

    assert held.until == now + timedelta(minutes=25)


def test_a_visit_is_no_longer_than_the_office_allows(make: Maker, now: datetime) -> None:
    office, service, _ = make.counter(minutes=30)
    Policy.objects.update(most_minutes=60)

    hold(office_id=office.pk, wishes=[Wish(service.pk, 2)], day=MONDAY, tick=108, by=CITIZEN, at=now)
    with pytest.raises(VisitTooLong):
        hold(office_id=office.pk, wishes=[Wish(service.pk, 3)], day=MONDAY, tick=120, by=CITIZEN, at=now)


def test_without_a_raster_visits_begin_every_shortest_offer(make: Maker, now: datetime) -> None:
    office, short, long = make.office(), make.service(), make.service("Reisepass")
    resource = make.resource(office, raster=None)
    make.offer(short, office, resource, minutes=20)
    make.offer(long, office, resource, minutes=50)
    make.sheets(resource)

    assert starts(office, long, now)[:3] == [96, 100, 104]


def test_a_raster_between_two_ticks_is_rounded_up(make: Maker, now: datetime) -> None:
    office, service, _ = make.counter(raster=12)

    assert starts(office, service, now)[:3] == [96, 99, 102]


def test_staff_may_begin_between_two_starts_of_the_raster(make: Maker, now: datetime) -> None:
    office, service, _ = make.counter(raster=30)

    with pytest.raises(JustTaken):
        hold(office_id=office.pk, wishes=[Wish(service.pk, 1)], day=MONDAY, tick=109, by=CITIZEN, at=now)
    assert by_staff(office, service, 109, now)


def test_the_public_gets_its_share_and_what_staff_left_of_it(make: Maker, now: datetime) -> None:
    office, service, _ = make.counter(capacity=3, share=2)
    nine = [Wish(service.pk, 1)]

    for _visit in range(2):
        by_staff(office, service, 108, now)
    hold(office_id=office.pk, wishes=nine, day=MONDAY, tick=108, by=CITIZEN, at=now)  # min(2 - 0, 3 - 2) = 1
    assert 108 not in starts(office, service, now)
    assert 108 not in starts(office, service, now, share=Share.INTERNAL)

    for _visit in range(2):
        hold(office_id=office.pk, wishes=nine, day=MONDAY, tick=120, by=CITIZEN, at=now)  # min(2 - 2, 3 - 2) = 0
    assert 120 not in starts(office, service, now)
    assert by_staff(office, service, 120, now)


@pytest.fixture
def far_west(make: Maker) -> tuple[Office, Service, Resource]:
    """An office nine hours behind Berlin, open on Mondays until midnight."""
    office, service = make.office(zone="America/Los_Angeles"), make.service()
    resource = make.resource(office, rules=((0, "08:00", "23:55"),))
    make.offer(service, office, resource)
    make.sheets(resource)
    return office, service, resource


def test_an_office_far_away_has_its_own_today(
    far_west: tuple[Office, Service, Resource], clock: Clock, amina: Client
) -> None:
    office, service, _ = far_west
    clock.moment = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)  # Tuesday; there it is Monday, 20:00

    assert starts(office, service, clock.moment, TODAY)[0] == 240
    assert "Montag, 23. November 2026, 20:00 Uhr" in text(amina.get(f"/termin/ort/?l={service.pk}"))
    held = hold(office_id=office.pk, wishes=[Wish(service.pk, 1)], day=TODAY, tick=240, by=CITIZEN, at=clock.moment)
    assert Appointment.objects.get(pk=held.id).starts_at == clock.moment
    with pytest.raises(NotBookableThen):
        hold(office_id=office.pk, wishes=[Wish(service.pk, 1)], day=TODAY, tick=239, by=CITIZEN, at=clock.moment)


@pytest.mark.parametrize("change", ["office", "service", "offer", "hidden"])
def test_a_time_that_is_held_can_be_booked_though_its_office_has_stopped(journey: Journey, change: str) -> None:
    address = journey.held()
    changes: dict[str, Callable[[], object]] = {
        "office": lambda: Office.objects.update(takes_appointments=False),
        "service": lambda: Service.objects.update(is_public=False),
        "offer": lambda: Offer.objects.update(is_bookable=False),
        "hidden": lambda: Office.objects.update(is_public=False),
    }
    changes[change]()

    assert journey.browser.get(address).status_code == 200
    answer = journey.confirm(address)

    assert appointment_at(answer.headers["Location"]).state == State.CONFIRMED
    assert journey.browser.get(answer.headers["Location"]).status_code == 200
