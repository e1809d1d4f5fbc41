"""A citizen takes a time: it is held, or the way goes on."""

from typing import Any

import pytest
from django.test import Client

from rathaus.booking.models import Appointment, State
from rathaus.booking.verify import differences
from tests.booking.journey import MONDAY, Counter, Journey, appointment_at, text
from tests.clock import Clock
from tests.makers import Maker
from tests.queries_made import exactly


def test_a_taken_time_is_held_for_ten_minutes(journey: Journey, clock: Clock) -> None:
    answer = journey.take("09:00")

    held = appointment_at(answer.headers["Location"])
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/kontakt/")
    assert held.state == State.HELD
    assert held.held_until is not None
    assert (held.held_until - clock.moment).total_seconds() == 600


def test_a_time_that_somebody_else_took_leads_back_to_the_times(journey: Journey) -> None:
    for _place in range(2):
        assert journey.take("09:00").headers["Location"].endswith("/kontakt/")

    answer = journey.take("09:00")

    counter = journey.counter
    assert answer.status_code == 303
    assert answer.headers["Location"] == (
        f"/termin/zeit/{counter.office.slug}/?l={counter.service.pk}&tag={MONDAY}&hinweis=vergeben"
    )
    assert "gerade vergeben worden" in text(journey.browser.get(answer.headers["Location"]))


def test_what_was_typed_before_goes_along_in_the_form(journey: Journey) -> None:
    journey.take("09:00")
    journey.take("09:00")

    answer = journey.take("09:00", name="Amina Yılmaz", remark="Kinderwagen")

    page = text(answer)
    assert answer.status_code == 409
    assert '<input type="hidden" name="name" value="Amina Yılmaz">' in page
    assert '<input type="hidden" name="remark" value="Kinderwagen">' in page
    assert "Amina" not in answer.headers.get("Location", "")


def test_the_next_contact_form_shows_what_was_typed_before(journey: Journey) -> None:
    fields: dict[str, Any] = {
        "office": journey.counter.office.pk,
        "l": str(journey.counter.service.pk),
        "day": MONDAY,
        "time": "09:00",
        "name": "Amina Yılmaz",
    }
    answer = journey.browser.post("/termin/halten/", fields, follow=True)

    assert answer.redirect_chain[0][1] == 307
    assert 'value="Amina Yılmaz"' in text(answer)
    assert Appointment.objects.get().name == ""


def test_another_day_in_the_form_keeps_what_was_typed(journey: Journey) -> None:
    answer = journey.take("", tag="2026-12-07", name="Amina Yılmaz")

    page = text(answer)
    assert answer.status_code == 200
    assert 'name="day" value="2026-12-07"' in page
    assert 'name="name" value="Amina Yılmaz"' in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": "2020-01-01"},
        {"day": "2026-11-23", "time": "08:00"},
        {"day": "2027-11-30"},
        {"day": "2026-11-31"},
        {"day": ""},
        {"time": "09:01"},
        {"time": "25:00"},
        {"time": ""},
        {"time": "13:00"},
        {"office": "0"},
        {"office": "999999"},
        {"office": "9" * 40},
        {"office": "1 OR 1=1"},
        {"l": "999999"},
        {"l": ""},
        {"l": "1x10000"},
        {"l": "x" * 5000},
        {"l": "9" * 20},
        {"l": "9" * 5000},
    ],
)
def test_what_cannot_be_booked_leads_back_and_stores_nothing(journey: Journey, wrong: dict[str, str]) -> None:
    answer = journey.take(**wrong)

    assert answer.status_code == 303
    assert "/kontakt/" not in answer.headers["Location"]
    assert journey.browser.get(answer.headers["Location"]).status_code in {200, 422}
    assert not Appointment.objects.exists()


def test_a_get_holds_nothing(amina: Client, counter: Counter) -> None:
    query = f"?office={counter.office.pk}&l={counter.service.pk}&day={MONDAY}&time=09:00"

    assert amina.get(f"/termin/halten/{query}").status_code == 302
    assert amina.head(f"/termin/halten/{query}").status_code == 302
    assert not Appointment.objects.exists()


def test_a_form_without_token_is_refused(counter: Counter) -> None:
    strict = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)

    assert Journey(strict, counter).take().status_code == 403
    assert not Appointment.objects.exists()


def dario(number: int) -> Client:
    """Another address of one and the same network."""
    return Client(HTTP_HOST="localhost", REMOTE_ADDR=f"2001:db8:1:2::{number + 1:x}")


def test_too_many_holds_from_one_network_are_slowed_down(make: Maker, clock: Clock) -> None:
    hall = Counter(*make.counter(capacity=40))

    answers = [Journey(dario(number), hall).take("09:00").status_code for number in range(31)]

    assert answers == [303] * 30 + [429]
    assert Appointment.objects.count() == 30
    assert not list(differences())
    clock.forward(minutes=10)
    assert Journey(dario(1), hall).take("09:00").status_code == 303


def test_who_is_always_too_late_is_not_locked_out(journey: Journey) -> None:
    journey.take("09:00")
    journey.take("09:00")
    taken = {journey.take("09:00").headers["Location"].partition("&hinweis=")[2] for _try in range(40)}

    assert taken == {"vergeben"}
    assert "/kontakt/" in journey.take("10:00").headers["Location"]


def test_holds_and_sheets_agree(journey: Journey) -> None:
    for clock in ("09:00", "09:00", "09:00", "09:10"):
        journey.take(clock)

    assert not list(differences())


def test_taking_a_time_costs_one_statement(journey: Journey) -> None:
    journey.take("09:00")

    with exactly(1):
        journey.take("09:05")
