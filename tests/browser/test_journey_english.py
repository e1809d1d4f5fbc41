"""Amina reads English: one tap, and every page and mail speaks it."""

from playwright.sync_api import Page, expect

from rathaus.booking.models import Appointment
from tests.browser.conftest import NewPage
from tests.browser.house import Mails
from tests.browser.steps import Picture, answer, main, number_on, see

EMAIL = "amina.english@example.org"


def test_she_books_in_english_and_gets_an_english_mail(
    new_page: NewPage, town: str, mails: Mails, picture: Picture
) -> None:
    page = new_page(language="en")
    page.goto("/")
    page.get_by_text("Sprache wählen: Deutsch").click()
    page.get_by_role("link", name="English").click()
    see(page, "Welcome to the town hall")
    picture(page, "start-english", whole=False)

    page.get_by_role("searchbox", name="What would you like to do?").fill("identity")
    answer(page, "identity card").click()
    _speaks_english(page)
    main(page).get_by_role("button", name="Book an appointment").click()
    _speaks_english(page)
    picture(page, "office-choice-english", whole=False)
    page.get_by_role("link", name="Other times").first.click()
    _speaks_english(page)
    picture(page, "times-english", whole=False)
    page.get_by_role("button", name="Take this appointment").click()
    _speaks_english(page)
    page.get_by_label("First and last name").fill("Amina Yılmaz")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_role("button", name="Book the appointment").click()
    see(page, "Your appointment is booked")
    _speaks_english(page)
    picture(page, "done-english", whole=False)

    booked = Appointment.objects.get(reference=number_on(page))
    assert booked.language == "en"
    mail = mails.wait_for(EMAIL)
    assert mail["subject"].startswith("Booked: your appointment")
    page.goto(mail["links"][0])
    _speaks_english(page)


def _speaks_english(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("lang", "en")
    text = page.get_by_role("main").inner_text()
    german = {"Termin", "Uhr", "Bitte", "Sie", "für", "und", "nicht", "Woche"}
    assert not german & set(text.replace(".", " ").replace(",", " ").split()), text
