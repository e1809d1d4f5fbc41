"""What an office must never be is refused by the database itself."""

from datetime import date, datetime, time

import pytest

from rathaus.offices.actions import report_barrier
from rathaus.offices.models import Arms, Closure, LegalText, Notice, OpeningHours, Place
from tests.makers import Maker
from tests.refusals import refused, refused_copy


@pytest.fixture
def office(make: Maker) -> None:
    """One office with hours, a closure and legal texts."""
    made = make.office()
    OpeningHours.objects.create(office=made, weekday=0, opens=time(8), closes=time(12))
    Closure.objects.create(office=made, from_on=date(2026, 12, 24), until_on=date(2026, 12, 25))
    LegalText.objects.create(kind="imprint", language="de", html="<p>x</p>")


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("offices_office SET latitude = 50", "offices_office_position_is_whole"),
        ("offices_office SET longitude = 7", "offices_office_position_is_whole"),
        ("offices_openinghours SET closes = opens", "offices_hours_open_before_they_close"),
        ("offices_openinghours SET weekday = 7", "offices_hours_weekday_known"),
        ("offices_closure SET until_on = from_on", "offices_closure_has_days"),
    ],
)
def test_an_office_that_cannot_be(office: None, change: str, constraint: str) -> None:
    assert constraint in refused(f"UPDATE {change}")


@pytest.mark.parametrize("name", ["colour_light", "colour_dark"])
def test_a_colour_that_is_none(town: str, name: str) -> None:
    Place.objects.create()

    assert "offices_place_colours_are_colours" in refused(f"UPDATE offices_place SET {name} = 'red;}}'")


@pytest.mark.parametrize(
    ("table", "constraint"),
    [
        ("offices_officetext", "offices_office_text_once_per_language"),
        ("offices_legaltext", "offices_legal_text_once_per_language"),
    ],
)
def test_the_same_words_twice(office: None, table: str, constraint: str) -> None:
    assert constraint in refused_copy(table)


def test_a_report_that_says_nothing(town: str) -> None:
    statement = (
        "INSERT INTO offices_barrierreport (page, text, email, language, created_at, is_answered) "
        "VALUES ('', '', '', 'de', now(), false)"
    )

    assert "offices_barrier_report_says_something" in refused(statement)


def test_a_restricted_report_of_nobody(town: str, now: datetime) -> None:
    report_barrier(page="", text="Zu klein.", email="", language="de", at=now)

    statement = "UPDATE offices_barrierreport SET restricted_at = now()"
    assert "offices_barrier_report_restricted_has_an_address" in refused(statement)


def test_second_arms(town: str) -> None:
    Arms.objects.create()

    assert "offices_arms_are_one" in refused("INSERT INTO offices_arms SELECT 99, false, '', false, '', false")


def test_a_notice_that_ends_before_it_begins(town: str, now: datetime) -> None:
    Notice.objects.create(from_at=now)

    assert "offices_notice_ends_after_it_begins" in refused("UPDATE offices_notice SET until_at = from_at")
