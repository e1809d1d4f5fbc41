"""Two towns on one server: who books in one sees nothing of the other."""

import icalendar
import pytest
from django_tenants.utils import schema_context
from playwright.sync_api import Page, expect

from rathaus.booking.models import Appointment
from tests.browser.conftest import NewPage
from tests.browser.house import Mails, Server
from tests.browser.steps import attachment, book, main, number_on, say_who, see

OTHER = "beispielhausen.localhost"
EMAIL = "amina.elsewhere@example.org"


def nothing_of_musterstadt(page: Page) -> None:
    """This will look for the first town in everything that the page consists of."""
    content = page.content()
    for word in ("Musterstadt", "musterstadt", "Bürgerbüro Mitte", "0221 4710 000", "0221 4710 100"):
        assert word not in content, f"{word} on {page.url}"


def test_the_same_journey_in_the_other_town_shows_nothing_of_the_first(
    amina: Page, server: Server, mails: Mails
) -> None:
    amina.goto(server.url("/", host=OTHER))
    nothing_of_musterstadt(amina)
    amina.goto(server.url("/leistungen/personalausweis/", host=OTHER))
    nothing_of_musterstadt(amina)
    main(amina).get_by_role("button", name="Termin buchen").click()
    see(amina, "Wo möchten Sie hingehen?")
    nothing_of_musterstadt(amina)
    amina.get_by_role("link", name="Andere Zeiten").first.click()
    see(amina, "Wann möchten Sie kommen?")
    nothing_of_musterstadt(amina)
    amina.get_by_role("button", name="Diesen Termin nehmen").click()
    see(amina, "Wer kommt?")
    nothing_of_musterstadt(amina)
    say_who(amina, email=EMAIL)
    amina.get_by_role("button", name="Termin verbindlich buchen").click()
    see(amina, "Ihr Termin ist gebucht")
    nothing_of_musterstadt(amina)

    mail = mails.wait_for(EMAIL)
    (event,) = icalendar.Calendar.from_ical(attachment(mails, mail)).walk("VEVENT")
    told = mail["from"] + mail["subject"] + mail["text"] + mail["html"] + str(event["LOCATION"])
    assert "Beispielhausen" in told
    assert "Musterstadt" not in told
    assert all(f"//{OTHER}:" in link for link in mail["links"])
    with schema_context("musterstadt"):
        assert not Appointment.objects.filter(reference=number_on(amina)).exists()


def test_a_link_of_one_town_opens_nothing_in_the_other(amina: Page, town: str, server: Server) -> None:
    number = book(amina)
    path = "/" + amina.url.split("/", 3)[3]

    answer = amina.goto(server.url(path, host=OTHER))

    assert answer
    assert answer.status == 404
    assert number not in amina.content().replace(path.split("/")[2], "")  # the address begins with it
    nothing_of_musterstadt(amina)


def test_a_session_of_one_towns_desk_is_none_in_the_other(bruno: Page, server: Server) -> None:
    bruno.goto(server.url("/desk/", host=OTHER))

    expect(bruno.get_by_label("Passwort")).to_be_visible()
    nothing_of_musterstadt(bruno)


@pytest.mark.parametrize("host", ["fremd.localhost", "127.0.0.1"])
def test_a_host_without_a_town_tells_of_none(new_page: NewPage, server: Server, host: str) -> None:
    page = new_page()

    answer = page.goto(server.url("/", host=host))

    assert answer
    assert answer.status == 404
    nothing_of_musterstadt(page)
    assert "Beispielhausen" not in page.content()
