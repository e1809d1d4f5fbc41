"""The recount: day sheets against the appointments that they count (architecture, section 4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import groupby
from typing import Any

from django.db import connection, transaction

from rathaus.booking.models import TAKING, Appointment, DaySheet, Share
from rathaus.booking.rules.planning import recount

BATCH = 2000
ONE_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


@dataclass(frozen=True)
class Difference:
    """A sheet that does not say what its appointments say."""

    resource_id: int
    day: date
    what: str


def recounted() -> list[Difference]:
    """This will return every difference of the current town as of one moment, in a transaction of its own."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(ONE_SNAPSHOT)
        return list(differences())


def differences() -> Iterator[Difference]:
    """This will yield every difference between sheets and appointments; `recounted` while others book.

    Both are read in the order of resource and day, side by side: one day is in memory, however long the town has lived.
    """
    sheets: Iterator[Any] = DaySheet.objects.order_by("resource_id", "day").iterator(BATCH)
    visits: Iterator[Any] = (
        Appointment.objects.filter(state__in=TAKING)
        .order_by("resource_id", "day")
        .values_list("resource_id", "day", "first_tick", "ticks", "share", named=True)
        .iterator(BATCH)
    )
    for (resource_id, day), rows in groupby(merge(sheets, visits, key=_place), key=_place):
        sheet: DaySheet | None = None
        booked = []
        for row in rows:
            if isinstance(row, DaySheet):
                sheet = row
            else:
                booked.append((row.first_tick, row.ticks, row.share == Share.PUBLIC))
        if sheet is None:
            yield Difference(resource_id, day, f"{len(booked)} appointments without a sheet")
        else:
            yield from _compare(sheet, booked)


def _place(row: Any) -> tuple[int, date]:
    return row.resource_id, row.day


def _compare(sheet: DaySheet, booked: list[tuple[int, int, bool]]) -> Iterator[Difference]:
    free, left = recount(sheet.capacity, sheet.public_share, sheet.first_tick, booked)
    if any(t < sheet.first_tick or t + n > sheet.first_tick + sheet.length for t, n, _ in booked):
        yield Difference(sheet.resource_id, sheet.day, "an appointment lies outside the open span")
    if free != sheet.free_all:
        yield Difference(sheet.resource_id, sheet.day, "free places in all differ from the appointments")
    if left != sheet.share_left:
        yield Difference(sheet.resource_id, sheet.day, "the public share differs from the appointments")
    if not sheet.overbooked and (min(free) < 0 or min(left) < 0):
        yield Difference(sheet.resource_id, sheet.day, "more visits than places")
