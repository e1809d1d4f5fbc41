"""What must never be is refused by the database itself."""

import pytest
from django.db import IntegrityError, transaction

from rathaus.booking.models import Appointment, CounterClosure, DaySheet
from tests.makers import Maker
from tests.refusals import refused, refused_copy


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("free_all = array_fill(-1::smallint, ARRAY[length::int])", "booking_day_sheet_within_capacity"),
        ("share_left[3] = -1", "booking_day_sheet_within_capacity"),
        ("free_all = free_all[1:5]", "booking_day_sheet_arrays_of_open_span"),
        ("share_left = share_left || 1::smallint", "booking_day_sheet_arrays_of_open_span"),
        ("free_all = '{}'", "booking_day_sheet_arrays_of_open_span"),
        ("starts = '1'", "booking_day_sheet_arrays_of_open_span"),
        ("starts = repeat('x', length)", "booking_day_sheet_arrays_of_open_span"),
        ("length = length + 1", "booking_day_sheet_arrays_of_open_span"),
        ("first_tick = 280", "booking_day_sheet_arrays_of_open_span"),
        ("free_all[2] = NULL", "booking_day_sheet_arrays_without_null"),
        ("capacity[1] = NULL", "booking_day_sheet_arrays_without_null"),
    ],
)
def test_a_sheet_that_lies(make: Maker, change: str, constraint: str) -> None:
    make.counter()
    assert constraint in refused(f"UPDATE booking_daysheet SET {change}")


def test_two_sheets_of_one_day(make: Maker) -> None:
    make.counter()
    sheet = DaySheet.objects.first()
    assert sheet is not None
    sheet.pk = None
    with pytest.raises(IntegrityError, match="booking_day_sheet_once_a_day"), transaction.atomic():
        sheet.save(force_insert=True)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("ticks = 0", "booking_appointment_takes_ticks"),
        ("first_tick = 288", "booking_appointment_starts_within_day"),
        ("state = 'gone'", "booking_appointment_state_known"),
        ("share = 'all'", "booking_appointment_share_known"),
        ("state = 'held', held_until = NULL", "booking_appointment_hold_expires"),
        ("booked_at = NULL", "booking_appointment_booked_has_moment"),
        ("kind = 'withheld', restricted_at = now()", "booking_appointment_restricted_is_a_visit"),
        ("state = 'held', held_until = now(), restricted_at = now()", "booking_appointment_restricted_is_a_visit"),
        ("extensions = 11", "booking_appointment_at_most_ten_extensions"),
    ],
)
def test_an_appointment_that_cannot_be(make: Maker, change: str, constraint: str) -> None:
    office, service, _ = make.counter()
    make.booked(office, service, make.at.date().replace(day=30), "09:00")
    assert constraint in refused(f"UPDATE booking_appointment SET {change}")
    assert Appointment.objects.count() == 1


def test_two_appointments_of_one_reference(make: Maker) -> None:
    office, service, _ = make.counter(capacity=2)
    day = make.at.date().replace(day=30)
    first, second = (make.booked(office, service, day, clock) for clock in ("09:00", "10:00"))
    change = "UPDATE booking_appointment SET reference = %s WHERE id = %s"
    assert "booking_appointment_reference_names_one" in refused(change, first.reference, second.pk)


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_event SET actor = 'x'", "DELETE FROM audit_event", "TRUNCATE audit_event"]
)
def test_the_trail_is_only_ever_added_to(make: Maker, statement: str) -> None:
    office, service, _ = make.counter()
    make.booked(office, service, make.at.date().replace(day=30), "09:00")
    assert "append-only" in refused(statement)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("opens = closes", "booking_rule_opens_before_it_closes"),
        ("weekday = 7", "booking_rule_weekday_known"),
        ("capacity = 0, public_share = 0", "booking_rule_capacity_1_to_500"),
        ("capacity = 501", "booking_rule_capacity_1_to_500"),
        ("public_share = capacity + 1", "booking_rule_public_share_within_capacity"),
        ("every_weeks = 2, anchor_on = NULL", "booking_rule_every_n_weeks_has_anchor"),
        ("every_weeks = 53, anchor_on = '2026-11-23'", "booking_rule_every_n_weeks_has_anchor"),
        ("nth = 6", "booking_rule_nth_1_to_5"),
        ("raster = 4", "booking_rule_raster_5_to_480"),
        ("raster = 481", "booking_rule_raster_5_to_480"),
    ],
)
def test_a_rule_that_opens_nothing(make: Maker, change: str, constraint: str) -> None:
    make.counter()
    assert constraint in refused(f"UPDATE booking_openingrule SET {change}")


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("horizon_days = 0", "booking_policy_horizon_up_to_370_days"),
        ("horizon_days = 371", "booking_policy_horizon_up_to_370_days"),
        ("hold_minutes = 0", "booking_policy_hold_up_to_an_hour"),
        ("hold_minutes = 61", "booking_policy_hold_up_to_an_hour"),
    ],
)
def test_a_policy_without_measure(make: Maker, change: str, constraint: str) -> None:
    make.counter()
    assert constraint in refused(f"UPDATE booking_policy SET {change}")


def test_a_resource_twice_for_one_offer(make: Maker) -> None:
    make.counter()
    assert "booking_alternative_once_per_offer" in refused_copy("booking_alternative")


def test_a_visit_for_the_same_thing_twice_or_for_nobody(make: Maker) -> None:
    office, service, _ = make.counter()
    make.booked(office, service, make.at.date().replace(day=30), "09:00")
    assert "booking_line_once_per_service" in refused_copy("booking_line")
    assert "booking_line_for_somebody" in refused("UPDATE booking_line SET persons = 0")


def test_a_closure_of_a_counter_without_a_day(make: Maker) -> None:
    _, _, resource = make.counter()
    CounterClosure.objects.create(resource=resource, from_on=make.at.date(), until_on=make.at.date().replace(day=30))
    assert "booking_counter_closure_has_days" in refused("UPDATE booking_counterclosure SET until_on = from_on")
