"""Somebody calls: Bruno books on one page, with few keys, and tells or prints the number."""

import re

from playwright.sync_api import Page, expect

from rathaus.booking.links import code_of
from rathaus.booking.models import Appointment, BookedBy, Share, State
from rathaus.booking.rules import ticks
from tests.browser.conftest import NewPage
from tests.browser.house import Mails
from tests.browser.keys import has_focus, press, shortcut, tab_to
from tests.browser.steps import Picture, main, number_on, see

NAME = "Amina Yılmaz"
COUNT_KEYS = """
addEventListener("keydown", (event) => {
  if (!event.repeat) sessionStorage.setItem("keys", Number(sessionStorage.getItem("keys")) + 1);
}, true)
"""


def newest() -> Appointment:
    """The visit that was booked last."""
    return Appointment.objects.select_related("office").latest("created_at")


def test_he_books_for_a_caller_with_at_most_fifteen_keys_besides_the_name(bruno: Page, town: str) -> None:
    bruno.add_init_script(COUNT_KEYS)
    bruno.goto("/desk/")

    shortcut(bruno, "Alt+n")
    see(bruno, "Termin buchen")
    bruno.keyboard.type("reisep")
    for _field in ("Personen", "Tag", "Zeit", "Weg", "Name"):
        bruno.keyboard.press("Tab")
    expect(bruno.get_by_label("Vor- und Nachname")).to_be_focused()
    bruno.keyboard.type(NAME)
    bruno.keyboard.press("Enter")
    see(bruno, "Ihr Termin")

    keys = int(bruno.evaluate("sessionStorage.getItem('keys')"))
    assert keys - len(NAME) <= 15, keys
    booked = newest()
    assert (booked.name, booked.state, booked.booked_by) == (NAME, State.CONFIRMED, BookedBy.PHONE)
    assert booked.share == Share.INTERNAL
    assert [line.service.slug for line in booked.lines.all()] == ["reisepass"]


def test_the_page_shows_the_free_times_and_says_who_is_meant(bruno: Page, town: str, picture: Picture) -> None:
    bruno.goto("/desk/buchen/")
    bruno.keyboard.type("reisep")
    bruno.keyboard.press("Tab")
    expect(bruno.get_by_role("status").filter(has_text="Reisepass beantragen")).to_be_visible()
    bruno.get_by_label("Vor- und Nachname").fill(NAME)
    picture(bruno, "desk-booking")

    bruno.get_by_label("Leistung", exact=True).fill("zzz")
    bruno.keyboard.press("Tab")
    expect(bruno.locator("#zeiten")).to_contain_text("Diese Leistung gibt es hier nicht.")


def test_by_keyboard_he_chooses_another_day_and_time(bruno: Page, town: str) -> None:
    bruno.goto("/desk/buchen/")
    bruno.keyboard.type("reisep")
    press(bruno, "Tab")
    day, clock = bruno.get_by_label("Tag", exact=True), bruno.get_by_label("Zeit", exact=True)
    expect(day.get_by_role("option")).not_to_have_count(1)
    tab_to(bruno, day)
    bruno.keyboard.press("ArrowDown")
    wanted = day.input_value()
    expect(clock.get_by_role("option").first).to_have_attribute("value", re.compile(f"^{wanted}T"))
    tab_to(bruno, clock)
    bruno.keyboard.press("ArrowDown")
    moment = clock.input_value()
    tab_to(bruno, bruno.get_by_label("Vor- und Nachname"))
    bruno.keyboard.type(NAME)
    bruno.keyboard.press("Enter")
    see(bruno, "Ihr Termin")

    booked = newest()
    assert f"{booked.day}T{ticks.LABELS[booked.first_tick]}" == moment


