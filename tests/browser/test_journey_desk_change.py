"""Bruno finds a person, moves their visit, or cancels it and tells them why."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from rathaus.booking.models import Appointment, State
from tests.booking.journey import Counter
from tests.browser.house import Mails
from tests.browser.keys import shortcut
from tests.browser.steps import Picture, attachment, main, see, visit_at
from tests.makers import Maker

EMAIL = "amina.changed@example.org"


@pytest.fixture
def visit(late_counter: Counter, make: Maker) -> Appointment:
    """Amina's visit the day after tomorrow."""
    return visit_at(make, late_counter, make.at + timedelta(hours=50), booked_at=make.at, email=EMAIL)


def test_he_finds_a_person_by_a_part_of_the_name(desk: Page, visit: Appointment, picture: Picture) -> None:
    shortcut(desk, "Alt+s")
    see(desk, "Termine suchen")
    desk.keyboard.type("yılmaz")
    desk.keyboard.press("Enter")

    expect(desk.get_by_role("heading", name="1 Termin")).to_be_visible()
    desk.get_by_role("link", name="Amina Yılmaz").click()
    see(desk, "Amina Yılmaz")
    expect(main(desk)).to_contain_text(visit.reference)
    expect(main(desk).get_by_role("table", name="Nachrichten zu diesem Termin")).to_be_visible()
    picture(desk, "desk-appointment")


def test_he_moves_it_and_the_person_hears_of_it(desk: Page, visit: Appointment, mails: Mails, picture: Picture) -> None:
    desk.goto(f"/desk/termine/{visit.pk}/verschieben/")
    day = desk.get_by_role("table").get_by_role("link").last
    wanted = (day.get_attribute("href") or "").rpartition("tag=")[2]
    day.click()
    expect(desk.locator("#zeiten [data-rh-focus]")).to_be_focused()
    picture(desk, "desk-move")
    desk.locator("#zeiten").get_by_role("button", name="10:00 Uhr", exact=True).click()

    see(desk, "Amina Yılmaz")
    expect(desk.get_by_role("status")).to_contain_text("Der Termin ist verschoben.")
    before = visit.day
    visit.refresh_from_db()
    assert (str(visit.day), visit.first_tick) == (wanted, 120)
    assert visit.day >= before
    assert "10:00 Uhr" in mails.wait_for(EMAIL, subject="Neue Zeit")["subject"]


def test_he_cancels_it_and_his_words_reach_the_person(desk: Page, visit: Appointment, mails: Mails) -> None:
    why = "Wir schließen an diesem Tag früher. Bitte buchen Sie neu."
    desk.goto(f"/desk/termine/{visit.pk}/")
    desk.get_by_role("link", name="Absagen: Amina Yılmaz").click()
    desk.get_by_label("Nachricht an die Person").fill(why)
    desk.get_by_role("button", name="Termin absagen").click()

    expect(desk.get_by_role("status")).to_contain_text("Der Termin ist abgesagt.")
    visit.refresh_from_db()
    assert (visit.state, visit.cancelled_by, visit.cancel_note) == (State.CANCELLED, "staff", why)
    mail = mails.wait_for(EMAIL, subject="Abgesagt")
    assert why in mail["text"]
    assert b"METHOD:CANCEL" in attachment(mails, mail)


def test_a_visit_of_another_office_is_not_found(bruno: Page, visit: Appointment) -> None:
    answer = bruno.goto(f"/desk/termine/{visit.pk}/")

    assert answer
    assert answer.status == 404
    bruno.goto("/desk/suche/")
    bruno.get_by_label("Terminnummer, Name, Telefon oder E-Mail").fill(visit.reference)
    bruno.keyboard.press("Enter")
    expect(main(bruno)).to_contain_text("Dazu gibt es in Ihren Ämtern keinen Termin.")
