"""A day's load: every lane as long as the day, every cell a number and a picture of it."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rathaus.ui.timeline import Cell, Load, build_timeline
from tests.ui.markup import render

STEPS = some.lists(some.tuples(some.integers(0, 40), some.integers(0, 20)), max_size=40)


@given(some.lists(STEPS, max_size=4), some.sampled_from([5, 15, 30, 60]))
def test_lanes_and_heads_cover_the_same_day(rows: list[list[tuple[int, int]]], step: int) -> None:
    day = build_timeline(start=time(7), step=step, loads=[Load(str(index), row) for index, row in enumerate(rows)])
    length = max((len(row) for row in rows), default=0)
    assert {len(lane.cells) for lane in day.lanes} <= {length}
    assert sum(span for _, span in day.hours) == length


@given(some.integers(0, 99), some.integers(0, 99))
def test_the_picture_is_empty_only_when_nobody_comes(taken: int, capacity: int) -> None:
    level = Cell(time(9), taken, capacity).level
    assert 0 <= level <= 10
    assert (level == 0) == (taken == 0)


def test_a_step_must_divide_the_hour() -> None:
    with pytest.raises(ValueError, match="does not divide"):
        build_timeline(start=time(8), step=7, loads=[])


def test_each_cell_is_read_with_its_time_and_capacity() -> None:
    day = build_timeline(start=time(8), step=30, loads=[Load("Ausweise", [(3, 8), (0, 0)])], now=time(8, 10))
    page = render('{% timeline day caption="Auslastung" %}', day=day)
    assert [cell.text for cell in page.all("td")] == ["8:00: 3 von 8 belegt", "8:30: geschlossen"]
    assert page.one("th", scope="row").text == "Ausweise"
    assert page.all("td")[0].has_class("rh-load--now")
