"""Opening hours are read as people write them."""

from datetime import time

import pytest

from rathaus.offices.hours import NotReadable, Span, read_spans, write_spans

MORNING, EVENING = Span(time(8), time(12)), Span(time(14), time(18, 30))


@pytest.mark.parametrize(
    "text",
    [
        "8–12, 14–18:30",
        "8-12,14-18.30",
        "08:00 bis 12:00 und 14 bis 18:30 Uhr",
        "8 – 12 Uhr; 14 – 18:30",
        " 8–12 14–18:30 ",
    ],
)
def test_many_ways_to_write_the_same(text: str) -> None:
    assert read_spans(text) == (MORNING, EVENING)


def test_nothing_means_closed() -> None:
    assert read_spans("  ") == ()


@pytest.mark.parametrize("text", ["vormittags", "8", "12–8", "8–8", "8–25", "8–12, 11–13", "14–18, 8–12", "8–12x"])
def test_what_is_no_list_of_spans_is_refused(text: str) -> None:
    with pytest.raises(NotReadable):
        read_spans(text)


def test_what_is_written_can_be_read_again() -> None:
    assert read_spans(write_spans((MORNING, EVENING))) == (MORNING, EVENING)
