"""Who edits rules, counters, offers and closures changes the sheets in the same step, and loses no visit."""

from datetime import date, time, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.audit.models import Event
from rathaus.booking.actions.closures import Days, close, open_again
from rathaus.booking.actions.counters import RuleValues, add_counter, change_counter, remove_rule, save_rule
from rathaus.booking.actions.offers import OfferedAlready, OfferValues, save_offer
from rathaus.booking.actions.planning import openings
from rathaus.booking.actions.policy import PolicyValues, set_policy
from rathaus.booking.models import Alternative, Appointment, CounterClosure, DaySheet, OpeningRule, State
from rathaus.booking.outlook import outlook, visits_between
from rathaus.booking.rules.planning import Plan, places, without_place
from rathaus.booking.verify import differences
from rathaus.core.errors import NotPermitted
from rathaus.identity.queries import Actor
from rathaus.identity.rights import Right
from rathaus.offices.actions.office import NoDays
from rathaus.offices.models import Closure
from tests.makers import Maker

ADA = Actor("staff/ada", is_staff=True, grants=frozenset({(Right.PLAN, None)}))
MONDAY = date(2026, 11, 30)


def rule(opens: str = "08:00", closes: str = "12:00", **values: int) -> RuleValues:
    given = {"weekday": 0, "capacity": 2, "public_share": 2, "raster": 15, **values}
    return RuleValues(opens=time.fromisoformat(opens), closes=time.fromisoformat(closes), **given)  # type: ignore[arg-type]


def lead_of(office_id: int) -> Actor:
    return Actor("staff/leon", frozenset({office_id}), is_staff=True, grants=frozenset({(Right.PLAN, office_id)}))


def test_a_new_counter_opens_by_its_first_rule(make: Maker) -> None:
    office = make.office()
    counter = add_counter(office_id=office.pk, title="Schalter 1", by=ADA, at=make.at)
    assert not DaySheet.objects.filter(resource=counter).exists()

    save_rule(counter=counter, rule_id=None, values=rule(), by=ADA, at=make.at)

    sheet = DaySheet.objects.get(resource=counter, day=MONDAY)
    assert (sheet.first_tick, sheet.length, sheet.capacity[0]) == (96, 48, 2)
    assert Event.objects.filter(action="booking.save_rule", actor="staff/ada").count() == 1


def test_a_rule_that_goes_takes_its_sheets_along_but_no_visit(make: Maker) -> None:
    office, service, counter = make.counter()
    visit = make.booked(office, service, MONDAY, "09:00")

    planned = remove_rule(counter=counter, rule_id=counter.rules.get().pk, by=ADA, at=make.at)

    assert planned.overbooked == 1
    assert list(DaySheet.objects.filter(resource=counter).values_list("day", flat=True)) == [MONDAY]
    visit.refresh_from_db()
    assert visit.state == State.CONFIRMED
    assert list(differences()) == []


def test_a_resting_counter_has_no_places_and_wakes_with_all(make: Maker) -> None:
    _office, _service, counter = make.counter()
    before = DaySheet.objects.filter(resource=counter).count()
    change_counter(counter=counter, title="Schalter A", is_active=False, by=ADA, at=make.at)
    assert not DaySheet.objects.filter(resource=counter).exists()
    change_counter(counter=counter, title="Schalter A", is_active=True, by=ADA, at=make.at)
    assert DaySheet.objects.filter(resource=counter).count() >= before


def test_an_offer_shorter_than_the_others_makes_the_raster_finer(make: Maker) -> None:
    office = make.office()
    service, other = make.service(), make.service("Reisepass")
    counter = make.resource(office, raster=None)
    first = OfferValues(service_id=service.pk, minutes=30, counters=(counter.pk,))
    save_offer(office_id=office.pk, offer_id=None, values=first, by=ADA, at=make.at)
    assert DaySheet.objects.get(day=MONDAY).starts[:6] == "100000"

    second = OfferValues(service_id=other.pk, minutes=10, counters=(counter.pk,))
    save_offer(office_id=office.pk, offer_id=None, values=second, by=ADA, at=make.at)

    assert DaySheet.objects.get(day=MONDAY).starts[:6] == "101010"
    with pytest.raises(OfferedAlready):
        save_offer(office_id=office.pk, offer_id=None, values=second, by=ADA, at=make.at)


def test_counters_of_an_offer_keep_the_order_that_was_given_and_never_come_from_elsewhere(make: Maker) -> None:
    office, service, first = make.counter()
    second, foreign = make.resource(office), make.resource(make.office())
    offer = service.offers.get()
    values = OfferValues(service_id=service.pk, minutes=15, counters=(second.pk, foreign.pk, first.pk))

    save_offer(office_id=office.pk, offer_id=offer.pk, values=values, by=ADA, at=make.at)

    standing = Alternative.objects.filter(offer=offer).order_by("rank")
    assert list(standing.values_list("resource_id", flat=True)) == [second.pk, first.pk]


