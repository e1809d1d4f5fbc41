"""A demo town stays lived-in, however long it runs or rests; what people did themselves stays theirs."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from rathaus.audit.models import Event
from rathaus.booking.actions import check_in
from rathaus.booking.actions.planning import plan_sheets
from rathaus.booking.models import Appointment, DaySheet, Resource, State
from rathaus.booking.verify import differences
from rathaus.desk.models import PhoneCall
from rathaus.identity.queries import Actor
from rathaus.project import tasks
from rathaus.project.demo import days, life, towns
from tests.makers import Maker

NAMES = (["Amina", "Bruno"], ["Yılmaz", "Berger"])
WEEKDAYS = tuple((weekday, "08:00", "12:00") for weekday in range(5))


@pytest.fixture
def resource(make: Maker) -> Resource:
    """Three places on the mornings of working days, two of them for the public; people have come already."""
    found = make.counter(capacity=3, share=2, rules=WEEKDAYS)[2]
    live(found, make.at)
    return found


def live(resource: Resource, at: datetime) -> int:
    today = at.date()
    plan_sheets(resources=[resource], first=today - timedelta(days=21), last=today + timedelta(days=60))
    return life.fill(resource, names=NAMES, at=at)


def load(day: date) -> float:
    """How full a day is, 0 to 1."""
    sheet = DaySheet.objects.get(day=day)
    return 1 - sum(sheet.free_all) / sum(sheet.capacity)


def test_today_is_nearly_full_and_later_days_are_not(resource: Resource, now: datetime) -> None:
    assert load(now.date()) > 0.5
    assert load(now.date() + timedelta(days=28)) < 0.25
    assert min(free for sheet in DaySheet.objects.all() for free in sheet.free_all) >= 0
    assert list(differences()) == []


def test_a_month_later_that_day_is_full_too(resource: Resource, now: datetime) -> None:
    later = now + timedelta(days=28)

    live(resource, later)

    assert load(later.date()) > 0.5
    assert load(later.date() - timedelta(days=3)) > 0.5
    assert load(later.date() + timedelta(days=28)) < 0.25
    assert list(differences()) == []


def test_asked_again_at_once_nobody_new_comes(resource: Resource, now: datetime) -> None:
    there = Appointment.objects.count()

    assert live(resource, now) < there / 20


def test_visits_pass_with_their_days(resource: Resource, now: datetime) -> None:
    next_day = now + timedelta(days=1)

    days.let_pass(at=next_day)

    over = set(Appointment.objects.filter(day=now.date()).values_list("state", flat=True))
    assert over <= {State.DONE, State.NO_SHOW}
    assert set(Appointment.objects.filter(day__gt=next_day.date()).values_list("state", flat=True)) == {State.CONFIRMED}
    moved = Appointment.objects.filter(trail=2)[0]
    assert Event.objects.filter(stream=f"appointment/{moved.pk}").count() == 2
    assert days.let_pass(at=next_day) == 0
    assert list(differences()) == []


def test_what_a_person_did_stays_until_the_day_is_over(resource: Resource, now: datetime) -> None:
    visit = Appointment.objects.filter(state=State.CONFIRMED, starts_at__gt=now)[0]
    bruno = Actor("staff/bruno", frozenset({visit.office_id}), is_staff=True)
    check_in(appointment=visit, by=bruno, at=now)

    days.let_pass(at=visit.starts_at + timedelta(hours=3))
    visit.refresh_from_db()
    assert visit.state == State.CHECKED_IN

    days.let_pass(at=visit.starts_at + timedelta(days=1))
    visit.refresh_from_db()
    assert visit.state == State.DONE


def test_visits_that_people_booked_themselves_are_left_alone(make: Maker, now: datetime) -> None:
    office, service, resource = make.counter()
    own = make.booked(office, service, now.date() + timedelta(days=7), "09:00")
    live(resource, now)

    days.let_pass(at=now + timedelta(days=40))

    own.refresh_from_db()
    assert own.state == State.CONFIRMED
    assert list(differences()) == []


def test_the_telephone_rings_on_every_working_day_before_today(resource: Resource, now: datetime) -> None:
    assert days.answer_phones(resource.office, at=now)
    assert {call.at.weekday() for call in PhoneCall.objects.all()} == {0, 1, 2, 3, 4}
    assert not PhoneCall.objects.filter(at__gte=now.replace(hour=0)).exists()

    assert days.answer_phones(resource.office, at=now) == 0
    assert days.answer_phones(resource.office, at=now + timedelta(days=1)) >= 5


def test_after_a_long_rest_the_nearest_days_come_first(resource: Resource, now: datetime) -> None:
    later = now + timedelta(days=35)
    plan_sheets(resources=[resource], first=later.date() - timedelta(days=21), last=later.date() + timedelta(days=60))

    assert 20 <= life.fill(resource, names=NAMES, at=later, most=20) < 80

    assert load(later.date()) > 0.5
    assert load(later.date() + timedelta(days=7)) < 0.25
    assert life.fill(resource, names=NAMES, at=later) > 100
    assert list(differences()) == []


@pytest.mark.django_db
def test_what_is_left_over_is_done_by_the_next_job(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.RATHAUS_MODE = "demo"
    monkeypatch.setattr(towns, "live_on", lambda *, at, most: most)

    tasks.demo_lives_on(timestamp=0, town="public")

    assert ProcrastinateJob.objects.get(task_name="project.demo_lives_on").priority < 0


@pytest.mark.parametrize(("mode", "lives"), [("demo", True), ("production", False), ("test", False)])
def test_only_a_demo_lives_on(monkeypatch: pytest.MonkeyPatch, settings: Any, mode: str, lives: bool) -> None:
    settings.RATHAUS_MODE = mode
    lived: list[datetime] = []

    def live_on(*, at: datetime, most: int) -> int:
        lived.append(at)
        return most - 1

    monkeypatch.setattr(towns, "live_on", live_on)

    tasks.demo_lives_on(timestamp=0, town="public")

    assert bool(lived) is lives
