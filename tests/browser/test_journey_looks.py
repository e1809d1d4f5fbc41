"""The main pages on a wide screen, in light and dark: calm, and nothing beside the page."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.house import Mails
from tests.browser.steps import Picture, book, choose_office, hold_next, say_who, see

EMAIL = "amina.looks@example.org"
GROUND = "getComputedStyle(document.body).backgroundColor"
IS_WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def fits(page: Page) -> None:
    """This will make sure that nothing stands beside the page."""
    assert not page.evaluate(IS_WIDER), page.url


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_start_and_a_service_on_a_wide_screen(new_page: NewPage, picture: Picture, dark: bool) -> None:
    page = new_page(width=1280, dark=dark)
    ending = "-dark" if dark else ""
    page.goto("/")
    fits(page)
    picture(page, f"start-desktop{ending}", whole=False)
    page.goto("/leistungen/personalausweis/")
    fits(page)
    picture(page, f"service-desktop{ending}", whole=False)

    lightness = sum(map(float, page.evaluate(f"{GROUND}.match(/[0-9.]+/g)")[:1]))
    assert (lightness < 0.3) == dark, page.evaluate(GROUND)


def test_the_journey_on_a_wide_screen(new_page: NewPage, town: str, mails: Mails, picture: Picture) -> None:
    page = new_page(width=1280)
    choose_office(page)
    fits(page)
    picture(page, "office-choice-desktop", whole=False)
    hold_next(page)
    say_who(page, email=EMAIL)
    fits(page)
    picture(page, "contact-desktop", whole=False)
    page.get_by_role("button", name="Termin verbindlich buchen").click()
    see(page, "Ihr Termin ist gebucht")
    fits(page)
    picture(page, "done-desktop", whole=False)
    page.get_by_role("link", name="Termin verschieben").click()
    see(page, "Auf wann möchten Sie den Termin verschieben?")
    fits(page)
    picture(page, "move-desktop", whole=False)

    mail = mails.wait_for(EMAIL)
    letter = new_page(width=768)
    letter.set_viewport_size({"width": 640, "height": 800})
    letter.goto(f"{mails.url}mail/{mail['id']}/html")
    expect(letter.get_by_role("link", name="Termin ansehen")).to_be_visible()
    fits(letter)
    picture(letter, "mail-confirmed", whole=False)


def test_the_done_page_prints_what_one_takes_along(new_page: NewPage, town: str) -> None:
    page = new_page(width=768)
    book(page)

    page.emulate_media(media="print")

    for name in ("Das bringen Sie mit", "So kommen Sie hin"):
        expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.locator(".rh-reference")).to_be_visible()
    expect(page.get_by_alt_text("QR-Code mit Ihrer Terminnummer")).to_be_visible()
    for name in ("Drucken", "Termin verschieben", "Suchen"):
        expect(page.get_by_text(name, exact=True).first).to_be_hidden()
