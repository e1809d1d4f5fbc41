"""Amina reads Arabic: everything runs from right to left, from the first page to the last mail."""

import re
from datetime import date

from playwright.sync_api import Locator, Page, expect

from rathaus.booking.models import Appointment, State
from tests.browser import looks
from tests.browser.conftest import NewPage
from tests.browser.house import Mails
from tests.browser.keys import press, tab_to
from tests.browser.steps import Picture, answer, main, number_on, see

SERVICE = "Personalausweis beantragen"
BOOK, OTHER_TIMES, FINISH = "حجز موعد", "أوقات أخرى", "حجز الموعد نهائيًا"
NAME, EMAIL = "الاسم الأول واسم العائلة", "البريد الإلكتروني"
WHERE, WHEN, WHO = "إلى أين تريدون الذهاب؟", "متى تريدون الحضور؟", "من سيحضر؟"
BOOKED, MOVED, CANCELLED = "تم حجز موعدكم", "تم تغيير موعدكم", "أُلغي هذا الموعد"
MOVE, CANCEL, YES_CANCEL, NEXT_MONTH = "تغيير الموعد", "إلغاء الموعد", "نعم، إلغاء الموعد", "الشهر التالي"


def test_she_books_moves_and_cancels_in_arabic(new_page: NewPage, town: str, mails: Mails, picture: Picture) -> None:
    email = "amina.arabic@example.org"
    page = new_page(language="ar")
    _finds_times(page, picture)
    _takes_the_first(page, email, picture)

    booked = Appointment.objects.get(reference=number_on(page))
    assert (booked.language, booked.name, booked.state) == ("ar", "أمينة يلماز", State.CONFIRMED)
    mail = mails.wait_for(email, subject="تم الحجز")
    assert '<html lang="ar" dir="rtl">' in mail["html"]
    assert "رقم الموعد" in mail["text"]
    page.goto(mail["links"][0])
    _is_good(page)

    page.get_by_role("link", name=MOVE, exact=True).click()
    page.get_by_role("link", name=NEXT_MONTH).click()
    expect(page).to_have_url(re.compile("monat="))
    page.locator("#zeiten").get_by_role("button").first.click()
    see(page, MOVED)
    assert Appointment.objects.get(pk=booked.pk).day > booked.day
    mails.wait_for(email, subject="وقت جديد")

    page.get_by_role("link", name=CANCEL, exact=True).click()
    _is_good(page)
    page.get_by_role("button", name=YES_CANCEL).click()
    see(page, CANCELLED)
    assert Appointment.objects.get(pk=booked.pk).state == State.CANCELLED
    mails.wait_for(email, subject="تم الإلغاء")


def test_she_books_in_arabic_without_scripts(new_page: NewPage, town: str) -> None:
    page = new_page(language="ar", scripts=False)
    page.goto("/ar/leistungen/personalausweis/")
    main(page).get_by_role("button", name=BOOK).click()
    page.get_by_role("link", name=OTHER_TIMES).first.click()
    page.locator("#zeiten").get_by_role("button").first.click()
    page.get_by_label(NAME).fill("أمينة يلماز")
    page.get_by_role("button", name=FINISH).click()
    see(page, BOOKED)

    assert Appointment.objects.get(reference=number_on(page)).language == "ar"


def test_the_left_arrow_leads_to_the_next_day_where_days_run_from_right_to_left(new_page: NewPage) -> None:
    page = new_page(language="ar")
    page.goto("/ar/leistungen/personalausweis/")
    main(page).get_by_role("button", name=BOOK).click()
    page.get_by_role("link", name=OTHER_TIMES).first.click()
    page.get_by_role("link", name=NEXT_MONTH).click()
    expect(page).to_have_url(re.compile("monat="))
    days = page.locator("a.rh-day")
    expect(days.nth(1)).to_be_visible()
    tab_to(page, page.locator("a.rh-day[tabindex='0']"))
    first = _day_with_focus(page)

    press(page, "ArrowLeft")
    assert _day_with_focus(page) > first
    press(page, "ArrowRight")
    assert _day_with_focus(page) == first

    boxes = [box for box in (days.nth(0).bounding_box(), days.nth(1).bounding_box()) if box]
    assert boxes[1]["x"] < boxes[0]["x"] or boxes[1]["y"] > boxes[0]["y"]


def _finds_times(page: Page, picture: Picture) -> None:
    page.goto("/")
    page.get_by_text("Sprache wählen: Deutsch").click()
    page.locator("a[hreflang=ar]:visible").click()
    see(page, "أهلًا بكم في البلدية")
    _is_good(page)
    picture(page, "start-arabic", whole=False)

    page.get_by_role("searchbox", name="ماذا تريدون أن تنجزوا؟").fill("personalausweis")
    answer(page, SERVICE).click()
    _says_what_is_german(page)
    _is_good(page)
    main(page).get_by_role("button", name=BOOK).click()
    see(page, WHERE)
    _is_good(page)
    page.get_by_role("link", name=OTHER_TIMES).first.click()
    see(page, WHEN)
    _is_good(page)
    picture(page, "times-arabic", whole=False)


def _takes_the_first(page: Page, email: str, picture: Picture) -> None:
    page.locator("#zeiten").get_by_role("button").first.click()
    see(page, WHO)
    expect(page.get_by_text("محجوز لكم لمدة 10 دقائق أخرى").first).to_be_visible()
    _writes_an_address_from_left_to_right(page.get_by_label(EMAIL))
    page.get_by_label(NAME).fill("أمينة يلماز")
    page.get_by_label(EMAIL).fill(email)
    _is_good(page)
    page.get_by_role("button", name=FINISH).click()
    see(page, BOOKED)
    _is_good(page)
    picture(page, "done-arabic", whole=False)


def _day_with_focus(page: Page) -> date:
    address = str(page.evaluate("document.activeElement.getAttribute('href')"))
    return date.fromisoformat(address.rpartition("tag=")[2])


def _is_good(page: Page) -> None:
    """The page runs from right to left, fits the phone, and axe finds nothing."""
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    looks.settle(page)
    assert looks.look(page, language="ar", target=looks.CITIZEN) == []
    assert looks.axe(page) == []


def _says_what_is_german(page: Page) -> None:
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text(SERVICE)
    expect(title).to_have_attribute("lang", "de")
    expect(title).to_have_attribute("dir", "ltr")


def _writes_an_address_from_left_to_right(field: Locator) -> None:
    assert field.evaluate("field => getComputedStyle(field).direction") == "ltr"
