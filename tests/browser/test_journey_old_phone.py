"""An old phone, a slow network, large letters, no motion: nothing is lost, nothing happens twice."""

import pytest
from playwright.sync_api import Page, expect

from rathaus.booking.models import Appointment, State
from tests.booking.journey import Counter
from tests.browser.conftest import NewPage
from tests.browser.steps import answer, hold_next, main, say_who, see, times_of
from tests.browser.watch import forgive

EDGE_NETWORK = {"offline": False, "latency": 300, "downloadThroughput": 30_000, "uploadThroughput": 15_000}
LOST = """
() => {
  const UNSEEN = "template, script, style, noscript, .kern-sr-only, [hidden], details:not([open]) > :not(summary)";
  const lost = [];
  const isForEarsOnly = (element) => {
    for (let box = element; box && box !== document.body; box = box.parentElement) {
      const { width, height } = box.getBoundingClientRect();
      if (width <= 1 && height <= 1 || getComputedStyle(box).clipPath === "inset(50%)") return true;
    }
    return false;
  };
  const { clientWidth, scrollWidth } = document.documentElement;
  if (scrollWidth > clientWidth + 1) lost.push(`the page is ${scrollWidth} wide in ${clientWidth}`);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const element = text.parentElement;
    if (!text.data.trim() || element.closest(UNSEEN) || isForEarsOnly(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const { left, right, width, height } of range.getClientRects()) {
      if (!width || !height) continue;
      const scrolled = element.closest(".rh-table, [tabindex='0']");
      if (!scrolled && (right > clientWidth + 1 || left < -1)) lost.push(`outside: ${text.data.trim().slice(0, 40)}`);
    }
    for (let box = element; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      const isCut = (axis, inner, outer) => ["hidden", "clip"].includes(style[axis]) && inner > outer + 2;
      const isCutAcross = isCut("overflowX", box.scrollWidth, box.clientWidth);
      if (isCutAcross || isCut("overflowY", box.scrollHeight, box.clientHeight)) {
        lost.push(`cut: ${text.data.trim().slice(0, 40)} in ${box.className}`);
      }
    }
  }
  return [...new Set(lost)];
}
"""
MOVING = """
() => [...document.querySelectorAll("*")].filter((element) => {
  const style = getComputedStyle(element);
  const seconds = (text) => Math.max(...text.split(",").map(parseFloat));
  return seconds(style.transitionDuration) > 0.011 || seconds(style.animationDuration) > 0.011
    || style.scrollBehavior === "smooth";
}).map((element) => element.outerHTML.slice(0, 80))
"""


@pytest.fixture
def large(new_page: NewPage) -> Page:
    """A window of 320 pixels with letters of twice the usual size, as set in the browser."""
    page = new_page(width=320)
    sizes = {"fontSizes": {"standard": 32, "fixed": 26}}
    page.context.new_cdp_session(page).send("Page.setFontSizes", sizes)
    return page


def test_at_320_pixels_and_twice_the_letters_nothing_is_lost(large: Page) -> None:
    for path in ("/", "/leistungen/?q=pass", "/leistungen/personalausweis/", "/aemter/buergerbuero-mitte/"):
        large.goto(path)
        assert large.evaluate(LOST) == [], path
    hold_next(large, office="Bürgerbüro Mitte")
    assert large.evaluate(LOST) == [], "contact"
    large.get_by_role("button", name="Termin verbindlich buchen").click()
    expect(large.get_by_role("alert")).to_be_visible()
    assert large.evaluate(LOST) == [], "contact with a mistake"
    say_who(large)
    large.get_by_role("button", name="Termin verbindlich buchen").click()
    see(large, "Ihr Termin ist gebucht")
    assert large.evaluate(LOST) == [], "done"
    large.get_by_role("link", name="Termin verschieben").click()
    see(large, "Auf wann möchten Sie den Termin verschieben?")
    assert large.evaluate(LOST) == [], "move"


def test_who_wants_no_motion_gets_none(amina: Page) -> None:
    for path in ("/", "/leistungen/personalausweis/", "/termin/finden/"):
        amina.goto(path)
        assert amina.evaluate(MOVING) == [], path
    hold_next(amina)
    assert amina.evaluate(MOVING) == []


def test_on_a_slow_network_impatient_taps_book_once(amina: Page, counter: Counter) -> None:
    amina.context.new_cdp_session(amina).send("Network.emulateNetworkConditions", EDGE_NETWORK)
    amina.goto("/")
    amina.get_by_role("searchbox").fill("perso")
    expect(answer(amina, "Personalausweis beantragen")).to_be_visible()
    times_of(amina, counter)
    take = amina.get_by_role("button", name="Diesen Termin nehmen")
    take.dblclick(no_wait_after=True)
    see(amina, "Wer kommt?")
    say_who(amina)
    amina.get_by_role("button", name="Termin verbindlich buchen").dblclick(no_wait_after=True)
    see(amina, "Ihr Termin ist gebucht")

    made = Appointment.objects.filter(office=counter.office)
    assert [visit.state for visit in made] == [State.CONFIRMED]


def test_where_scripts_do_not_arrive_all_goes_as_without(new_page: NewPage) -> None:
    page = new_page()
    forgive(page, ".js")
    page.route("**/*.js", lambda route: route.abort())
    page.goto("/")
    page.get_by_role("searchbox", name="Was möchten Sie erledigen?").fill("perso")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Personalausweis beantragen").first.click()
    main(page).get_by_role("button", name="Termin buchen").click()
    page.get_by_role("link", name="Andere Zeiten").first.click()
    see(page, "Wann möchten Sie kommen?")
    page.get_by_role("link", name="Nächster Monat").click()
    page.locator("#zeiten").get_by_role("button").first.click()
    see(page, "Wer kommt?")
    page.get_by_role("button", name="10 Minuten mehr Zeit").click()
    expect(page.get_by_text("Noch 20 Minuten für Sie frei gehalten")).to_be_visible()
    say_who(page)
    page.get_by_role("button", name="Termin verbindlich buchen").click()
    see(page, "Ihr Termin ist gebucht")
