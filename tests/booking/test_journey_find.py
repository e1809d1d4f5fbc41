"""A citizen finds an appointment again without the link."""

import re

import pytest
from django.test import Client

from rathaus.booking.links import code_of, token_of
from rathaus.booking.models import Appointment
from tests.booking.journey import Journey, text
from tests.clock import Clock


def ask(browser: Client, reference: str, second: str) -> tuple[int, str, str]:
    answer = browser.post("/termin/finden/", {"reference": reference, "second": second})
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text(answer))
    return answer.status_code, answer.headers.get("Location", ""), page


@pytest.mark.parametrize("second", ["amina@example.org", " AMINA@example.org ", "0151 23456789", "+49 151 23456789"])
def test_reference_and_mail_or_mobile_open_the_appointment(journey: Journey, second: str) -> None:
    booked = journey.booked(mobile="0151 23456789")
    spoken = f"{booked.reference[:4].lower()}-{booked.reference[4:]}"

    assert ask(journey.browser, spoken, second)[:2] == (303, f"/termin/{token_of(booked)}/")


def test_reference_and_code_open_the_appointment(journey: Journey) -> None:
    booked = journey.booked(email="")

    assert ask(journey.browser, booked.reference, code_of(booked).lower())[0] == 303


def test_wrong_and_unknown_get_the_same_answer(amina: Client, booked: Appointment) -> None:
    wrong = ask(amina, booked.reference, "dario@example.org")
    unknown = ask(amina, "ZZZZZZZZ", "dario@example.org")

    assert wrong[0] == unknown[0] == 422
    assert wrong[2].replace(booked.reference, "") == unknown[2].replace("ZZZZZZZZ", "")


def test_a_hold_is_not_found(journey: Journey) -> None:
    journey.held()
    held = Appointment.objects.get()

    assert ask(journey.browser, held.reference, code_of(held))[0] == 422


def test_guessing_from_one_address_is_stopped(amina: Client, booked: Appointment, clock: Clock) -> None:
    answers = [ask(amina, f"ZZZZZZ{n:02d}", "AAAA")[0] for n in range(11)]

    assert answers == [422] * 10 + [429]
    assert ask(amina, booked.reference, "amina@example.org")[0] == 429
    clock.forward(minutes=11)
    assert ask(amina, booked.reference, "amina@example.org")[0] == 303


def test_guessing_one_reference_from_many_addresses_is_stopped(booked: Appointment) -> None:
    answers = [
        ask(Client(HTTP_HOST="localhost", REMOTE_ADDR=f"192.0.2.{n}"), booked.reference, "AAAA")[0] for n in range(11)
    ]

    assert answers[-1] == 429


@pytest.mark.parametrize("typed", ["", "\x00", "x" * 1_000_000])
def test_what_cannot_be_a_number_is_answered_at_the_field(amina: Client, booked: Appointment, typed: str) -> None:
    status, _location, page = ask(amina, typed, "amina@example.org")

    assert status == 422
    assert 'href="#id_reference"' in page
    assert len(page) < 60_000
