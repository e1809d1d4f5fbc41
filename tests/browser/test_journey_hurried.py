"""Amina is in a hurry: from the start page to a booked visit on her phone, and the mail that follows."""

import icalendar
from playwright.sync_api import expect

from rathaus.booking.models import Appointment, State
from tests.browser.conftest import NewPage
from tests.browser.house import Mails
from tests.browser.steps import Counted, Picture, answer, attachment, main, number_on, other_times, see

EMAIL = "amina.hurried@example.org"


def test_from_the_start_page_to_the_done_page_in_five_pages_and_twelve_taps(
    new_page: NewPage, town: str, mails: Mails, picture: Picture
) -> None:
    page = new_page(has_touch=True)
    counted = Counted(page)

    page.goto("/")
    picture(page, "start-phone", whole=False)
    page.get_by_role("searchbox", name="Was möchten Sie erledigen?").tap()
    page.keyboard.type("perso")
    answer(page, "Personalausweis beantragen").tap()
    see(page, "Personalausweis beantragen")
    picture(page, "service-phone", whole=False)
    main(page).get_by_role("button", name="Termin buchen").tap()
    see(page, "Wo möchten Sie hingehen?")
    picture(page, "office-choice-phone", whole=False)
    page.get_by_role("region", name="Der früheste Termin").get_by_role("button").tap()
    see(page, "Wer kommt?")
    page.get_by_label("Vor- und Nachname").tap()
    page.keyboard.type("Amina Yılmaz")
    page.get_by_label("E-Mail").tap()
    page.keyboard.type(EMAIL)
    picture(page, "contact-filled-phone", whole=False)
    page.get_by_role("button", name="Termin verbindlich buchen").tap()
    see(page, "Ihr Termin ist gebucht")
    page.locator(".rh-ticket__number").evaluate("(number) => number.scrollIntoView({ block: 'end' })")
    picture(page, "done-phone", whole=False)

    assert len(counted.addresses) <= 5, counted.addresses
    assert 5 <= counted.taps <= 12
    booked = Appointment.objects.get(reference=number_on(page))
    assert (booked.name, booked.email, booked.state) == ("Amina Yılmaz", EMAIL, State.CONFIRMED)

    mail = mails.wait_for(EMAIL, subject="Gebucht")
    assert booked.reference in mail["text"].replace(" ", "")
    page.goto(mail["links"][0])
    assert number_on(page) == booked.reference
    assert mail["attachments"] == ["termin.ics", "terminnummer.png"]
    event = icalendar.Calendar.from_ical(attachment(mails, mail)).walk("VEVENT")[0]
    assert event.decoded("dtstart") == booked.starts_at


def test_with_a_time_of_her_own_choice_it_takes_five_pages_from_the_service(
    new_page: NewPage, picture: Picture
) -> None:
    page = new_page(has_touch=True)
    counted = Counted(page)

    page.goto("/leistungen/personalausweis/")
    main(page).get_by_role("button", name="Termin buchen").tap()
    other_times(page, "Bürgerbüro Nord").tap()
    see(page, "Wann möchten Sie kommen?")
    page.get_by_role("link", name="Nächster Monat").tap()
    expect(page.locator(".rh-month__title")).to_be_focused()
    page.get_by_role("table").get_by_role("link").nth(1).tap()
    expect(page.locator("#zeiten-titel")).to_be_focused()
    page.locator(".rh-month").evaluate("(month) => month.scrollIntoView()")
    picture(page, "times-phone", whole=False)
    page.locator("#zeiten").get_by_role("button").last.tap()
    see(page, "Wer kommt?")
    page.get_by_label("Vor- und Nachname").tap()
    page.keyboard.type("Amina Yılmaz")
    page.get_by_role("button", name="Termin verbindlich buchen").tap()
    see(page, "Ihr Termin ist gebucht")

    assert len(counted.addresses) <= 5, counted.addresses
    assert counted.taps <= 12
