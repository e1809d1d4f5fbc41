"""Who may see what: strangers, clerks of another office, clerks of another town; and what the trail keeps of a look."""

from uuid import uuid4

import pytest
from django.urls import get_resolver, reverse
from django_tenants.utils import schema_context

from rathaus.audit.actions import person
from rathaus.audit.models import Event
from rathaus.booking.actions.trail import stream_of
from rathaus.booking.models import Appointment
from rathaus.desk.urls import urlpatterns
from tests.booking.conftest import Clock
from tests.desk.conftest import Desk
from tests.desk.people import SECRET, browser, clerk, give_code, give_password

OF_ONE = ("appointment", "step", "slip", "move", "cancel")


def reads() -> list[Event]:
    return list(Event.objects.filter(kind="read").order_by("id"))


def address(name: str, number: object) -> str:
    values = {"job_id": 1, "delivery_id": 1, "appointment_id": number}
    pattern = next(p for p in urlpatterns if p.name == name)
    return reverse(f"desk:{name}", kwargs={k: values[k] for k in pattern.pattern.converters})


@pytest.mark.parametrize("name", [p.name for p in urlpatterns])
def test_a_stranger_is_led_to_the_sign_in(clock: Clock, town: str, name: str) -> None:
    stranger = browser()

    for answer in (stranger.get(address(name, uuid4())), stranger.post(address(name, uuid4()))):
        assert answer.status_code in (302, 405)
        assert answer.status_code == 405 or answer.headers["Location"].startswith("/desk/anmelden/")


@pytest.mark.parametrize("name", OF_ONE)
def test_a_foreign_visit_is_answered_like_one_that_does_not_exist(desk: Desk, foreign: Appointment, name: str) -> None:
    for method in (desk.bruno.get, desk.bruno.post):
        answers = [method(address(name, number)) for number in (foreign.pk, uuid4())]
        assert {a.status_code for a in answers} <= {404, 405}
    foreign.refresh_from_db()
    assert foreign.state == "confirmed"
    assert reads() == []


def test_a_session_of_one_town_opens_no_other_town(desk: Desk, clock: Clock) -> None:
    other = browser("beispielhausen.localhost")
    other.cookies["sessionid"] = desk.bruno.cookies["sessionid"].value

    assert other.get("/desk/").headers["Location"].startswith("/desk/anmelden/")
    give_password(other)
    assert other.get("/desk/").status_code == 302


def test_a_clerk_of_another_town_sees_nothing_of_this_one(desk: Desk, visit: Appointment, clock: Clock) -> None:
    with schema_context("beispielhausen"):
        from rathaus.offices.models import Office

        clerk(Office.objects.create(slug="amt").pk, at=clock.moment, email="emil@example.org")
    emil = browser("beispielhausen.localhost")
    give_password(emil, email="emil@example.org")
    give_code(emil, at=clock.moment, secret=SECRET)

    assert emil.get("/desk/").status_code == 200
    assert emil.get(f"/desk/termine/{visit.pk}/").status_code == 404


def test_a_look_at_the_day_leaves_one_event_with_everybody_shown(desk: Desk, visit: Appointment) -> None:
    desk.bruno.get("/desk/")

    (event,) = reads()
    assert (event.action, event.purpose) == ("booking.read-day", "desk.today")
    assert event.persons == [person(stream_of(visit.pk))]
    assert event.actor.startswith("staff/")


def test_an_unchanged_day_leaves_no_further_event(desk: Desk, visit: Appointment) -> None:
    mark = desk.bruno.get("/desk/").headers["ETag"]
    desk.bruno.get("/desk/", headers={"if-none-match": mark})

    assert len(reads()) == 1


@pytest.mark.parametrize(
    ("part", "purpose"),
    [
        ("", "desk.appointment"),
        ("beleg/", "desk.slip"),
        ("verschieben/", "desk.move"),
        ("absagen/", "desk.cancel"),
    ],
)
def test_each_page_of_a_visit_leaves_one_event(desk: Desk, visit: Appointment, part: str, purpose: str) -> None:
    desk.bruno.get(f"/desk/termine/{visit.pk}/{part}")

    assert [e.purpose for e in reads()] == [purpose]


def test_every_page_of_the_desk_is_mounted() -> None:
    names = get_resolver().namespace_dict["desk"][1].reverse_dict

    assert {p.name for p in urlpatterns} <= {str(key) for key in names}
