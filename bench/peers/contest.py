"""What both sides are given to do, and how it is timed; knows neither of them."""

import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import holidays

CAPACITY, OPENS, CLOSES, RASTER = 8, 8, 18, 15  # counters, hours, hours, minutes
SLOTS = (CLOSES - OPENS) * 60 // RASTER
THREADS, TRIES = 8, 3
ROUNDS = 30
SEQUENTIAL = 120
Figures = dict[str, float]


def open_days(today: date) -> list[date]:
    """The days of the month after today's and two more, without Germany's public holidays."""
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    closed = holidays.country_holidays("DE", years=[first.year, first.year + 1])
    days = [day for day in (first + timedelta(days=n) for n in range(45)) if day not in closed]
    month = [day for day in days if day.month == first.month]
    return [*month, *days[len(month) : len(month) + 2]]


def is_full(slot: int) -> bool:
    """Whether a slot of the month to look at is booked out: every other one."""
    return slot % 2 == 0


@dataclass(frozen=True)
class Place:
    """A time that somebody wants."""

    day: date
    slot: int


def timed_month(read: Callable[[], dict[date, int]], days: int) -> Figures:
    """This will read a month again and again and return its median in ms.

    :raises SystemExit: when the number of free starts is not what was prepared.
    """
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        free = read()
        took.append((time.perf_counter() - began) * 1000)
    expected = days * sum(not is_full(slot) for slot in range(SLOTS))
    if sum(free.values()) != expected:
        raise SystemExit(f"the month has {sum(free.values())} free starts, {expected} were prepared")
    return {"month.p50_ms": statistics.median(took)}


def timed_bookings(book: Callable[[Place], None], day: date) -> Figures:
    """This will book one after another on a day and return bookings in a second."""
    places = [Place(day, slot) for slot in range(SLOTS) for _ in range(SEQUENTIAL // SLOTS)]
    began = time.perf_counter()
    for place in places:
        book(place)
    return {"bookings.per_s": len(places) / (time.perf_counter() - began)}


class Beaten(Exception):
    """Somebody else was faster at the same rows; a well-kept caller tries again."""


class Full(Exception):
    """The side says that the time is taken."""


def race(book: Callable[[Place], None], count: Callable[[Place], int], day: date, done: Callable[[], None]) -> Figures:
    """Eight threads want the same time at once, slot after slot, and there is exactly a place for each of them.

    Everybody may try three times. Who goes away without a place is a loss: a place was there. Who has a place beyond
    the number of counters is a double.
    """
    told: Counter[str] = Counter()
    lock, gate = threading.Lock(), threading.Barrier(THREADS)

    def run() -> None:
        for slot in range(SLOTS):
            gate.wait()
            outcome = _insist(book, Place(day, slot))
            with lock:
                told.update(outcome)
        done()

    threads = [threading.Thread(target=run) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    doubles = sum(max(0, count(Place(day, slot)) - CAPACITY) for slot in range(SLOTS))
    return {"race.losses": told["losses"], "race.retries": told["retries"], "race.doubles": doubles}


def _insist(book: Callable[[Place], None], place: Place) -> dict[str, int]:
    for tried in range(TRIES):
        try:
            book(place)
        except Beaten:
            continue
        except Full:
            return {"losses": 1, "retries": tried}
        return {"losses": 0, "retries": tried}
    return {"losses": 1, "retries": TRIES - 1}
