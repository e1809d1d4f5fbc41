"""Ticks: the arithmetic that decides which times are free."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.booking.rules import ticks

ZONES = (
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/Havana",  # changes at midnight
    "Asia/Beirut",  # changes at midnight, so that an hour of the day before is lived twice
    "Australia/Lord_Howe",  # by half an hour
    "Africa/Casablanca",
    "UTC",
)
free_arrays = st.lists(st.integers(-3, 700), min_size=1, max_size=288)


def sent(values: list[int]) -> bytes:
    """What array_send gives for an int2 array."""
    head = b"".join(n.to_bytes(4, "big") for n in (1, 0, 21, len(values), 1))
    return head + b"".join((2).to_bytes(4, "big") + v.to_bytes(2, "big", signed=True) for v in values)


@given(free_arrays)
def test_the_bytes_of_the_database_say_which_ticks_are_free(values: list[int]) -> None:
    assert ticks.positive(sent(values)) == ticks.of_values(values)


@given(free_arrays, st.integers(1, 60))
def test_a_visit_fits_exactly_where_all_its_ticks_are_free(values: list[int], length: int) -> None:
    expected = {i for i in range(len(values) - length + 1) if all(v >= 1 for v in values[i : i + length])}
    assert set(ticks.each(ticks.runs(ticks.of_values(values), length))) == expected


@given(st.text(alphabet="01", max_size=288))
def test_the_raster_is_read_as_written(starts: str) -> None:
    assert set(ticks.each(ticks.of_text(starts))) == {i for i, c in enumerate(starts) if c == "1"}


def changes(zone: str, year: int) -> list[date]:
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    return [d for d in days if ticks.clock_change(d, zone)]


@pytest.mark.parametrize(
    ("zone", "expected"), [("Europe/Berlin", [date(2026, 3, 29), date(2026, 10, 25)]), ("UTC", [])]
)
def test_clock_changes_are_found(zone: str, expected: list[date]) -> None:
    assert changes(zone, 2026) == expected


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("year", range(2024, 2033))
def test_a_visit_on_any_day_of_a_clock_change_lasts_as_long_as_it_says(zone: str, year: int) -> None:
    for day in changes(zone, year):
        for length in (1, 3, 12, 24):
            for start in range(ticks.A_DAY - length):
                if (
                    ticks.missing(day, zone) >> start & ((1 << length) - 1)
                    or ticks.crossing(day, zone, length) >> start & 1
                ):
                    continue
                begin = ticks.starts_at(day, start, zone).astimezone(UTC)
                last = ticks.starts_at(day, start + length - 1, zone).astimezone(UTC)
                assert last - begin == timedelta(minutes=(length - 1) * ticks.MINUTES)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("year", range(2024, 2033))
def test_no_bookable_tick_lies_in_an_hour_that_does_not_exist(zone: str, year: int) -> None:
    for day in changes(zone, year):
        for tick in set(range(ticks.A_DAY)) - set(ticks.each(ticks.missing(day, zone))):
            local = ticks.starts_at(day, tick, zone)
            assert local.astimezone(UTC).astimezone(ZoneInfo(zone)).time() == local.time()


@given(st.integers(1, 100_000))
def test_minutes_round_up_to_ticks(minutes: int) -> None:
    assert 0 <= ticks.ticks_of(minutes) * ticks.MINUTES - minutes < ticks.MINUTES


def test_a_moment_is_read_as_wall_clock_of_the_office() -> None:
    assert ticks.local(datetime(2026, 7, 1, 22, 30, tzinfo=UTC), "Europe/Berlin").hour == 0
