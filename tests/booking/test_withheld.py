"""Places that are kept back for later: nobody gets them until they are released, and everybody then."""

from datetime import date, datetime, timedelta

import pytest
from django.db import transaction

from rathaus.audit.actions import Entry
from rathaus.audit.models import Event
from rathaus.booking.actions import Span, hold, release, withhold
from rathaus.booking.actions.planning import tidy_expired
from rathaus.booking.actions.refusals import JustTaken, NotChangeable
from rathaus.booking.links import by_reference, code_of
from rathaus.booking.models import Appointment, DaySheet, Resource, Seat, SharedGroup, State
from rathaus.booking.queries import day_of_office, free_times
from rathaus.booking.rules.ticks import each
from rathaus.booking.rules.visit import NotBookableThen, Wish
from rathaus.booking.verify import differences
from rathaus.core.errors import NotPermitted
from rathaus.identity.queries import CITIZEN, Actor
from tests.makers import Maker

MONDAY = date(2026, 11, 30)
NINE = 108
HOUR = Span(MONDAY, NINE, 12)


@pytest.fixture
def resource(make: Maker) -> Resource:
    """Two places on Mondays 8 to 12, both for the public, visits of 15 minutes."""
    return make.counter(capacity=2)[2]


def bruno(resource: Resource) -> Actor:
    return Actor("staff/bruno", frozenset({resource.office_id}), is_staff=True)


def starts(resource: Resource, at: datetime, share: str = "public") -> set[int]:
    wishes = [Wish(resource.alternatives.get().offer.service_id, 1)]
    found = free_times(office_id=resource.office_id, wishes=wishes, first=MONDAY, last=MONDAY, at=at, share=share)
    return set(each(found.starts.get(MONDAY, 0)))


def take(resource: Resource, at: datetime) -> None:
    wishes = [Wish(resource.alternatives.get().offer.service_id, 1)]
    hold(office_id=resource.office_id, wishes=wishes, day=MONDAY, tick=NINE, by=CITIZEN, at=at)


@pytest.mark.parametrize("share", ["public", "internal"])
def test_a_withheld_place_counts_as_taken(resource: Resource, now: datetime, share: str) -> None:
    withhold(resource=resource, span=HOUR, places=2, release_at=None, by=bruno(resource), at=now)

    assert starts(resource, now, share) == set(range(96, 106)) | set(range(120, 142))
    with pytest.raises(JustTaken):
        take(resource, now)
    assert list(differences()) == []


def test_at_the_moment_of_release_everybody_may_book_without_any_job(resource: Resource, now: datetime) -> None:
    moment = now + timedelta(days=3)
    withhold(resource=resource, span=HOUR, places=2, release_at=moment, by=bruno(resource), at=now)

    assert NINE not in starts(resource, moment - timedelta(seconds=1))
    assert NINE in starts(resource, moment)
    take(resource, moment)
    assert list(differences()) == []


def test_the_job_releases_what_nobody_asked_for(resource: Resource, now: datetime) -> None:
    moment = now + timedelta(days=3)
    (row,) = withhold(resource=resource, span=HOUR, places=1, release_at=moment, by=bruno(resource), at=now)

    tidy_expired(at=moment)

    row.refresh_from_db()
    assert row.state == State.EXPIRED
    assert DaySheet.objects.get(day=MONDAY).free_all == [2] * 48
    event = Event.objects.get(stream=f"appointment/{row.pk}", sequence=2)
    assert bytes(event.canonical) == Entry(event.stream, 2, event.at, "system", "booking.expire", "booking").canonical()


def test_a_place_is_released_by_hand_once(resource: Resource, now: datetime) -> None:
    (row,) = withhold(resource=resource, span=HOUR, places=1, release_at=None, by=bruno(resource), at=now)

    release(withheld=row, by=bruno(resource), at=now)

    assert DaySheet.objects.get(day=MONDAY).free_all == [2] * 48
    with pytest.raises(NotChangeable):
        release(withheld=row, by=bruno(resource), at=now)
    assert list(differences()) == []


def test_planning_keeps_withheld_places(resource: Resource, make: Maker, now: datetime) -> None:
    withhold(resource=resource, span=HOUR, places=1, release_at=None, by=bruno(resource), at=now)
    resource.rules.update(capacity=3, public_share=3)
    make.sheets(resource)

    assert DaySheet.objects.get(day=MONDAY).free_all[11:25] == [3] + [2] * 12 + [3]
    assert list(differences()) == []


def test_no_more_is_withheld_than_is_free(resource: Resource, now: datetime) -> None:
    take(resource, now)

    with pytest.raises(JustTaken), transaction.atomic():
        withhold(resource=resource, span=HOUR, places=2, release_at=None, by=bruno(resource), at=now)

    assert not Appointment.objects.filter(kind="withheld").exists()
    assert list(differences()) == []


@pytest.mark.parametrize("span", [Span(MONDAY, 90, 12), Span(MONDAY, 140, 12), Span(date(2026, 12, 1), NINE, 12)])
def test_nothing_is_withheld_outside_the_open_hours(resource: Resource, now: datetime, span: Span) -> None:
    with pytest.raises(JustTaken):
        withhold(resource=resource, span=span, places=1, release_at=None, by=bruno(resource), at=now)


def test_a_release_in_the_past_is_refused(resource: Resource, now: datetime) -> None:
    with pytest.raises(NotBookableThen):
        withhold(resource=resource, span=HOUR, places=1, release_at=now, by=bruno(resource), at=now)


def test_only_staff_of_the_office_withhold_and_release(resource: Resource, now: datetime) -> None:
    (row,) = withhold(resource=resource, span=HOUR, places=1, release_at=None, by=bruno(resource), at=now)
    dario = Actor("staff/dario", frozenset({resource.office_id + 1}), is_staff=True)

    with pytest.raises(NotPermitted):
        withhold(resource=resource, span=HOUR, places=1, release_at=None, by=dario, at=now)
    with pytest.raises(NotPermitted):
        release(withheld=row, by=dario, at=now)


def test_a_withheld_place_is_no_visit(resource: Resource, now: datetime) -> None:
    (row,) = withhold(resource=resource, span=HOUR, places=1, release_at=None, by=bruno(resource), at=now)

    assert not day_of_office(actor=bruno(resource), office_id=resource.office_id, day=MONDAY)
    assert by_reference(row.reference, code_of(row)) is None


def test_a_visit_is_not_released(resource: Resource, make: Maker, now: datetime) -> None:
    service = resource.alternatives.get().offer.service
    visit = make.booked(resource.office, service, MONDAY, "09:00")

    with pytest.raises(NotChangeable):
        release(withheld=visit, by=bruno(resource), at=now)
    assert list(differences()) == []


def test_among_shared_people_nobody_is_withheld_who_is_needed(resource: Resource, now: datetime) -> None:
    group = SharedGroup.objects.create(title="Standesamt")
    resource.group = group
    resource.save()
    Seat.objects.create(group=group, title="Frau A").serves.set([resource])

    with pytest.raises(JustTaken), transaction.atomic():
        withhold(resource=resource, span=HOUR, places=2, release_at=None, by=bruno(resource), at=now)
    withhold(resource=resource, span=HOUR, places=1, release_at=None, by=bruno(resource), at=now)
    with pytest.raises(JustTaken):
        take(resource, now)
