"""How long a visit is, and what goes together."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.booking.rules import visit
from rathaus.booking.rules.visit import OfferPlan, OfficePlan, Wish, check_visit

OFFICE = OfficePlan(1, "Europe/Berlin", lead_minutes=60, horizon_days=60, hold_minutes=10, most_minutes=240)


def offer(
    service: int, minutes: int = 15, extra: int | None = None, most: int = 5, resources: tuple[int, ...] = (7,)
) -> OfferPlan:
    return OfferPlan(service, 1, minutes, extra, most, resources)


def plans(*offers: OfferPlan) -> dict[tuple[int, int], OfferPlan]:
    return {(o.service_id, 1): o for o in offers}


@given(st.integers(1, 96), st.one_of(st.none(), st.integers(0, 96)), st.integers(1, 9))
def test_each_further_person_adds_the_extra_minutes_or_the_full_ones(
    five: int, extra: int | None, persons: int
) -> None:
    minutes = line = five * 5
    more = minutes if extra is None else min(extra, minutes)
    for _ in range(persons - 1):
        line += more
    found = visit.line_minutes(offer(1, minutes, None if extra is None else more), persons)
    assert found == line


def test_several_services_add_up_and_round_up_to_five_minutes() -> None:
    found = check_visit([Wish(1, 2), Wish(2, 1)], OFFICE, plans(offer(1, 10, 7), offer(2, 15)), frozenset({(1, 2)}))
    assert found.ticks * 5 == 35  # 10 + 7 + 15 = 32
    assert found.persons == 2


def test_services_that_do_not_combine_are_refused() -> None:
    with pytest.raises(visit.NotCombinable):
        check_visit([Wish(1, 1), Wish(2, 1)], OFFICE, plans(offer(1), offer(2)), frozenset())


def test_one_resource_must_offer_all_services() -> None:
    with pytest.raises(visit.NotOfferedHere):
        check_visit(
            [Wish(1, 1), Wish(2, 1)],
            OFFICE,
            plans(offer(1, resources=(7,)), offer(2, resources=(8,))),
            frozenset({(1, 2)}),
        )


def test_the_order_of_alternatives_is_that_of_the_first_service() -> None:
    found = check_visit(
        [Wish(1, 1), Wish(2, 1)],
        OFFICE,
        plans(offer(1, resources=(9, 7, 8)), offer(2, resources=(8, 9))),
        frozenset({(1, 2)}),
    )
    assert found.resources == (9, 8)


@pytest.mark.parametrize("persons", [0, 6, 10_000])
def test_more_persons_than_a_service_takes_are_refused_at_the_field(persons: int) -> None:
    with pytest.raises(visit.TooManyPersons) as refused:
        check_visit([Wish(1, persons)], OFFICE, plans(offer(1)), frozenset())
    assert refused.value.field == "persons"


def test_a_visit_longer_than_the_office_allows_is_refused() -> None:
    with pytest.raises(visit.VisitTooLong):
        check_visit([Wish(1, 5)], OFFICE, plans(offer(1, 60)), frozenset())


def test_nothing_chosen_is_refused() -> None:
    with pytest.raises(visit.NoServiceChosen):
        check_visit([], OFFICE, {}, frozenset())


def test_a_service_the_office_does_not_offer_is_refused() -> None:
    with pytest.raises(visit.NotOfferedHere):
        check_visit([Wish(3, 1)], OFFICE, plans(offer(1)), frozenset())


@pytest.mark.parametrize(
    ("at", "tick"),
    [
        (datetime(2026, 11, 23, 8, 0, tzinfo=UTC), 120),
        (datetime(2026, 11, 23, 8, 0, 1, tzinfo=UTC), 121),
        (datetime(2026, 11, 23, 22, 30, tzinfo=UTC), 288),
    ],
)
def test_the_lead_time_leaves_only_later_ticks(at: datetime, tick: int) -> None:
    assert visit.earliest_tick(date(2026, 11, 23), OFFICE, at) == tick


def test_of_an_hour_lived_twice_only_the_first_pass_can_be_booked() -> None:
    day = date(2026, 10, 25)
    first_pass, second_pass = datetime(2026, 10, 24, 23, 15, tzinfo=UTC), datetime(2026, 10, 25, 0, 15, tzinfo=UTC)
    assert visit.earliest_tick(day, OFFICE, first_pass) == 27  # 2:15, an hour after 1:15
    assert visit.earliest_tick(day, OFFICE, second_pass) == 36  # 2:15 again: what is left begins at 3:00
