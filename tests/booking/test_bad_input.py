"""What cannot be booked is said in words where it stands, and nothing is stored."""

import pytest
from django.test import Client

from rathaus.booking.actions.planning import plan_sheets
from rathaus.booking.models import Appointment
from rathaus.offices.models import Closure
from tests.booking.journey import MONDAY, Counter, Journey, appointment_at, text
from tests.clock import Clock
from tests.makers import Maker


def told(journey: Journey, **wrong: str) -> str:
    """The page that a form leads to, whatever way it takes."""
    answer = journey.take(**wrong)
    shown = journey.browser.get(answer.headers["Location"]) if answer.status_code == 303 else answer
    assert shown.status_code in {200, 422}
    assert not Appointment.objects.exists()
    return text(shown)


def test_ten_thousand_persons(journey: Journey) -> None:
    page = told(journey, l=f"{journey.counter.service.pk}x10000")

    assert "So viele Personen passen nicht in einen Termin. Möglich sind höchstens 9." in page


@pytest.mark.parametrize("day", ["2026-11-16", "2020-01-06", "0001-01-01"])
def test_a_past_day(journey: Journey, day: str) -> None:
    page = told(journey, day=day)

    assert "Bitte wählen Sie eine andere Zeit." in page
    assert "Der nächste freie Termin" in page


def test_an_hour_that_is_over(journey: Journey) -> None:
    assert "Bitte wählen Sie eine andere Zeit." in told(journey, day="2026-11-23", clock="08:00")


def test_a_service_that_is_not_offered_there(journey: Journey, make: Maker) -> None:
    elsewhere = make.service("Trauung")
    other = make.office("Standesamt")
    make.offer(elsewhere, other, make.resource(other))

    page = told(journey, l=str(elsewhere.pk))
    at_once = journey.browser.get(f"/termin/zeit/{journey.counter.office.slug}/?l={elsewhere.pk}")

    assert "Standesamt" in page
    assert at_once.status_code == 422
    assert "Trauung" in text(at_once)


def test_an_office_that_stopped_taking_appointments(journey: Journey) -> None:
    journey.counter.office.takes_appointments = False
    journey.counter.office.save()

    assert journey.counter.office.phone in told(journey)


def test_a_day_on_which_the_office_is_closed(journey: Journey, make: Maker) -> None:
    Closure.objects.create(office=journey.counter.office, from_on=MONDAY, until_on="2026-12-01")
    plan_sheets(resources=[journey.counter.resource], first=make.at.date(), last=make.at.date().replace(day=30))

    assert "Bitte wählen Sie eine andere Zeit." in told(journey)


def test_an_office_that_closes_while_somebody_types_still_keeps_its_word(journey: Journey) -> None:
    address = journey.held()
    journey.counter.office.takes_appointments = False
    journey.counter.office.save()

    booked = appointment_at(journey.confirm(address).headers["Location"])

    assert booked.state == "confirmed"
    assert journey.browser.get(address.removesuffix("kontakt/")).status_code == 200


@pytest.mark.parametrize("nothing", ["\u200b", "\u200d\u200c", "\ufeff \u2060", "\u3164", "\u2800\u2800", "\u00ad"])
def test_a_name_that_nobody_can_see(journey: Journey, nothing: str) -> None:
    address = journey.held()

    answer = journey.confirm(address, name=nothing)

    assert answer.status_code == 422
    assert "Bitte füllen Sie" in text(answer)
    assert appointment_at(address).name == ""


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("\ufeffAmina\u200b Yılmaz\u00ad", "Amina Yılmaz"),
        ("Ami\u0301na", "Amína"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("👩\u200d👧 Yılmaz", "👩\u200d👧 Yılmaz"),
    ],
)
def test_a_name_that_was_copied_or_needs_joiners(journey: Journey, typed: str, stored: str) -> None:
    assert journey.booked(name=typed).name == stored


@pytest.mark.parametrize("typed", ["+43 664 1234567", "+41 79 211 11 11", "001 212 555 0100"])
def test_a_number_from_elsewhere_is_taken_as_it_is(journey: Journey, typed: str) -> None:
    assert journey.booked(mobile=typed).mobile.startswith("+")


@pytest.mark.parametrize("email", ["amina@example", "a@b@c.example", "amina@example..org", "amina@\u202exe.org", "@"])
def test_a_broken_address(journey: Journey, email: str) -> None:
    address = journey.held()

    answer = journey.confirm(address, email=email)

    assert answer.status_code == 422
    assert 'href="#id_email"' in text(answer)
    assert appointment_at(address).email == ""


def test_the_same_field_twice_counts_once(amina: Client, counter: Counter, clock: Clock) -> None:
    journey = Journey(amina, counter)
    address = journey.held()

    answer = amina.post(
        address, {"name": ["Dario", "Amina Yılmaz"], "email": ["x", "amina@example.org"], "confirm": "1"}
    )

    booked = appointment_at(answer.headers["Location"])
    assert (booked.name, booked.email) == ("Amina Yılmaz", "amina@example.org")
