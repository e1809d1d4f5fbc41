"""Amina chooses day and time: the next free one, the calendar, the list, and a way on where nothing is free."""

from datetime import date, timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from rathaus.booking.actions.planning import plan_sheets
from rathaus.booking.models import DaySheet
from rathaus.offices.models import OfficeText
from tests.booking.journey import Counter
from tests.browser.conftest import NewPage
from tests.browser.steps import Counted, Picture, choose_time, main, see, show_day, slot, times_of
from tests.makers import Maker


def open_day(counter: Counter, number: int) -> date:
    """The first, second, ... day from tomorrow on that is no holiday."""
    days = DaySheet.objects.filter(resource=counter.resource, day__gt=timezone.localdate()).order_by("day")
    return days.values_list("day", flat=True)[number - 1]


def test_the_next_free_time_stands_on_top_and_is_taken_with_one_tap(amina: Page, counter: Counter, make: Maker) -> None:
    first = open_day(counter, 3)
    DaySheet.objects.filter(resource=counter.resource, day__lt=first).delete()
    make.booked(counter.office, counter.service, first, "08:00")

    times_of(amina, counter)

    next_free = amina.get_by_role("region", name="Der nächste freie Termin")
    expect(next_free).to_contain_text("8:15 Uhr")
    below = amina.get_by_role("table").bounding_box()
    above = next_free.bounding_box()
    assert above
    assert below
    assert above["y"] < below["y"]
    next_free.get_by_role("button", name="Diesen Termin nehmen").click()
    see(amina, "Wer kommt?")
    expect(main(amina)).to_contain_text("8:15 Uhr")


def test_a_day_of_the_calendar_brings_its_times_without_a_new_page(amina: Page, counter: Counter, make: Maker) -> None:
    first, second = open_day(counter, 1), open_day(counter, 2)
    make.booked(counter.office, counter.service, second, "09:00")
    times_of(amina, counter, tag=str(first))
    counted = Counted(amina)
    expect(slot(amina, "9:00")).to_be_visible()

    show_day(amina, second)

    expect(amina.locator("[data-rh-times-day]")).to_have_value(str(second))
    expect(slot(amina, "9:15")).to_be_visible()
    expect(slot(amina, "9:00")).to_have_count(0)
    assert counted.addresses == []


def test_the_list_of_free_days_does_the_same_as_the_calendar(amina: Page, counter: Counter, make: Maker) -> None:
    first, second = open_day(counter, 1), open_day(counter, 2)
    make.booked(counter.office, counter.service, second, "09:00")
    times_of(amina, counter, tag=str(first))
    counted = Counted(amina)
    amina.get_by_text("Freie Tage als Liste").click()
    listed = amina.locator(f"#tage-liste a[href$='tag={second}']")
    expect(listed.locator("xpath=..")).to_contain_text("35 Zeiten frei")

    listed.click()

    expect(amina.locator("#zeiten-titel")).to_be_focused()
    expect(amina.locator("[data-rh-times-day]")).to_have_value(str(second))
    expect(slot(amina, "9:00")).to_have_count(0)
    expect(listed).to_have_attribute("aria-current", "date")
    assert counted.addresses == []


def test_each_day_of_the_calendar_says_how_many_times_are_free(amina: Page, counter: Counter, make: Maker) -> None:
    first, second = open_day(counter, 1), open_day(counter, 2)
    for clock in ("08:00", "08:15"):
        make.booked(counter.office, counter.service, first, clock)
    DaySheet.objects.filter(resource=counter.resource, day=second).delete()

    times_of(amina, counter, tag=str(first))

    expect(amina.locator(f"a.rh-day[href$='tag={first}']")).to_contain_text("34 frei")
    expect(amina.locator(f"a.rh-day[href$='tag={second}']")).to_have_count(0)


def test_a_month_without_free_times_leads_on(amina: Page, counter: Counter, picture: Picture) -> None:
    _free_only_from(counter, 35)
    times_of(amina, counter, monat=f"{timezone.localdate():%Y-%m}")

    expect(amina.get_by_role("heading", name="In diesem Monat ist nichts frei")).to_be_visible()
    expect(amina.get_by_text("Die nächste freie Zeit ist:")).to_be_visible()
    picture(amina, "month-without-times")
    for _turn in range(2):
        if not amina.locator("a.rh-day").count():
            amina.get_by_role("link", name="Nächster Monat").click()
            expect(amina.locator(".rh-month__title")).to_be_focused()
    amina.locator("a.rh-day").first.click()
    amina.locator("#zeiten").get_by_role("button").first.click()

    see(amina, "Wer kommt?")


def test_where_nothing_is_free_there_are_other_offices_the_phone_and_the_online_way(
    amina: Page, counter: Counter, make: Maker, picture: Picture
) -> None:
    DaySheet.objects.filter(resource=counter.resource).delete()
    OfficeText.objects.filter(office=counter.office).update(phone_hours="Montag bis Freitag, 8 bis 16 Uhr")
    counter.service.online_url = "https://online.example/sternenschau"
    counter.service.save()
    other = make.office("Planetarium", is_public=True)
    resource = make.resource(other, rules=tuple((weekday, "08:00", "17:00") for weekday in range(7)))
    make.offer(counter.service, other, resource)
    make.sheets(resource)

    times_of(amina, counter)

    expect(main(amina)).to_contain_text("Hier ist im Moment nichts frei")
    expect(main(amina).get_by_role("link", name="0221 4710 100")).to_have_attribute("href", "tel:02214710100")
    expect(main(amina)).to_contain_text("Montag bis Freitag, 8 bis 16 Uhr")
    expect(main(amina).get_by_role("link", name="online erledigen")).to_have_attribute(
        "href", "https://online.example/sternenschau"
    )
    picture(amina, "nothing-free")
    amina.get_by_role("link", name="Andere Ämter ansehen").click()
    offices = amina.get_by_role("listitem").filter(has=amina.get_by_role("heading", level=3))
    expect(offices.filter(has_text="Sternwarte")).to_contain_text("Hier ist im Moment nichts frei.")
    offices.filter(has_text="Planetarium").get_by_role("button", name="Diesen Termin nehmen").click()
    see(amina, "Wer kommt?")
    other.is_public = False
    other.save()


def test_a_wished_day_without_free_times_gives_way_to_the_next(amina: Page, counter: Counter) -> None:
    wished, next_one = open_day(counter, 4), open_day(counter, 5)
    DaySheet.objects.filter(resource=counter.resource, day=wished).delete()

    times_of(amina, counter, tag=str(wished))

    expect(main(amina)).to_contain_text("Am gewünschten Tag ist nichts frei.")
    expect(amina.locator("[data-rh-times-day]")).to_have_value(str(next_one))


def test_the_pages_of_office_and_time_fit_a_wide_screen(new_page: NewPage, picture: Picture) -> None:
    page = new_page(width=1280)
    choose_time(page, office="Bürgerbüro Mitte")
    picture(page, "times-desktop")
    page.get_by_text("Freie Tage als Liste").click()
    picture(page, "times-list-desktop")

    table, times = page.get_by_role("table").bounding_box(), page.locator("#zeiten").bounding_box()
    assert table
    assert times
    assert times["x"] > table["x"] + table["width"] - 1, "the times stand beside the calendar"


def _free_only_from(counter: Counter, days: int) -> None:
    DaySheet.objects.filter(resource=counter.resource).delete()
    first = timezone.localdate() + timedelta(days=days)
    plan_sheets(resources=[counter.resource], first=first, last=first + timedelta(days=14))