def test_a_wider_horizon_makes_more_sheets(make: Maker) -> None:
    office, _service, _counter = make.counter()
    set_policy(office_id=office.pk, values=PolicyValues(horizon_days=120), by=ADA, at=make.at)
    assert DaySheet.objects.latest("day").day > make.at.date() + timedelta(days=110)


def test_a_closed_office_keeps_its_visits_and_opens_again_as_it_was(make: Maker) -> None:
    office, service, counter = make.counter()
    make.booked(office, service, MONDAY, "09:00")
    before = list(DaySheet.objects.order_by("day").values_list("day", "free_all", "share_left"))
    days = Days(from_on=MONDAY, until_on=MONDAY + timedelta(days=1), reasons={"de": "Umzug", "en": ""})
    concerned = visits_between(counters=[counter.pk], first=MONDAY, last=MONDAY, at=make.at)
    assert [(visit.day, visit.begins) for visit in concerned] == [(MONDAY, time(9))]

    planned = close(office_id=office.pk, counter=None, days=days, by=ADA, at=make.at)

    assert planned.overbooked == 1
    assert Closure.objects.get().reasons == {"de": "Umzug"}
    assert Appointment.objects.get().state == State.CONFIRMED
    open_again(closure=Closure.objects.get(), by=ADA, at=make.at)
    after = DaySheet.objects.filter(day__in=[row[0] for row in before])
    assert list(after.order_by("day").values_list("day", "free_all", "share_left")) == before


def test_one_counter_closes_while_the_other_works(make: Maker) -> None:
    office, _service, counter = make.counter()
    other = make.resource(office)
    make.sheets(other)
    days = Days(from_on=MONDAY, until_on=MONDAY + timedelta(days=1), reasons={"de": "Fortbildung"})

    close(office_id=office.pk, counter=counter, days=days, by=ADA, at=make.at)

    assert list(DaySheet.objects.filter(day=MONDAY).values_list("resource_id", flat=True)) == [other.pk]
    open_again(closure=CounterClosure.objects.get(), by=ADA, at=make.at)
    assert DaySheet.objects.filter(day=MONDAY).count() == 2


def test_a_closure_has_days(make: Maker) -> None:
    office, _service, counter = make.counter()
    backwards = Days(from_on=MONDAY, until_on=MONDAY, reasons={})
    for where in (None, counter):
        with pytest.raises(NoDays):
            close(office_id=office.pk, counter=where, days=backwards, by=ADA, at=make.at)


def test_a_lead_plans_their_own_office_only(make: Maker) -> None:
    office, _service, counter = make.counter()
    elsewhere = lead_of(make.office().pk)
    save_rule(counter=counter, rule_id=None, values=rule(weekday=1), by=lead_of(office.pk), at=make.at)
    with pytest.raises(NotPermitted):
        save_rule(counter=counter, rule_id=None, values=rule(weekday=2), by=elsewhere, at=make.at)
    with pytest.raises(NotPermitted):
        set_policy(office_id=office.pk, values=PolicyValues(), by=elsewhere, at=make.at)
    assert OpeningRule.objects.filter(resource=counter).count() == 2


@pytest.mark.parametrize("seed", range(6))
def test_what_the_outlook_promises_is_what_the_sheets_hold(make: Maker, seed: int) -> None:
    random = Random(seed)
    office, service, counter = make.counter(capacity=3)
    for clock in random.sample(["08:00", "08:15", "09:00", "09:05", "10:30", "11:45"], 4):
        for _again in range(random.randint(1, 2)):
            make.booked(office, service, MONDAY, clock)
    begin, capacity = random.randrange(8, 11), random.randint(1, 3)
    values = rule(f"{begin:02}:00", f"{begin + 2:02}:00", capacity=capacity, public_share=random.randint(0, capacity))
    OpeningRule.objects.filter(resource=counter).delete()
    OpeningRule.objects.create(resource=counter, **{f: getattr(values, f) for f in values.__dataclass_fields__})
    rules = openings(counter)
    promised = {day.day: day for day in outlook(counter=counter, rules=rules, days=28, at=make.at)}

    save_rule(counter=counter, rule_id=counter.rules.get().pk, values=values, by=ADA, at=make.at)

    for sheet in DaySheet.objects.filter(resource=counter, day__in=list(promised)):
        free = [min(a, b) for a, b in zip(sheet.free_all, sheet.share_left, strict=True)]
        begins = [max(0, n) for n, start in zip(free, sheet.starts, strict=True) if start == "1"]
        assert promised[sheet.day].after == sum(begins)
        assert bool(promised[sheet.day].visits) == sheet.overbooked
    assert list(differences()) == []


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 8), st.booleans()), max_size=20), st.integers(1, 4))
def test_more_capacity_never_leaves_more_visits_without_a_place(
    booked: list[tuple[int, int, bool]], capacity: int
) -> None:
    plans = [Plan(8, (n,) * 40, (n,) * 40, "1" * 40) for n in (capacity, capacity + 1)]
    few, many = (sum(without_place(plan, booked)) for plan in plans)
    assert many <= few
    assert places(plans[0], booked) <= places(plans[1], booked)
    assert sum(without_place(None, booked)) == len(booked)
