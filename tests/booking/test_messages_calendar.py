"""The calendar file: read back as a calendar program reads it, also where the clock changes."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from icalendar import Calendar

from rathaus.booking.actions import cancel, move
from rathaus.booking.ics import calendar_file
from rathaus.booking.models import Appointment
from rathaus.booking.rules import ticks
from rathaus.identity.queries import CITIZEN
from tests.makers import Maker

DAY = date(2026, 12, 7)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def visit(make: Maker) -> Appointment:
    """Amina, Monday, 7 December 2026, 9:20 to 9:40."""
    office, service, _resource = make.counter(minutes=20)
    return make.booked(office, service, DAY, "09:20")


def read(appointment: Appointment, **values: Any) -> Any:
    return Calendar.from_ical(calendar_file(appointment, **values))


def event_of(appointment: Appointment, **values: Any) -> Any:
    (event,) = read(appointment, **values).events
    return event


def test_it_says_when_and_where(visit: Appointment) -> None:
    event = event_of(visit)

    assert event.start == datetime(2026, 12, 7, 9, 20, tzinfo=BERLIN)
    assert event.end == datetime(2026, 12, 7, 9, 40, tzinfo=BERLIN)
    assert event["DTSTART"].params["TZID"] == event["DTEND"].params["TZID"] == "Europe/Berlin"
    assert event["SUMMARY"] == "Termin: Personalausweis"
    assert event["LOCATION"] == "Bürgerbüro, Marktplatz 1, 12345 Musterstadt"
    assert visit.reference in event["DESCRIPTION"]
    assert "0221 4710 100" in event["DESCRIPTION"]
    assert event["STATUS"] == "CONFIRMED"


def test_it_brings_the_rules_of_its_zone(visit: Appointment) -> None:
    (zone,) = read(visit).timezones

    assert zone["TZID"] == "Europe/Berlin"
    found = zone.to_tz(lookup_tzid=False)
    for moment in (datetime(2026, 7, 1, 12), datetime(2026, 12, 7, 9, 20)):  # noqa: DTZ001 - the zone is what is tested
        assert moment.replace(tzinfo=found).utcoffset() == moment.replace(tzinfo=BERLIN).utcoffset()


@pytest.mark.parametrize("method", ["PUBLISH", "REQUEST", "CANCEL"])
def test_it_says_what_it_wants(visit: Appointment, method: Any) -> None:
    calendar = read(visit, method=method)

    assert calendar["METHOD"] == method
    assert calendar["VERSION"] == "2.0"
    assert calendar.events[0]["ORGANIZER"] == "mailto:post@rathaus.localhost"
    assert calendar.events[0]["ORGANIZER"].params["CN"] == "Musterstadt"
    assert calendar.events[0].get("ATTENDEE") == (None if method == "PUBLISH" else "mailto:amina@example.org")
    assert calendar.errors == []


def test_one_event_through_all_changes(visit: Appointment, now: datetime) -> None:
    booked = event_of(visit, method="REQUEST")
    move(appointment=visit, day=DAY, tick=ticks.tick_at(time(10)), by=CITIZEN, at=now + timedelta(hours=1))
    moved = event_of(visit, method="REQUEST")
    cancel(appointment=visit, by=CITIZEN, at=now + timedelta(hours=2))
    off = event_of(visit, method="CANCEL")

    assert booked["UID"] == moved["UID"] == off["UID"]
    assert [e["SEQUENCE"] for e in (booked, moved, off)] == [0, 1, 2]
    assert booked["DTSTAMP"].dt < moved["DTSTAMP"].dt < off["DTSTAMP"].dt
    assert moved.start.time() == time(10)
    assert off["STATUS"] == "CANCELLED"


@pytest.mark.parametrize(
    ("day", "clock", "minutes", "utc"),
    [
        (date(2027, 3, 28), "01:30", 30, ["00:30", "01:00"]),  # right before the hour that spring skips
        (date(2027, 3, 28), "03:00", 30, ["01:00", "01:30"]),  # right after it
        (date(2027, 10, 31), "02:30", 30, ["00:30", "01:00"]),  # the first pass of the repeated hour
        (date(2027, 10, 31), "03:00", 30, ["02:00", "02:30"]),  # after the second pass
        (date(2027, 12, 31), "23:30", 30, ["22:30", "23:00"]),  # up to midnight of the year
    ],
)
def test_days_of_clock_change(visit: Appointment, day: date, clock: str, minutes: int, utc: list[str]) -> None:
    visit.day, visit.first_tick = day, ticks.tick_at(time.fromisoformat(clock))
    visit.ticks = minutes // ticks.MINUTES

    event = event_of(visit)

    found = [moment.dt.astimezone(ZoneInfo("UTC")).strftime("%H:%M") for moment in (event["DTSTART"], event["DTEND"])]
    if clock == "02:30":  # its end is the first 3:00 there is, which only comes after the second pass
        assert (found[0], event["DTEND"].dt.time()) == ("00:30", time(3))
    else:
        assert found == utc


def test_a_sensitive_visit_is_not_named_and_only_its_address_is(visit: Appointment, make: Maker) -> None:
    office = make.office("Schuldnerberatungsstelle")
    service = make.service("Schuldnerberatung", is_sensitive=True)
    resource = make.resource(office)
    make.offer(service, office, resource)
    make.sheets(resource)
    delicate = make.booked(office, service, DAY, "09:20")

    text = calendar_file(delicate).decode()

    assert "Schuld" not in text
    assert event_of(delicate)["SUMMARY"] == "Persönliches Anliegen"
    assert event_of(delicate)["LOCATION"] == "Marktplatz 1, 12345 Musterstadt"


def test_it_holds_nothing_that_others_should_not_read(visit: Appointment) -> None:
    Appointment.objects.update(mobile="0151 23456789", remark="Rollstuhl")
    visit.refresh_from_db()

    text = calendar_file(visit).decode()

    assert event_of(visit)["CLASS"] == "PRIVATE"
    for secret in ("Amina", "amina", "0151", "Rollstuhl", "/termin/"):
        assert secret not in text


def test_texts_that_end_lines_end_none(visit: Appointment, make: Maker) -> None:
    visit.lines.get().service.texts.update(title="Pass\r\nATTENDEE:mailto:dario@example.org\\n; , ü" + "x" * 200)
    visit.refresh_from_db()

    (event,) = read(visit).events

    assert "ATTENDEE" not in event
    assert "ü" in event["SUMMARY"]
    assert all(len(line.encode()) <= 75 for line in calendar_file(visit).decode().split("\r\n"))


def test_in_english_it_is_english(visit: Appointment) -> None:
    with translation.override("en"):
        event = event_of(visit)

    assert event["SUMMARY"].startswith("Appointment: ")
    assert event["DESCRIPTION"].startswith("Appointment number: ")
