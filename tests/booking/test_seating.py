"""Whatever is booked can be seated."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from rathaus.booking.rules.seating import can_be_seated

visits = st.lists(st.tuples(st.integers(0, 8), st.integers(1, 4), st.integers(1, 3)), max_size=6)
seats = st.dictionaries(st.integers(1, 4), st.frozensets(st.integers(1, 3), min_size=1), max_size=4)


def by_trying_everything(booked: list[tuple[int, int, int]], places: dict[int, frozenset[int]]) -> bool:
    for choice in product(places, repeat=len(booked)):
        fits = all(v[2] in places[s] for v, s in zip(booked, choice, strict=True))
        apart = all(
            choice[i] != choice[j]
            or booked[i][0] + booked[i][1] <= booked[j][0]
            or booked[j][0] + booked[j][1] <= booked[i][0]
            for i in range(len(booked))
            for j in range(i)
        )
        if fits and apart:
            return True
    return not booked


@settings(max_examples=300, deadline=None)
@given(visits, seats)
def test_the_proof_agrees_with_trying_everything(
    booked: list[tuple[int, int, int]], places: dict[int, frozenset[int]]
) -> None:
    assert can_be_seated(booked, places) == by_trying_everything(booked, places)


def test_counts_alone_would_promise_too_much() -> None:
    # Two people, one of them alone can marry; both counts are fine, yet three visits cannot be seated.
    places = {1: frozenset({1}), 2: frozenset({1, 2})}
    assert can_be_seated([(0, 2, 1), (0, 2, 2)], places)
    assert not can_be_seated([(0, 2, 1), (0, 2, 1), (1, 2, 2)], places)
