"""Amina finds her visit again without the mail: by its number and something that only she knows."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from rathaus.booking.links import code_of
from rathaus.booking.models import Appointment
from tests.browser.steps import Picture, hold_next, main, number_on, say_who, see

EMAIL = "amina.finds@example.org"


def find(page: Page, number: str, second: str) -> None:
    """This will fill the form and send it."""
    page.goto("/termin/finden/")
    page.get_by_label("Terminnummer", exact=True).fill(number)
    page.get_by_label("E-Mail, Handynummer oder Code").fill(second)
    page.get_by_role("button", name="Termin anzeigen").click()


@pytest.fixture
def visit(amina: Page, town: str) -> Appointment:
    """A visit with e-mail and mobile number."""
    hold_next(amina)
    say_who(amina, email=EMAIL)
    amina.get_by_label("Handynummer").fill("0151 2345 6789")
    amina.get_by_role("button", name="Termin verbindlich buchen").click()
    see(amina, "Ihr Termin ist gebucht")
    return Appointment.objects.get(reference=number_on(amina))


SECONDS: dict[str, Callable[[Appointment], str]] = {
    "e-mail": lambda visit: f" {visit.email.upper()} ",
    "mobile": lambda _visit: "+49 (151) 2345-6789",
    "code": lambda visit: code_of(visit).lower(),
}


@pytest.mark.parametrize("second", SECONDS)
def test_she_finds_it_by_its_number_and(amina: Page, visit: Appointment, second: str, picture: Picture) -> None:
    amina.goto("/")
    main(amina).or_(amina.locator("body")).first.get_by_role("link", name="Termin finden").click()
    picture(amina, "find-phone")

    find(amina, f"{visit.reference[:4].lower()} {visit.reference[4:]}", SECONDS[second](visit))

    see(amina, "Ihr Termin ist gebucht")
    assert number_on(amina) == visit.reference


def test_a_wrong_and_an_unknown_number_get_the_same_answer(amina: Page, visit: Appointment) -> None:
    answers = []
    for number in (visit.reference, "AAAA2222"):
        find(amina, number, "falsch@example.org")
        expect(amina.get_by_role("alert")).to_contain_text("Mit diesen Angaben finden wir keinen Termin.")
        answers.append(main(amina).inner_text())

    assert answers[0] == answers[1]
    expect(amina.get_by_label("Terminnummer", exact=True)).to_have_value("AAAA2222")


def test_guessing_ends_after_ten_tries(amina: Page, visit: Appointment) -> None:
    for _try in range(10):
        find(amina, visit.reference, "2222")
        expect(amina.get_by_role("alert")).to_contain_text("finden wir keinen Termin")

    find(amina, visit.reference, code_of(visit))

    expect(amina.get_by_role("alert")).not_to_contain_text("finden wir keinen Termin")
    expect(amina.get_by_role("heading", level=1)).to_have_text("Mein Termin")