def test_who_types_faster_than_the_times_arrive_is_not_given_another_day(bruno: Page, town: str) -> None:
    bruno.goto("/desk/buchen/")
    bruno.keyboard.type("reisep")
    press(bruno, "Tab")
    day = bruno.get_by_label("Tag", exact=True)
    expect(day.get_by_role("option")).not_to_have_count(1)
    bruno.get_by_label("Vor- und Nachname").fill(NAME)
    bruno.route("**/desk/buchen/?*", lambda route: None)  # the answer is still on its way
    wanted = day.get_by_role("option").nth(1).get_attribute("value") or ""

    day.select_option(wanted)
    bruno.get_by_role("button", name="Termin buchen").click()

    expect(main(bruno)).to_contain_text("Diese Zeit gehört zu einem anderen Tag.")
    expect(bruno.get_by_label("Tag", exact=True)).to_have_value(wanted)
    bruno.get_by_role("button", name="Termin buchen").click()
    see(bruno, "Ihr Termin")
    assert str(newest().day) == wanted


def test_the_receipt_goes_out_by_mail_and_opens_the_visit(
    bruno: Page, new_page: NewPage, town: str, mails: Mails
) -> None:
    email = "amina.called@example.org"
    bruno.goto("/desk/buchen/")
    bruno.get_by_label("Leistung", exact=True).fill("meldebesch")
    bruno.get_by_label("Vor- und Nachname").fill(NAME)
    bruno.get_by_label("E-Mail").fill(email)
    bruno.get_by_role("button", name="Termin buchen").click()
    see(bruno, "Ihr Termin")
    expect(main(bruno)).to_contain_text(f"Die Bestätigung geht an {email}.")

    amina = new_page()
    amina.goto(mails.wait_for(email, subject="Gebucht")["links"][0])
    assert number_on(amina) == newest().reference


def test_without_mail_the_number_is_told_or_printed_and_opens_the_visit(
    bruno: Page, new_page: NewPage, town: str, picture: Picture
) -> None:
    bruno.goto("/desk/buchen/")
    bruno.get_by_label("Leistung", exact=True).fill("meldebesch")
    bruno.get_by_label("Vor- und Nachname").fill(NAME)
    bruno.get_by_label("am Schalter").check()
    bruno.get_by_role("button", name="Termin buchen").click()
    see(bruno, "Ihr Termin")
    picture(bruno, "desk-slip")
    booked = newest()
    assert booked.booked_by == BookedBy.COUNTER
    told = [bruno.locator(".rh-huge").nth(n).inner_text().replace(" ", "") for n in (0, 1)]
    assert told == [booked.reference, code_of(booked)]

    bruno.emulate_media(media="print")
    expect(bruno.locator(".rh-huge").first).to_be_visible()
    expect(bruno.get_by_role("button", name="Beleg drucken")).to_be_hidden()
    expect(bruno.get_by_role("navigation", name="Arbeitsplatz")).to_be_hidden()

    amina = new_page()
    amina.goto("/termin/finden/")
    amina.get_by_label("Terminnummer", exact=True).fill(told[0])
    amina.get_by_label("E-Mail, Handynummer oder Code").fill(told[1])
    amina.get_by_role("button", name="Termin anzeigen").click()
    assert number_on(amina) == booked.reference


def test_next_booking_is_one_key_away(bruno: Page) -> None:
    shortcut(bruno, "Alt+n")
    see(bruno, "Termin buchen")

    assert has_focus(bruno.get_by_label("Leistung", exact=True))


def test_without_scripts_it_goes_as_well(new_page: NewPage, bruno: Page, town: str) -> None:
    plain = new_page(width=1280, scripts=False)
    plain.context.add_cookies(bruno.context.cookies())  # type: ignore[arg-type]
    plain.goto("/desk/buchen/")
    plain.get_by_label("Leistung", exact=True).fill("meldebesch")
    plain.get_by_role("button", name="Freie Zeiten zeigen").click()
    expect(plain.locator("#zeiten")).to_contain_text("Meldebescheinigung bekommen")
    plain.get_by_label("Vor- und Nachname").fill("Dario Conti")
    plain.get_by_role("button", name="Termin buchen").click()

    see(plain, "Ihr Termin")
    assert newest().name == "Dario Conti"
