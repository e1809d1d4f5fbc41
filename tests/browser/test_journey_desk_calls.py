"""Bruno notes why somebody called: two clicks, from any page."""

from playwright.sync_api import Page, expect

from rathaus.desk.models import CallReason, PhoneCall
from tests.booking.journey import Counter
from tests.browser.keys import press, shortcut
from tests.browser.steps import Counted, Picture


def test_two_clicks_note_the_reason_and_lead_back(desk: Page, late_counter: Counter, picture: Picture) -> None:
    desk.goto("/desk/buchen/")
    counted = Counted(desk)
    desk.reload()

    desk.get_by_text("Anruf", exact=True).click()
    picture(desk, "desk-call")
    reason = desk.locator(".rh-menu__item").first
    said = reason.inner_text()
    reason.click()

    expect(desk.get_by_role("status").filter(has_text="Anruf notiert")).to_contain_text(said)
    expect(desk.get_by_role("heading", level=1)).to_have_text("Termin buchen")
    assert counted.taps == 2
    call = PhoneCall.objects.get(office_id=late_counter.office.pk)
    assert str(CallReason(call.reason).label) == said


def test_by_keyboard_it_is_alt_a_and_enter(desk: Page, late_counter: Counter) -> None:
    shortcut(desk, "Alt+a")
    expect(desk.locator(".rh-menu__item").first).to_be_focused()
    press(desk, "Tab")
    said = desk.locator(".rh-menu__item").nth(1).inner_text()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("status").filter(has_text="Anruf notiert")).to_contain_text(said)

    desk.goto("/desk/anruf/")
    expect(desk.get_by_role("row").filter(has_text=said).get_by_role("cell").first).to_have_text("1")
