"""A citizen says who comes, while the time is held."""

from datetime import timedelta

import pytest

from rathaus.booking.models import Appointment, State
from rathaus.booking.queries import free_times
from rathaus.booking.rules.visit import Wish
from tests.booking.journey import Journey, appointment_at, text
from tests.clock import Clock


def test_name_and_mail_book_the_visit(journey: Journey) -> None:
    address = journey.held()

    answer = journey.confirm(address, mobile="0151 / 234 567-89", remark="Zwei\r\nZeilen")

    booked = appointment_at(answer.headers["Location"])
    assert answer.status_code == 303
    assert answer.headers["Location"] == address.removesuffix("kontakt/")
    assert booked.state == State.CONFIRMED
    assert (booked.name, booked.mobile, booked.remark) == ("Amina Yılmaz", "+4915123456789", "Zwei\nZeilen")


def test_neither_mail_nor_mobile_is_a_must(journey: Journey) -> None:
    booked = journey.booked(email="")

    assert booked.state == State.CONFIRMED
    page = text(journey.browser.get(f"{_page(booked)}"))
    assert "Bitte notieren oder drucken Sie die Terminnummer" in page


def _page(appointment: Appointment) -> str:
    from rathaus.booking.links import token_of

    return f"/termin/{token_of(appointment)}/"


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("name", "", "Bitte füllen Sie"),
        ("name", "   ", "Bitte füllen Sie"),
        ("name", "A\x00mina", "ein Zeichen, das wir nicht lesen können"),
        ("name", "Ami\x1bna", "ein Zeichen, das wir nicht lesen können"),
        ("name", "Amina\u202eanimA", "ein Zeichen, das wir nicht lesen können"),
        ("name", "x" * 121, "auf höchstens 120 Zeichen"),
        ("name", "x" * 1_000_000, "auf höchstens 120 Zeichen"),
        ("email", "amina@", "Bitte prüfen Sie die E-Mail-Adresse"),
        ("email", "amina example.org", "Bitte prüfen Sie die E-Mail-Adresse"),
        ("email", "a" * 1_000_000 + "@example.org", "auf höchstens 254 Zeichen"),
        ("mobile", "0221 4710100", "Das ist keine Handynummer"),
        ("mobile", "12", "zum Beispiel 0151 23456789"),
        ("mobile", "ruf mich an", "zum Beispiel 0151 23456789"),
        ("remark", "x" * 501, "auf höchstens 500 Zeichen"),
        ("remark", "a\x07b", "ein Zeichen, das wir nicht lesen können"),
    ],
)
def test_what_cannot_be_right_is_answered_at_the_field(journey: Journey, field: str, typed: str, message: str) -> None:
    address = journey.held()

    answer = journey.confirm(address, **{"remark": "Kinderwagen", field: typed})

    page = text(answer)
    assert answer.status_code == 422
    assert message in page
    assert f'href="#id_{field}"' in page
    assert field == "remark" or "Kinderwagen" in page
    assert len(page) < 60_000
    assert appointment_at(address).name == ""
    assert appointment_at(address).state == State.HELD


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("+43 664 1234567", "+436641234567"),
        ("0049 (0)171 1234567", "+491711234567"),
        ("+90 532 123 45 67", "+905321234567"),
        ("0160-12345678", "+4916012345678"),
    ],
)
def test_mobile_numbers_are_kept_in_one_form(journey: Journey, typed: str, stored: str) -> None:
    assert journey.booked(mobile=typed).mobile == stored


def test_an_expired_hold_leads_back_to_the_times_with_what_was_typed(journey: Journey, clock: Clock) -> None:
    address = journey.held()
    clock.forward(minutes=10, seconds=1)

    answer = journey.confirm(address, remark="Kinderwagen")

    page = text(answer)
    assert answer.status_code == 409
    assert "Ihre Angaben bleiben erhalten." in page
    assert 'name="remark" value="Kinderwagen"' in page
    assert 'name="time" value="09:00"' in page
    assert appointment_at(address).name == ""


def test_an_expired_hold_can_be_looked_at(journey: Journey, clock: Clock) -> None:
    address = journey.held()
    clock.forward(minutes=11)

    assert "Bitte wählen Sie noch einmal eine Zeit." in text(journey.browser.get(address))


def test_each_tap_adds_ten_minutes_at_most_ten_times(journey: Journey, clock: Clock) -> None:
    address = journey.held()
    longer = address.replace("kontakt", "verlaengern")
    start = clock.moment

    taps = [journey.browser.post(longer).status_code for _tap in range(11)]

    held = appointment_at(address)
    assert taps == [303] * 10 + [409]
    assert held.held_until == start + timedelta(minutes=110)


def test_more_time_keeps_what_was_typed(journey: Journey) -> None:
    address = journey.held()

    answer = journey.browser.post(
        address.replace("kontakt", "verlaengern"), {"name": "Amina Yılmaz", "remark": "Kinderwagen"}, follow=True
    )

    assert "Kinderwagen" in text(answer)
    assert appointment_at(address).extensions == 1
    assert appointment_at(address).name == ""


def test_a_released_time_is_free_at_once(journey: Journey, clock: Clock) -> None:
    journey.held()
    address = journey.held()

    answer = journey.browser.post(address.replace("kontakt", "freigeben"), {"wohin": "ort"})

    office, service = journey.counter.office, journey.counter.service
    assert answer.headers["Location"] == f"/termin/ort/?l={service.pk}"
    found = free_times(
        office_id=office.pk,
        wishes=[Wish(service.pk, 1)],
        first=appointment_at(address).day,
        last=appointment_at(address).day,
        at=clock.moment,
    )
    assert found.starts[appointment_at(address).day] >> 108 & 1


def test_changing_the_time_keeps_what_was_typed(journey: Journey) -> None:
    address = journey.held()

    answer = journey.browser.post(address.replace("kontakt", "freigeben"), {"wohin": "zeit", "name": "Amina Yılmaz"})

    assert 'name="name" value="Amina Yılmaz"' in text(answer)


def test_a_second_tap_on_book_shows_the_same_visit(journey: Journey) -> None:
    address = journey.held()
    first = journey.confirm(address)

    second = journey.confirm(address, name="Dario")

    assert first.headers["Location"] == second.headers["Location"]
    assert appointment_at(address).name == "Amina Yılmaz"


def test_the_form_tells_what_happens_with_the_data_and_how_long_the_time_is_held(journey: Journey) -> None:
    page = text(journey.browser.get(journey.held()))

    assert "Was mit Ihren Daten geschieht" in page
    assert 'href="/datenschutz/"' in page
    assert "Noch 10 Minuten für Sie frei gehalten" in page
    assert "Montag, 30. November 2026, 9:00 Uhr" in page


def test_looking_at_a_hold_changes_nothing(journey: Journey) -> None:
    address = journey.held()
    before = Appointment.objects.values().get()

    for path in ("kontakt", "verlaengern", "freigeben"):
        journey.browser.get(address.replace("kontakt", path))
        journey.browser.head(address.replace("kontakt", path))

    assert Appointment.objects.values().get() == before
