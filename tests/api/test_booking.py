"""A program books, moves and cancels by the same rules as a person."""

from typing import Any

import pytest
from django.test import Client

from rathaus.audit.models import Event
from rathaus.booking.models import Appointment, State
from rathaus.notifications.models import Delivery
from tests.api.conftest import App
from tests.booking.journey import MONDAY
from tests.clock import Clock

PROBLEM = "application/problem+json"


def code(answer: Any) -> tuple[int, str]:
    assert answer.headers["Content-Type"] == PROBLEM, answer.content
    assert answer.json()["status"] == answer.status_code
    return answer.status_code, answer.json()["code"]


def test_from_a_hold_to_the_end(app: App) -> None:
    held = app.held("09:00")
    assert (held["state"], held["day"], held["time"], held["minutes"]) == ("held", MONDAY, "09:00", 15)
    assert held["starts_at"] == "2026-11-30T09:00:00+01:00"
    assert held["held_until"] == "2026-11-23T10:10:00+01:00"
    mine = f"appointments/{held['token']}"

    booked = app.post(f"{mine}/confirmation", {"name": "Amina", "email": "amina@example.org"}).json()
    assert (booked["state"], booked["can_change"], booked["held_until"]) == ("confirmed", True, None)
    assert Appointment.objects.get().name == "Amina"
    assert Delivery.objects.filter(kind="confirmed").exists()

    moved = app.post(f"{mine}/move", {"day": MONDAY, "time": "10:30"}).json()
    assert (moved["time"], moved["token"]) == ("10:30", held["token"])
    assert app.get(mine).json() == moved

    cancelled = app.post(f"{mine}/cancellation").json()
    assert (cancelled["state"], cancelled["can_change"]) == ("cancelled", False)
    assert app.post(f"{mine}/cancellation").json() == cancelled


def test_the_person_goes_on_with_the_link(app: App) -> None:
    page = app.booked()["page"]

    answer = Client(HTTP_HOST="localhost").get(page.split("localhost", 1)[1].partition("/")[2].join(["/", ""]))

    assert answer.status_code == 200
    assert "Bürgerbüro" in answer.content.decode()


def test_the_trail_names_the_client(app: App) -> None:
    app.booked()

    actors = set(Event.objects.filter(action__startswith="booking.").values_list("actor", flat=True))

    assert len(actors) == 1
    assert actors.pop().startswith("api/")


def test_who_comes_is_not_told_again(app: App) -> None:
    token = app.booked()["token"]

    assert b"amina" not in app.get(f"appointments/{token}").content.lower()


def test_a_hold_is_let_go(app: App) -> None:
    held = app.held()

    answer = app.post(f"appointments/{held['token']}/cancellation")

    assert answer.json()["state"] == "expired"


def test_a_time_that_is_taken(app: App) -> None:
    app.booked()
    app.booked()

    assert code(app.post("holds", app.wish())) == (409, "just-taken")


def test_a_hold_that_ran_out(app: App, clock: Clock) -> None:
    mine = f"appointments/{app.held()['token']}"
    clock.forward(minutes=11)

    assert app.get(mine).json()["state"] == "expired"
    assert code(app.post(f"{mine}/confirmation", {"name": "Amina"})) == (409, "hold-expired")


def test_a_visit_that_is_over(app: App, clock: Clock) -> None:
    mine = f"appointments/{app.booked()['token']}"
    clock.forward(days=8)

    assert code(app.post(f"{mine}/move", {"day": "2026-12-07", "time": "09:00"})) == (409, "not-changeable")
    assert code(app.post(f"{mine}/cancellation")) == (409, "not-changeable")


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"day": "2026-13-01"}, "body.day"),
        ({"day": "morgen"}, "body.day"),
        ({"time": "09:07"}, "body.time"),
        ({"services": []}, "body.services"),
        ({"services": [{"service": 0}]}, "body.services.0.service"),
        ({"office": "eins"}, "body.office"),
        ({"ofice": 1}, "body.ofice"),
    ],
)
def test_a_wish_that_cannot_be_read(app: App, change: dict[str, Any], at: str) -> None:
    answer = app.post("holds", {**app.wish(), **change})

    assert answer.status_code in {409, 422}
    assert answer.json()["errors"][0]["at"] == at
    assert not Appointment.objects.exists()


@pytest.mark.parametrize(
    ("contact", "at"),
    [
        ({"name": " "}, "body.name"),
        ({"name": "A", "email": "amina"}, "body.email"),
        ({"name": "A", "mobile": "030 1234567"}, "body.mobile"),
    ],
)
def test_a_contact_is_checked_as_on_the_page(app: App, contact: dict[str, str], at: str) -> None:
    answer = app.post(f"appointments/{app.held()['token']}/confirmation", contact)

    assert code(answer) == (422, "invalid")
    assert [error["at"] for error in answer.json()["errors"]] == [at]
    assert answer.json()["errors"][0]["detail"]
    assert Appointment.objects.get().state == State.HELD


def test_every_wrong_token_is_the_same_404(app: App) -> None:
    token = app.booked()["token"]
    wrong = [token[:-1] + ("A" if token[-1] != "A" else "B"), "A" * 46, "x", token[:22]]

    answers = [app.get(f"appointments/{one}") for one in wrong]
    answers += [app.post(f"appointments/{one}/cancellation") for one in wrong]

    assert {code(answer) for answer in answers} == {(404, "not-found")}
    assert len({answer.content for answer in answers}) == 1
    assert Appointment.objects.get().state == State.CONFIRMED


@pytest.mark.parametrize("language", ["de", "en"])
def test_words_come_in_the_callers_language(app: App, language: str) -> None:
    title = app.post("holds", app.wish("03:00"), language=language).json()["title"]

    assert ("Bitte" in title) == (language == "de")


def test_mails_come_in_the_callers_language(app: App) -> None:
    app.post("holds", app.wish(), language="en")

    assert Appointment.objects.get().language == "en"
