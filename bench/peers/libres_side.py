"""libres, the reservation library of OneGov Cloud (MIT), used as its documentation and its own month query do.

An office is a resource; each day an allocation of eight places (`quota`), partly available in quarters of an hour.
"""

import json
import os
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import libres
import sedate
from libres.db.models import Allocation, ReservedSlot
from libres.modules.errors import LibresError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import selectinload

from bench.peers import contest
from bench.peers.contest import CAPACITY, CLOSES, OPENS, RASTER, Beaten, Full, Place

ZONE = "Europe/Berlin"
BEATEN = {"40001", "40P01", "23505"}  # the library works at SERIALIZABLE; or the row stands already


def make() -> Any:
    """This will make the tables and the scheduler of one office."""
    context = libres.registry.register_context("bench", replace=True)
    context.set_setting("dsn", os.environ["PEER_DSN"])
    scheduler = libres.new_scheduler(context, "office", timezone=ZONE)
    scheduler.setup_database()
    scheduler.commit()
    return scheduler


def span(place: Place) -> tuple[datetime, datetime]:
    """The naive local start and end of a place."""
    start = datetime.combine(place.day, time(OPENS)) + timedelta(minutes=RASTER * place.slot)
    return start, start + timedelta(minutes=RASTER)


def open_days(scheduler: Any, days: list[date]) -> None:
    """This will allocate each day."""
    for day in days:
        hours = (datetime.combine(day, time(OPENS)), datetime.combine(day, time(CLOSES)))
        scheduler.allocate(hours, partly_available=True, raster=RASTER, quota=CAPACITY, quota_limit=1)
    scheduler.commit()


def book_out(scheduler: Any, days: list[date]) -> None:
    """This will reserve every place of the slots that are to be full."""
    for day in days:
        for slot in range(contest.SLOTS):
            if contest.is_full(slot):
                dates = span(Place(day, slot))
                for _ in range(CAPACITY):
                    scheduler.approve_reservations(scheduler.reserve("amina@example.org", dates))
        scheduler.commit()


def read_month(scheduler: Any, first: date, last: date) -> dict[date, int]:
    """The free starts of each day, by the query that the library itself uses for a month: slots loaded in one go."""
    start, end = datetime.combine(first, time.min), datetime.combine(last, time.max)
    query = scheduler.allocations_in_range(start, end, masters_only=False).options(
        selectinload(Allocation.reserved_slots)
        .defer(ReservedSlot.reservation_token)
        .defer(ReservedSlot.allocation_id)
        .defer(ReservedSlot.end)
    )
    free: dict[date, set[datetime]] = {}
    for allocation in query:
        starts = free.setdefault(allocation.display_start().date(), set())
        starts.update(start for start, _ in allocation.free_slots())
    scheduler.session.expire_all()
    scheduler.session.rollback()
    return {day: len(starts) for day, starts in free.items()}


def main() -> None:
    """This will run the contest and print figures as JSON."""
    scheduler = make()
    *month, day, raced = contest.open_days(datetime.now(ZoneInfo(ZONE)).date())
    first, last = month[0], month[-1]
    open_days(scheduler, [*month, day, raced])
    book_out(scheduler, month)

    def book(place: Place) -> None:
        try:
            scheduler.approve_reservations(scheduler.reserve("amina@example.org", span(place)))
            scheduler.commit()
        except LibresError as full:
            scheduler.rollback()
            raise Full from full
        except DBAPIError as error:
            scheduler.rollback()
            if getattr(error.orig, "sqlstate", None) not in BEATEN:
                raise
            raise Beaten from error

    def count(place: Place) -> int:
        start = sedate.standardize_date(span(place)[0], ZONE)
        return int(scheduler.session.query(ReservedSlot).filter(ReservedSlot.start == start).count())

    figures = contest.timed_month(lambda: read_month(scheduler, first, last), len(month))
    figures |= contest.timed_bookings(book, day)
    figures |= contest.race(book, count, raced, scheduler.session.close)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
