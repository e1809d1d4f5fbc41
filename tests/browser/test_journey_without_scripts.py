"""Amina's phone runs no scripts: everything goes, page by page."""

import re

import pytest
from playwright.sync_api import Page, expect

from rathaus.booking.models import Appointment, State
from tests.browser.conftest import NewPage
from tests.browser.house import Mails
from tests.browser.steps import book, choose_time, hold_next, main, number_on, say_who, see


@pytest.fixture
def plain(new_page: NewPage) -> Page:
    """Amina's phone, without scripts."""
    return new_page(scripts=False)


def test_she_finds_a_service_and_books_it_for_two(plain: Page, town: str) -> None:
    plain.goto("/")
    plain.get_by_role("searchbox", name="Was möchten Sie erledigen?").fill("perso")
    plain.keyboard.press("Enter")
    plain.get_by_role("link", name="Personalausweis beantragen").first.click()
    main(plain).get_by_label("Für wie viele Personen?").select_option("2 Personen")
    main(plain).get_by_role("button", name="Termin buchen").click()
    see(plain, "Wo möchten Sie hingehen?")
    expect(main(plain)).to_contain_text("(für 2 Personen)")
    plain.get_by_role("link", name="Andere Zeiten").first.click()
    see(plain, "Wann möchten Sie kommen?")
    plain.locator("#zeiten").get_by_role("button").first.click()
    see(plain, "Wer kommt?")
    say_who(plain)
    plain.get_by_role("button", name="Termin verbindlich buchen").click()
    see(plain, "Ihr Termin ist gebucht")

    booked = Appointment.objects.get(reference=number_on(plain))
    assert (booked.persons, booked.state, booked.name) == (2, State.CONFIRMED, "Amina Yılmaz")


def test_another_day_and_another_month_are_links(plain: Page) -> None:
    choose_time(plain)
    month = plain.locator(".rh-month__title").inner_text()

    plain.get_by_role("link", name="Nächster Monat").click()
    expect(plain.locator(".rh-month__title")).not_to_have_text(month)
    day = plain.get_by_role("table").get_by_role("link").nth(1)
    wanted = (day.get_attribute("href") or "").rpartition("tag=")[2]
    day.click()

    expect(plain.locator("[data-rh-times-day]")).to_have_value(wanted)
    expect(plain.locator("a.rh-day[aria-current=date]")).to_have_attribute("href", re.compile(f"tag={wanted}$"))


def test_more_time_keeps_what_was_typed(plain: Page) -> None:
    hold_next(plain)
    say_who(plain, email="amina@example.org")

    plain.get_by_role("button", name="10 Minuten mehr Zeit").click()

    expect(plain.get_by_text("Noch 20 Minuten für Sie frei gehalten")).to_be_visible()
    expect(plain.get_by_label("Vor- und Nachname")).to_have_value("Amina Yılmaz")
    expect(plain.get_by_label("E-Mail")).to_have_value("amina@example.org")


def test_a_mistake_is_said_at_the_field_and_nothing_is_lost(plain: Page, town: str) -> None:
    hold_next(plain)
    say_who(plain, email="amina@")

    plain.get_by_role("button", name="Termin verbindlich buchen").click()

    expect(plain.get_by_label("E-Mail")).to_have_attribute("aria-invalid", "true")
    expect(plain.get_by_label("E-Mail")).to_have_value("amina@")
    expect(plain.get_by_label("Vor- und Nachname")).to_have_value("Amina Yılmaz")


def test_she_moves_and_cancels_with_the_link_of_her_mail(plain: Page, town: str, mails: Mails) -> None:
    email = "amina.plain@example.org"
    booked = Appointment.objects.get(reference=book(plain, email=email))

    plain.goto(mails.wait_for(email, subject="Gebucht")["links"][0])
    plain.get_by_role("link", name="Termin verschieben").click()
    plain.get_by_role("link", name="Nächster Monat").click()
    plain.locator("#zeiten").get_by_role("button").first.click()
    see(plain, "Ihr Termin ist verschoben")
    moved = Appointment.objects.get(pk=booked.pk)
    assert moved.day > booked.day

    plain.get_by_role("link", name="Termin absagen").click()
    plain.get_by_role("button", name="Ja, Termin absagen").click()
    see(plain, "Dieser Termin ist abgesagt")
    assert Appointment.objects.get(pk=booked.pk).state == State.CANCELLED
