"""Days, weeks, months and times, laid out for any month and any counts."""

from collections.abc import Mapping
from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as some

from rathaus.ui.calendar import Month, Slot, build_month, build_strip, group_slots, month_after

DATES = some.dates(date(2024, 1, 1), date(2032, 12, 31))
COUNTS = some.dictionaries(some.integers(0, 60), some.integers(0, 99), max_size=40)


def laid_out(first: date, offsets: Mapping[int, int], **more: date | None) -> Month:
    start = first.replace(day=1) - timedelta(days=7)
    return build_month(
        first=first,
        counts={start + timedelta(days=offset): count for offset, count in offsets.items()},
        url=lambda day: f"?tag={day}",
        today=more.pop("today", None) or first,
        month_url=lambda day: f"?monat={day:%Y-%m}",
        **more,
    )


@given(DATES, COUNTS)
def test_a_month_is_whole_weeks_from_monday(first: date, offsets: dict[int, int]) -> None:
    days = [day.date for week in laid_out(first, offsets).weeks for day in week.days]
    assert days[0].weekday() == 0
    assert len(days) % 7 == 0
    assert days == [days[0] + timedelta(days=offset) for offset in range(len(days))]


@given(DATES, COUNTS)
def test_a_month_shows_each_of_its_days_once(first: date, offsets: dict[int, int]) -> None:
    days = [day.date for day in laid_out(first, offsets).days]
    beginning = first.replace(day=1)
    assert days == [beginning + timedelta(days=offset) for offset in range((month_after(first) - beginning).days)]


@given(DATES, COUNTS, some.integers(0, 40), some.integers(0, 40))
def test_only_free_days_within_reach_can_be_chosen(
    first: date, offsets: dict[int, int], lead: int, horizon: int
) -> None:
    today = first.replace(day=1)
    earliest, latest = today + timedelta(days=lead), today + timedelta(days=lead + horizon)
    month = laid_out(first, offsets, today=today, earliest=earliest, latest=latest)
    for day in (day for week in month.weeks for day in week.days):
        assert bool(day.url) == (day.count > 0) == (not day.is_disabled)
        if day.url:
            assert earliest <= day.date <= latest
            assert not day.is_outside


@given(DATES, DATES)
def test_at_most_one_day_is_chosen_and_one_is_today(first: date, other: date) -> None:
    month = laid_out(first, {}, selected=other, today=other)
    chosen = [day.date for day in month.days if day.is_selected]
    inside = (other.year, other.month) == (first.year, first.month)
    assert chosen == [day.date for day in month.days if day.is_today] == ([other] if inside else [])


def test_one_turns_no_further_than_there_is_something_to_book() -> None:
    first, today = date(2026, 12, 1), date(2026, 12, 3)
    month = laid_out(first, {}, today=today, latest=date(2027, 1, 20))
    assert (month.previous_url, month.next_url) == ("", "?monat=2027-01")
    later = laid_out(date(2027, 1, 1), {}, today=today, latest=date(2027, 1, 20))
    assert (later.previous_url, later.next_url) == ("?monat=2026-12", "")


@given(DATES, COUNTS)
def test_a_strip_lists_days_in_a_row(start: date, offsets: dict[int, int]) -> None:
    counts = {start + timedelta(days=offset): count for offset, count in offsets.items()}
    strip = build_strip(start=start, counts=counts, url=str, today=start)
    assert [day.date for day in strip] == [start + timedelta(days=offset) for offset in range(7)]
    assert all(bool(day.url) == (day.count > 0) for day in strip)


@given(some.lists(some.times(), unique=True))
def test_times_are_grouped_in_order_and_none_is_lost(times: list[time]) -> None:
    groups = group_slots([Slot(start=moment, value=str(moment)) for moment in times])
    assert [slot.start for group in groups for slot in group.slots] == sorted(times)
    assert all(group.slots for group in groups)
