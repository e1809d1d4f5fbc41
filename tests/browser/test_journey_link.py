"""With the link of her mail Amina sees, moves and cancels her visit."""

from datetime import date

import icalendar
import zxingcpp
from django.utils import timezone
from playwright.sync_api import Page, expect

from rathaus.booking.links import token_of
from rathaus.booking.models import Appointment, DaySheet, State
from tests.booking.journey import Counter
from tests.browser.conftest import NewPage
from tests.browser.house import Mails
from tests.browser.steps import Picture, attachment, book, main, number_on, see, show_day, slot, times_of
from tests.makers import Maker

PIXELS = """
async (image) => {
  await image.decode();
  const { width, height } = image.getBoundingClientRect();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const pencil = canvas.getContext("2d");
  pencil.drawImage(image, 0, 0, width, height);
  const data = pencil.getImageData(0, 0, canvas.width, canvas.height).data;
  return { width: canvas.width, height: canvas.height, grey: Array.from(data).filter((_v, at) => at % 4 === 0) };
}
"""


def first_day(counter: Counter) -> date:
    """The first day from tomorrow on that is no holiday."""
    sheets = DaySheet.objects.filter(resource=counter.resource, day__gt=timezone.localdate())
    return sheets.order_by("day").values_list("day", flat=True)[0]


def test_moving_gives_the_old_time_back_and_takes_only_the_new_one(
    amina: Page, new_page: NewPage, counter: Counter, make: Maker, mails: Mails, picture: Picture
) -> None:
    day, email = first_day(counter), "amina.moves@example.org"
    visit = make.booked(counter.office, counter.service, day, "09:00", email=email)
    link = mails.wait_for(email, subject="Gebucht")["links"][0]
    amina.goto(link)
    see(amina, "Ihr Termin ist gebucht")

    amina.get_by_role("link", name="Termin verschieben").click()
    see(amina, "Auf wann möchten Sie den Termin verschieben?")
    expect(amina.get_by_role("region", name="Ihre Auswahl")).to_contain_text("9:00 Uhr")
    show_day(amina, day)
    picture(amina, "move-phone", whole=False)
    slot(amina, "10:30").click()
    see(amina, "Ihr Termin ist verschoben")
    expect(main(amina)).to_contain_text("10:30 Uhr")

    dario = new_page()
    times_of(dario, counter, tag=str(day))
    expect(slot(dario, "9:00")).to_be_visible()
    expect(slot(dario, "10:30")).to_have_count(0)
    expect(dario.locator(f"a.rh-day[href$='tag={day}']")).to_contain_text("35 frei")
    mail = mails.wait_for(email, subject="Neue Zeit")
    assert "10:30 Uhr" in mail["subject"]
    (event,) = icalendar.Calendar.from_ical(attachment(mails, mail)).walk("VEVENT")
    assert (event["UID"], event["SEQUENCE"]) == (str(visit.pk), 1)


def test_a_new_time_that_was_taken_meanwhile_leaves_the_old_one(amina: Page, counter: Counter, make: Maker) -> None:
    day = first_day(counter)
    visit = make.booked(counter.office, counter.service, day, "09:00")
    amina.goto(f"/termin/{token_of(visit)}/verschieben/?tag={day}")
    make.booked(counter.office, counter.service, day, "10:30")

    slot(amina, "10:30").click()

    expect(main(amina)).to_contain_text("Ihr bisheriger Termin bleibt.")
    visit.refresh_from_db()
    assert (visit.day, visit.first_tick) == (day, 9 * 12)
    slot(amina, "11:00").click()
    see(amina, "Ihr Termin ist verschoben")


def test_cancelling_needs_a_yes_and_gives_the_time_back(
    amina: Page, new_page: NewPage, counter: Counter, make: Maker, mails: Mails, picture: Picture
) -> None:
    day, email = first_day(counter), "amina.cancels@example.org"
    visit = make.booked(counter.office, counter.service, day, "09:00", email=email)
    amina.goto(mails.wait_for(email, subject="Gebucht")["links"][0])

    amina.get_by_role("link", name="Termin absagen").click()
    see(amina, "Möchten Sie diesen Termin absagen?")
    picture(amina, "cancel-phone")
    visit.refresh_from_db()
    assert visit.state == State.CONFIRMED
    amina.get_by_role("button", name="Ja, Termin absagen").click()
    see(amina, "Dieser Termin ist abgesagt")

    visit.refresh_from_db()
    assert (visit.state, visit.cancelled_by) == (State.CANCELLED, "citizen")
    dario = new_page()
    times_of(dario, counter, tag=str(day))
    expect(slot(dario, "9:00")).to_be_visible()
    mail = mails.wait_for(email, subject="Abgesagt")
    calendar = icalendar.Calendar.from_ical(attachment(mails, mail))
    assert calendar["METHOD"] == "CANCEL"
    amina.get_by_role("link", name="Neuen Termin buchen").click()
    see(amina, "Wo möchten Sie hingehen?")


def test_who_says_no_keeps_the_visit(amina: Page, counter: Counter, make: Maker) -> None:
    visit = make.booked(counter.office, counter.service, first_day(counter), "09:00")
    amina.goto(f"/termin/{token_of(visit)}/absagen/")

    amina.get_by_role("link", name="Nein, Termin behalten").click()

    see(amina, "Ihr Termin ist gebucht")
    visit.refresh_from_db()
    assert visit.state == State.CONFIRMED


def test_the_calendar_file_says_when_where_and_what(amina: Page, town: str) -> None:
    visit = Appointment.objects.select_related("office").get(reference=book(amina, office="Bürgerbüro Mitte"))

    with amina.expect_download() as download:
        amina.get_by_role("link", name="In den Kalender eintragen").click()

    assert download.value.suggested_filename == "termin.ics"
    (event,) = icalendar.Calendar.from_ical(download.value.path().read_bytes()).walk("VEVENT")
    assert event.decoded("dtstart") == visit.starts_at
    assert (event.decoded("dtend") - event.decoded("dtstart")).seconds == visit.ticks * 300
    assert event["SUMMARY"] == "Termin: Personalausweis beantragen"
    assert event["LOCATION"] == "Bürgerbüro Mitte, Rathausplatz 1, 12345 Musterstadt"
    assert visit.reference in str(event["DESCRIPTION"])


def test_the_code_on_the_page_is_read_by_a_camera_in_light_and_dark(
    amina: Page, new_page: NewPage, town: str, picture: Picture
) -> None:
    number = book(amina)
    night = new_page(dark=True, width=1280)
    night.goto(amina.url)
    picture(night, "done-desktop-dark", whole=False)

    for page in (amina, night):
        image = page.get_by_alt_text("QR-Code mit Ihrer Terminnummer").evaluate(PIXELS)
        pixels = memoryview(bytes(image["grey"])).cast("B", (image["height"], image["width"]))
        (code,) = zxingcpp.read_barcodes(pixels)
        assert (code.text, code.format) == (number, zxingcpp.BarcodeFormat.QRCode)


def test_a_wrong_link_gets_a_friendly_page_whether_it_ever_was_one_or_not(amina: Page, town: str) -> None:
    book(amina)
    right = amina.url
    texts = set()
    for address in (f"{right[:-3]}AA/", f"/termin/{'B' * 30}/", "/termin/nichts/"):
        answer = amina.goto(address)
        assert answer
        assert answer.status == 404
        texts.add(main(amina).inner_text())

    assert len(texts) == 1
    expect(main(amina).get_by_role("link").first).to_be_visible()
    amina.goto(right)
    assert number_on(amina)
