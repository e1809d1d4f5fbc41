"""Month, strip, times and countdown: links and buttons first, scripts only make them nicer."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from rathaus.ui.calendar import Slot, build_month, build_strip, group_slots, weekday_letters
from tests.ui.gallery.render import NOW
from tests.ui.markup import Markup, render

MONDAY = date(2026, 12, 7)
COUNTS = {MONDAY: 3, MONDAY + timedelta(days=1): 1}


def month_page(**more: Any) -> Markup:
    month = build_month(
        first=MONDAY, counts=COUNTS, url=lambda day: f"?tag={day}", today=date(2026, 12, 3), selected=MONDAY
    )
    return render("{% month_picker month target=target %}", month=month, target="", **more)


def test_the_days_of_a_month_are_a_table_with_weekdays_as_heads() -> None:
    page = month_page()
    assert [head["scope"] for head in page.all("th")] == ["col"] * 7
    assert page.one("table")["aria-labelledby"] in page.ids


def test_a_free_day_is_a_link_that_tells_date_and_number() -> None:
    link = month_page().one("a", href="?tag=2026-12-07")
    assert "Montag, 7. Dezember 2026" in link.text
    assert "3 frei" in link.text
    assert link["aria-current"] == "date"


def test_a_day_without_free_times_is_no_link_and_says_so() -> None:
    page = month_page()
    assert len(page.all("a")) == len(COUNTS)
    assert any("nichts frei" in element.text for element in page.classed("rh-day--none"))


def test_with_a_target_a_day_changes_only_that_part() -> None:
    month = build_month(first=MONDAY, counts=COUNTS, url=lambda day: f"?tag={day}", today=MONDAY)
    link = render('{% month_picker month target="#zeiten" %}', month=month).one("a", href="?tag=2026-12-07")
    assert (link["hx-get"], link["hx-target"], link["hx-select"]) == ("?tag=2026-12-07", "#zeiten", "#zeiten")


def test_a_strip_says_how_many_times_are_free_in_words() -> None:
    days = build_strip(start=MONDAY, counts=COUNTS, url=str, today=MONDAY, length=3)
    texts = [element.text for element in render("{% day_strip days %}", days=days).classed("rh-strip__day")]
    assert ["3 Zeiten" in texts[0], "1 Zeit" in texts[1], "voll" in texts[2]] == [True, True, True]
    assert "Heute" in texts[0]


def test_each_time_is_a_button_that_sends_its_value() -> None:
    groups = group_slots([Slot(time(13, 5), "1305"), Slot(time(9, 20), "920")])
    page = render("{% slot_groups groups %}", groups=groups)
    buttons = page.all("button", type_="submit", name="start")
    assert [(button["value"], button.text) for button in buttons] == [("920", "9:20 Uhr"), ("1305", "13:05 Uhr")]
    assert [heading.text for heading in page.all("h3")] == ["Vormittag", "Nachmittag"]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (540, "Noch 9 Minuten für Sie frei gehalten"),
        (481, "Noch 9 Minuten für Sie frei gehalten"),
        (60, "Noch 1 Minute für Sie frei gehalten"),
        (0, "Die Zeit ist abgelaufen. Was Sie eingegeben haben, bleibt stehen."),
        (-5, "Die Zeit ist abgelaufen. Was Sie eingegeben haben, bleibt stehen."),
    ],
)
def test_the_time_left_is_told_in_words(seconds: int, text: str) -> None:
    page = countdown(NOW + timedelta(seconds=seconds))
    assert page.classed("rh-countdown__text")[0].text == text


def test_the_last_two_minutes_stand_out() -> None:
    assert countdown(NOW + timedelta(seconds=120)).classed("rh-countdown--near")
    assert not countdown(NOW + timedelta(seconds=121)).classed("rh-countdown--near")


def test_more_time_sends_along_what_was_typed() -> None:
    page = render(
        '{% countdown until=until now=now extend_url="/mehr/" extend_form="angaben" %}',
        until=NOW + timedelta(minutes=5),
        now=NOW,
    )
    button = page.one("button")
    assert (button["form"], button["formaction"]) == ("angaben", "/mehr/")
    assert "formnovalidate" in button.attributes
    assert page.all("form") == []


def test_no_more_time_is_offered_when_none_is_left_to_give() -> None:
    until = NOW + timedelta(minutes=5)
    page = render('{% countdown until=until now=now extend_url="/mehr/" extend_left=0 %}', until=until, now=NOW)
    assert page.all("button") == []


def countdown(until: datetime) -> Markup:
    return render('{% countdown until=until now=now expired_url="/zeit/" %}', until=until, now=NOW)


@pytest.mark.parametrize(("language", "letters"), [("de", "Mo"), ("tr", "Pt"), ("ru", "пн"), ("pl", "po"), ("ar", "ن")])
def test_a_weekday_is_named_as_calendars_of_the_language_do(language: str, letters: str) -> None:
    assert weekday_letters(MONDAY, language) == letters
