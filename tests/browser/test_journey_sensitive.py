"""Nobody who looks over Amina's shoulder learns what her visit is about."""

import icalendar
from playwright.sync_api import Page, expect

from tests.browser.house import Mails
from tests.browser.steps import attachment, book

EMAIL = "amina.quiet@example.org"


def test_a_sensitive_service_stands_in_no_subject_no_calendar_and_no_title(
    amina: Page, town: str, mails: Mails
) -> None:
    book(amina, "schuldnerberatung", office="Stadthaus am Park", email=EMAIL)
    expect(amina).not_to_have_title("Schuldner")
    with amina.expect_download() as download:
        amina.get_by_role("link", name="In den Kalender eintragen").click()
    mail = mails.wait_for(EMAIL)

    assert "chuld" not in mail["subject"]
    assert "chuld" not in mail["text"] + mail["html"]
    for file in (download.value.path().read_bytes(), attachment(mails, mail)):
        (event,) = icalendar.Calendar.from_ical(file).walk("VEVENT")
        assert event["SUMMARY"] == "Termin im Stadthaus"
        assert b"chuld" not in file
