"""A few weeks of lived-in appointments, the same for the same day: never more than there are places."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from rathaus.audit.actions import Entry, person, record
from rathaus.booking.actions.planning import openings
from rathaus.booking.models import Appointment, BookedBy, Line, Resource, Share, State
from rathaus.booking.rules import ticks
from rathaus.booking.rules.planning import Plan, plan_day
from rathaus.catalogue.models import Offer
from rathaus.core.ids import new_reference
from rathaus.offices.queries import closed_days

PAST_DAYS, FUTURE_DAYS = 21, 42
WAYS = (BookedBy.ONLINE,) * 7 + (BookedBy.PHONE,) * 2 + (BookedBy.COUNTER,)


def load_of(day: date, today: date) -> float:
    """This will return how full a day is: nearly full soon, emptier later."""
    ahead = (day - today).days
    return 0.85 if ahead <= 0 else max(0.12, 0.9 - 0.028 * ahead)


def fill(resource: Resource, *, names: tuple[list[str], list[str]], at: datetime) -> int:
    """This will book a resource's past and coming days with invented people; returns the number of visits."""
    today = ticks.local(at, resource.office.zone).date()
    first, last = today - timedelta(days=PAST_DAYS), today + timedelta(days=FUTURE_DAYS)
    closed = frozenset(closed_days(resource.office_id, first, last))
    rules, offers = openings(resource), list(Offer.objects.filter(alternatives__resource=resource))
    dice = random.Random(f"{resource.office.slug}/{resource.title}")  # noqa: S311 - a demo, not a secret
    made: list[tuple[Appointment, Offer, int]] = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        plan = plan_day(rules, day, resource.office.zone, closed)
        if plan:
            made += list(_day(resource, plan, day, today, offers, dice, names, at))
    _write(made)
    return len(made)


def _day(
    resource: Resource, plan: Plan, day: date, today: date, offers: list[Offer], dice: random.Random,
    names: tuple[list[str], list[str]], at: datetime,
) -> Iterator[tuple[Appointment, Offer, int]]:  # fmt: skip
    free, left = list(plan.capacity), list(plan.public_share)
    goal = int(sum(plan.capacity) * load_of(day, today) * dice.uniform(0.8, 1.0))
    used = 0
    for _try in range(len(free) * 12):
        if used >= goal:
            break
        offer, way = dice.choice(offers), dice.choice(WAYS)
        persons = dice.choice((1, 1, 1, 2)) if offer.max_persons > 1 else 1
        length = ticks.ticks_of(offer.minutes + (persons - 1) * (offer.extra_minutes or offer.minutes))
        start = dice.randrange(len(free))
        is_public = way == BookedBy.ONLINE
        span = range(start, start + length)
        if plan.starts[start] != "1" or span.stop > len(free) or min(free[t] for t in span) < 1:
            continue
        if is_public and min(left[t] for t in span) < 1:
            continue
        for tick in span:
            free[tick] -= 1
            left[tick] -= is_public
        used += length
        values = _values(
            resource, day=day, tick=plan.first_tick + start, length=length, persons=persons, way=way,
            name=f"{dice.choice(names[0])} {dice.choice(names[1])}", dice=dice, at=at,
        )  # fmt: skip
        yield Appointment(**values), offer, persons


def _values(
    resource: Resource, *, day: date, tick: int, length: int, persons: int, way: str, name: str,
    dice: random.Random, at: datetime,
) -> dict[str, Any]:  # fmt: skip
    zone = resource.office.zone
    start = ticks.starts_at(day, tick, zone)
    booked = min(
        start - timedelta(days=dice.randrange(1, 20), minutes=dice.randrange(600)),
        at - timedelta(minutes=dice.randrange(1, 5000)),
    )
    values: dict[str, Any] = {
        "reference": new_reference(), "office": resource.office, "resource": resource, "day": day, "first_tick": tick,
        "ticks": length, "zone": zone, "starts_at": start, "booked_by": way, "persons": persons, "name": name,
        "share": Share.PUBLIC if way == BookedBy.ONLINE else Share.INTERNAL, "state": State.CONFIRMED,
        "created_at": booked, "booked_at": booked,
    }  # fmt: skip
    end = start + timedelta(minutes=length * ticks.MINUTES)
    if end < at:
        came = dice.random() > 0.08
        values |= {
            "state": State.DONE if came else State.NO_SHOW,
            "ended_at": end,
            "arrived_at": start if came else None,
        }
    elif start < at + timedelta(minutes=10) and dice.random() < 0.7:
        values |= {"state": State.CHECKED_IN, "arrived_at": min(start, at)}
    return values


def _write(made: list[tuple[Appointment, Offer, int]]) -> None:
    Appointment.objects.bulk_create([a for a, _o, _p in made], batch_size=1000)
    Line.objects.bulk_create(
        [Line(appointment=a, service_id=o.service_id, persons=p, minutes=a.ticks * ticks.MINUTES) for a, o, p in made],
        batch_size=2000,
    )
    streams = [(f"appointment/{a.pk}", a.created_at) for a, _o, _p in made]
    record(Entry(stream, 1, moment, "system", "booking.demo", "demo", (person(stream),)) for stream, moment in streams)
