"""What must never be is refused by the database itself."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from rathaus.booking.models import Appointment, DaySheet
from tests.makers import Maker


def refused(statement: str, *values: Any) -> str:
    with pytest.raises(IntegrityError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return str(error.value)


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
