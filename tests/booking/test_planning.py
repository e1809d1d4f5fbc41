"""Day sheets come from rules, closures and holidays."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.booking.actions import cancel
from rathaus.booking.models import DaySheet
from rathaus.booking.rules.planning import Opening, applies, plan_day, recount
from rathaus.identity.queries import CITIZEN
from rathaus.offices.models import Closure, MunicipalHoliday, Place
from tests.makers import Maker


def rule(weekday: int = 0, opens: str = "08:00", closes: str = "12:00", **values: Any) -> Opening:
    given: dict[str, Any] = {"capacity": 3, "public_share": 2, "raster": 15, **values}
    return Opening(weekday, time.fromisoformat(opens), time.fromisoformat(closes), **given)


def test_a_day_without_a_rule_has_no_sheet() -> None:
    assert plan_day([rule(0)], date(2026, 11, 24), "Europe/Berlin") is None


def test_rules_that_overlap_add_up() -> None:
    plan = plan_day(
        [rule(), rule(opens="10:00", closes="11:00", capacity=2, public_share=1)], date(2026, 11, 23), "Europe/Berlin"
    )
    assert plan is not None
    assert plan.first_tick == 96
    assert plan.capacity[23:25] == (3, 5)
    assert plan.starts[:4] == "1001"


def test_a_lunch_break_has_no_places() -> None:
    plan = plan_day([rule(), rule(opens="13:00", closes="15:00")], date(2026, 11, 23), "Europe/Berlin")
    assert plan is not None
    assert plan.capacity[48:60] == (0,) * 12
    assert plan.length == 84


def test_times_off_the_raster_open_late_and_close_early() -> None:
    plan = plan_day([rule(opens="08:03", closes="09:59")], date(2026, 11, 23), "Europe/Berlin")
    assert plan is not None
    assert (plan.first_tick, plan.length) == (97, 22)


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2026, 11, 28), True), (date(2026, 12, 5), False), (date(2026, 12, 12), True), (date(2026, 11, 14), True)],
)
def test_every_second_week_counts_from_the_anchor(day: date, expected: bool) -> None:
    assert applies(rule(5, every_weeks=2, anchor_on=date(2026, 11, 28)), day) is expected


@pytest.mark.parametrize(
    ("day", "nth", "expected"),
    [
        (date(2026, 12, 3), 1, True),
        (date(2026, 12, 10), 1, False),
        (date(2026, 12, 31), 5, True),
        (date(2026, 12, 24), 5, False),
    ],
)
def test_the_nth_weekday_of_a_month(day: date, nth: int, expected: bool) -> None:
    assert applies(rule(3, nth=nth), day) is expected


@pytest.mark.parametrize(
    ("day", "expected"), [(date(2026, 11, 23), True), (date(2026, 11, 30), False), (date(2026, 11, 16), False)]
)
def test_a_rule_holds_from_and_until(day: date, expected: bool) -> None:
    assert applies(rule(valid_from=date(2026, 11, 20), valid_until=date(2026, 11, 30)), day) is expected


def test_the_hour_that_spring_skips_has_no_places() -> None:
    plan = plan_day([rule(6, "00:00", "06:00")], date(2026, 3, 29), "Europe/Berlin")
    assert plan is not None
    assert plan.capacity[23:37] == (3,) + (0,) * 12 + (3,)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 8), st.booleans()), max_size=30))
def test_the_recount_takes_each_visit_once(taken: list[tuple[int, int, bool]]) -> None:
    free, left = recount([9] * 48, [6] * 48, 0, taken)
    for tick in range(48):
        here = [p for t, n, p in taken if t <= tick < t + n]
        assert free[tick] == 9 - len(here)
        assert left[tick] == 6 - sum(here)


def test_holidays_closures_and_the_towns_own_days_have_no_sheet(make: Maker) -> None:
    Place.objects.create(land="BY")
    office = make.office()
    resource = make.resource(office, rules=tuple((d, "08:00", "12:00") for d in range(7)))
    Closure.objects.create(
        office=office, from_on=date(2026, 12, 1), until_on=date(2026, 12, 3), reasons={"de": "Umzug"}
    )
    MunicipalHoliday.objects.create(day_on=date(2026, 12, 8), title="Stadtfest")
    make.sheets(resource, days=50)
    closed = {
        date(2026, 12, 1),
        date(2026, 12, 2),
        date(2026, 12, 8),
        date(2026, 12, 25),
        date(2026, 12, 26),
        date(2027, 1, 1),
        date(2027, 1, 6),
    }
    there = set(DaySheet.objects.values_list("day", flat=True))
    assert not closed & there
    assert date(2026, 12, 3) in there


def test_planning_again_changes_nothing(make: Maker) -> None:
    _, _, resource = make.counter()
    before = list(DaySheet.objects.order_by("pk").values())
    make.sheets(resource)
    assert list(DaySheet.objects.order_by("pk").values()) == before


def test_less_capacity_than_booked_says_overbooked_and_keeps_the_visits(make: Maker) -> None:
    office, service, resource = make.counter(capacity=2)
    monday = make.at.date() + timedelta(days=7)
    make.booked(office, service, monday, "09:00")
    make.booked(office, service, monday, "09:00", name="Dario")
    resource.rules.update(capacity=1, public_share=1)
    make.sheets(resource)
    sheet = DaySheet.objects.get(day=monday)
    assert sheet.overbooked
    assert sheet.free_all[12] == -1
    assert sheet.free_all[0] == 1


def test_a_day_is_no_longer_overbooked_once_the_excess_is_gone(make: Maker) -> None:
    office, service, resource = make.counter(capacity=2)
    monday = make.at.date() + timedelta(days=7)
    make.booked(office, service, monday, "09:00")
    second = make.booked(office, service, monday, "09:00", name="Dario")
    resource.rules.update(capacity=1, public_share=1)
    make.sheets(resource)

    cancel(appointment=second, by=CITIZEN, at=make.at)
    make.sheets(resource)

    assert not DaySheet.objects.get(day=monday).overbooked
