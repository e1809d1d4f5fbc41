"""Amina uses the keyboard only: Tab, Enter, Space and arrows, and sees at every stop where she is."""

import re

from playwright.sync_api import Page, expect

from rathaus.booking.models import Appointment
from tests.browser.conftest import NewPage
from tests.browser.keys import has_focus, press, tab_to
from tests.browser.steps import answer, choose_time, hold_next, main, number_on, see


def test_she_books_from_the_start_page_to_the_done_page(amina: Page, town: str) -> None:
    amina.goto("/")
    tab_to(amina, amina.get_by_role("searchbox", name="Was möchten Sie erledigen?"))
    amina.keyboard.type("perso")
    expect(answer(amina, "Personalausweis beantragen")).to_be_visible()
    press(amina, "ArrowDown")
    assert has_focus(answer(amina, "Personalausweis beantragen"))
    amina.keyboard.press("Enter")
    see(amina, "Personalausweis beantragen")

    tab_to(amina, amina.get_by_role("button", name="Eine Person mehr").or_(amina.locator("select[name=l]")).first)
    amina.keyboard.press("ArrowDown")
    tab_to(amina, main(amina).get_by_role("button", name="Termin buchen"))
    amina.keyboard.press("Enter")
    see(amina, "Wo möchten Sie hingehen?")
    expect(main(amina)).to_contain_text("(für 2 Personen)")

    tab_to(amina, amina.get_by_role("link", name="Andere Zeiten").first)
    amina.keyboard.press("Enter")
    see(amina, "Wann möchten Sie kommen?")
    tab_to(amina, amina.locator("#zeiten").get_by_role("button").first)
    amina.keyboard.press("Space")
    see(amina, "Wer kommt?")

    tab_to(amina, amina.get_by_label("Vor- und Nachname"))
    amina.keyboard.type("Amina Yılmaz")
    amina.keyboard.press("Enter")
    see(amina, "Ihr Termin ist gebucht")

    assert Appointment.objects.get(reference=number_on(amina)).persons == 2


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(amina: Page) -> None:
    amina.goto("/leistungen/personalausweis/")

    press(amina, "Tab")
    skip = amina.get_by_role("link", name="Zum Inhalt springen")
    assert has_focus(skip)
    amina.keyboard.press("Enter")
    press(amina, "Tab")

    assert amina.evaluate("document.activeElement.closest('main') !== null")


def test_arrows_go_from_free_day_to_free_day_and_enter_leads_to_its_times(amina: Page) -> None:
    choose_time(amina)
    days = amina.get_by_role("table").get_by_role("link")
    if days.count() < 2:
        amina.get_by_role("link", name="Nächster Monat").click()
        expect(amina).to_have_url(re.compile("monat="))
        expect(days.nth(1)).to_be_visible()
    tab_to(amina, amina.locator("a.rh-day[tabindex='0']"))

    press(amina, "Home")
    assert has_focus(days.first)
    press(amina, "ArrowRight")
    assert has_focus(days.nth(1))
    press(amina, "Tab")
    assert not amina.evaluate("document.activeElement.closest('table')"), "the days are one stop"
    press(amina, "Shift+Tab")
    assert has_focus(days.nth(1))

    day = days.nth(1).get_attribute("href") or ""
    amina.keyboard.press("Enter")
    title = amina.locator("#zeiten-titel")
    expect(title).to_be_focused()
    expect(amina.locator("[data-rh-times-day]")).to_have_value(day.rpartition("tag=")[2])
    press(amina, "Tab")
    assert has_focus(amina.locator("#zeiten").get_by_role("button").first)


def test_turning_the_month_keeps_the_focus_in_the_calendar(amina: Page) -> None:
    choose_time(amina)
    title = amina.locator(".rh-month__title")
    before = title.inner_text()
    tab_to(amina, amina.locator("a.rh-day[tabindex='0']"))

    amina.keyboard.press("PageDown")

    expect(title).not_to_have_text(before)
    expect(amina.locator("a.rh-day").first).to_be_focused()
    tab_to(amina, amina.get_by_role("link", name="Voriger Monat"), back=True)
    amina.keyboard.press("Enter")
    expect(title).to_have_text(before)
    expect(title).to_be_focused()


def test_more_time_keeps_the_focus_on_the_button(amina: Page) -> None:
    hold_next(amina)
    more = amina.get_by_role("button", name="10 Minuten mehr Zeit")
    tab_to(amina, more)

    amina.keyboard.press("Enter")

    expect(amina.get_by_text("Noch 20 Minuten für Sie frei gehalten")).to_be_visible()
    expect(more).to_be_focused()


def test_what_is_missing_takes_the_focus_and_leads_to_its_field(amina: Page) -> None:
    hold_next(amina)
    tab_to(amina, amina.get_by_label("E-Mail"))
    amina.keyboard.type("amina@")
    amina.keyboard.press("Enter")

    summary = amina.get_by_role("alert")
    expect(summary).to_be_focused()
    tab_to(amina, summary.get_by_role("link", name="E-Mail"))
    amina.keyboard.press("Enter")

    expect(amina.get_by_label("E-Mail")).to_be_focused()
    expect(amina.get_by_label("E-Mail")).to_have_value("amina@")


def test_escape_closes_the_answers_while_typing(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/")
    search = page.get_by_role("searchbox")
    tab_to(page, search)
    page.keyboard.type("perso")
    expect(answer(page, "Personalausweis beantragen")).to_be_visible()
    press(page, "ArrowDown")

    page.keyboard.press("Escape")

    expect(page.locator(".rh-suggest a")).to_have_count(0)
    expect(search).to_be_focused()
