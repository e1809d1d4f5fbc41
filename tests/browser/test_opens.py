"""The town hall opens: the pages that everything else starts from."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.desk import sign_in
from tests.browser.house import Mails, Server


def test_amina_finds_the_start_page(amina: Page) -> None:
    amina.goto("/")

    expect(amina.get_by_role("heading", level=1)).to_have_count(1)
    expect(amina.get_by_role("searchbox")).to_be_visible()


def test_each_town_has_its_own_door(amina: Page, server: Server) -> None:
    amina.goto(server.url("/", host="beispielhausen.localhost"))

    assert "Beispielhausen" in amina.title()


def test_bruno_signs_in_with_both_factors(new_page: NewPage, town: str) -> None:
    page = new_page(width=1280)

    sign_in(page)

    expect(page.get_by_text("Bruno Berger")).to_be_visible()


def test_bruno_starts_at_the_day_of_his_office(bruno: Page) -> None:
    expect(bruno.get_by_role("navigation", name="Arbeitsplatz")).to_be_visible()


def test_the_mailbox_is_open(amina: Page, mails: Mails) -> None:
    amina.goto(mails.url)

    expect(amina.get_by_role("heading", name="Nachrichten")).to_be_visible()
    assert mails.to("nobody@example.org") == []
