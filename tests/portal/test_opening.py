"""Whether an office is open: from hours, closed days and the clock on the wall."""

from datetime import date, datetime, time

from rathaus.portal.opening import Door, Opening, Span, opening

MONDAY = date(2026, 11, 23)
MORNING, AFTERNOON = Span(time(8), time(12)), Span(time(14), time(18))
HOURS = {0: [MORNING, AFTERNOON], 3: [MORNING]}


def at(clock: str, day: date = MONDAY) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock))


def test_an_open_door_says_when_it_closes() -> None:
    assert opening(HOURS, {}, at("08:00")) == Opening(Door.OPEN, today=(MORNING, AFTERNOON), until=time(12))


def test_the_minute_of_closing_is_closed() -> None:
    assert opening(HOURS, {}, at("12:00")).door == Door.OPENS_TODAY


def test_at_noon_it_says_when_it_opens_again_today() -> None:
    found = opening(HOURS, {}, at("13:00"))

    assert (found.door, found.next_at) == (Door.OPENS_TODAY, at("14:00"))


def test_in_the_evening_it_names_the_next_open_day() -> None:
    found = opening(HOURS, {}, at("19:00"))

    assert (found.door, found.next_at, found.days_away) == (Door.CLOSED, at("08:00", date(2026, 11, 26)), 3)


def test_a_closed_day_is_skipped_and_named() -> None:
    closed = {MONDAY: "Personalversammlung", date(2026, 11, 26): "Feiertag"}

    found = opening(HOURS, closed, at("09:00"))

    assert (found.door, found.reason, found.next_at) == (
        Door.CLOSED,
        "Personalversammlung",
        at("08:00", date(2026, 11, 30)),
    )


def test_unknown_hours_are_said_to_be_unknown() -> None:
    assert opening({}, {}, at("09:00")) == Opening(Door.UNKNOWN)


def test_an_office_closed_for_weeks_promises_nothing() -> None:
    closed = {date.fromordinal(MONDAY.toordinal() + n): "Umbau" for n in range(60)}

    assert opening(HOURS, closed, at("09:00")).next_at is None
