"""Bruno sees the day of his office, and notes what happens: arrived, done, not come, and back again."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from rathaus.booking.models import Appointment, DaySheet, State
from tests.booking.journey import Counter
from tests.browser.keys import has_focus, press, shortcut, tab_to
from tests.browser.steps import Picture, visit_at
from tests.makers import Maker

TWO_DAYS = timedelta(days=2)


def row(page: Page, name: str = "Amina Yılmaz") -> Locator:
    """A visit in the list of the day."""
    return page.get_by_role("row").filter(has_text=name)


def now_or_just_begun(make: Maker, counter: Counter) -> Appointment:
    """A visit that has begun a moment ago."""
    begun = make.at - timedelta(minutes=1)
    return visit_at(make, counter, begun, booked_at=make.at - TWO_DAYS)


def show_day_of(page: Page, visit: Appointment) -> None:
    """This will open the day of a visit."""
    page.goto(f"/desk/?tag={visit.day}&alle=1")


def test_the_day_is_a_timeline_and_a_list(bruno: Page, town: str, picture: Picture) -> None:
    office = Appointment.objects.filter(office__slug="buergerbuero-mitte")
    open_days = DaySheet.objects.filter(resource__office__slug="buergerbuero-mitte", day__gt=timezone.localdate())
    day = open_days.order_by("day").values_list("day", flat=True)[0]
    bruno.goto(f"/desk/?tag={day}")
    picture(bruno, "desk-today")

    expect(bruno.get_by_role("table", name="Auslastung")).to_contain_text("Schalter 1 bis 8")
    listed = bruno.get_by_role("table", name="Termine dieses Tages").locator("tbody tr")
    upcoming = office.filter(day=day, state__in=[State.CONFIRMED, State.PRECONFIRMED, State.CHECKED_IN])
    assert listed.count() == upcoming.count() > 5


def test_arrived_done_and_back_again(desk: Page, late_counter: Counter, make: Maker) -> None:
    visit = now_or_just_begun(make, late_counter)
    show_day_of(desk, visit)

    row(desk).get_by_role("button", name="Angekommen: Amina Yılmaz").click()
    expect(row(desk)).to_contain_text("angekommen")
    expect(desk.get_by_role("status")).to_contain_text("Amina Yılmaz ist angekommen.")
    row(desk).get_by_role("button", name="Erledigt: Amina Yılmaz").click()
    expect(row(desk)).to_contain_text("erledigt")
    visit.refresh_from_db()
    assert visit.state == State.DONE

    desk.get_by_role("status").get_by_role("button", name="Zurücknehmen").click()
    expect(row(desk)).to_contain_text("angekommen")
    row(desk).get_by_role("button", name="Zurücknehmen: Amina Yılmaz").click()
    expect(row(desk)).to_contain_text("erwartet")
    visit.refresh_from_db()
    assert (visit.state, visit.arrived_at) == (State.CONFIRMED, None)


def test_not_come_and_come_after_all(desk: Page, late_counter: Counter, make: Maker) -> None:
    visit = now_or_just_begun(make, late_counter)
    show_day_of(desk, visit)

    row(desk).get_by_role("button", name="Nicht erschienen: Amina Yılmaz").click()
    expect(row(desk)).to_contain_text("nicht erschienen")
    visit.refresh_from_db()
    assert visit.state == State.NO_SHOW

    row(desk).get_by_role("button", name="Zurücknehmen: Amina Yılmaz").click()
    row(desk).get_by_role("button", name="Angekommen: Amina Yılmaz").click()
    expect(row(desk)).to_contain_text("angekommen")


def test_who_has_not_begun_cannot_have_stayed_away(desk: Page, late_counter: Counter, make: Maker) -> None:
    visit = visit_at(make, late_counter, make.at + timedelta(hours=30), booked_at=make.at)
    show_day_of(desk, visit)

    expect(row(desk).get_by_role("button", name="Angekommen: Amina Yılmaz")).to_be_visible()
    expect(row(desk).get_by_role("button", name="Nicht erschienen: Amina Yılmaz")).to_have_count(0)


def test_a_new_visit_appears_without_a_reload(desk: Page, late_counter: Counter, make: Maker) -> None:
    desk.clock.install()
    desk.goto("/desk/")
    desk.evaluate("window.isStillHere = true")
    today = visit_at(make, late_counter, make.at, booked_at=make.at - TWO_DAYS, name="Dario Conti")
    assert today.day == timezone.localdate(), "not run in the minute around midnight"

    desk.clock.fast_forward("00:21")

    expect(row(desk, "Dario Conti")).to_be_visible()
    assert desk.evaluate("window.isStillHere")


def test_by_keyboard_the_filter_finds_a_person_and_after_the_step_one_is_still_there(
    desk: Page, late_counter: Counter, make: Maker
) -> None:
    visit = now_or_just_begun(make, late_counter)
    visit_at(make, late_counter, make.at + timedelta(minutes=30), booked_at=make.at - TWO_DAYS, name="Dario Conti")
    show_day_of(desk, visit)
    tab_to(desk, desk.get_by_role("searchbox", name="In dieser Liste suchen"))
    desk.keyboard.type("yılm")
    expect(row(desk, "Dario Conti")).to_be_hidden()

    tab_to(desk, row(desk).get_by_role("button", name="Angekommen: Amina Yılmaz"))
    desk.keyboard.press("Enter")
    expect(row(desk)).to_contain_text("angekommen")
    press(desk, "Tab")

    assert has_focus(row(desk).get_by_role("link", name="Amina Yılmaz")), "the focus stays in the row"


def test_the_list_of_keys_opens_and_closes_by_keys(desk: Page) -> None:
    shortcut(desk, "Alt+k")
    expect(desk.locator(".rh-menu__keys a").first).to_be_focused()
    desk.keyboard.press("Escape")
    expect(desk.get_by_text("Diese Liste")).to_be_hidden()
    shortcut(desk, "Alt+s")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Termine suchen")
    shortcut(desk, "Alt+h")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Heute")
