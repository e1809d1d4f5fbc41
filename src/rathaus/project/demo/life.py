"""Weeks of lived-in appointments that go on from day to day; never more than there are places."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from rathaus.audit.actions import Entry, person, record
from rathaus.booking.actions.trail import stream_of
from rathaus.booking.models import Appointment, BookedBy, DaySheet, Line, Resource, Share, State
from rathaus.booking.rules import ticks
from rathaus.catalogue.models import Offer
from rathaus.core.ids import new_reference
from rathaus.project.demo.days import state_values

PAST_DAYS, FUTURE_DAYS = 21, 42
ALL = 1_000_000
WAYS = (BookedBy.ONLINE,) * 7 + (BookedBy.PHONE,) * 2 + (BookedBy.COUNTER,)
Names = tuple[list[str], list[str]]
Made = tuple[Appointment, Offer, int]


@dataclass
class _Day:
    """A sheet that fills up, and what chance has decided for it."""

    sheet: DaySheet
    resource: Resource
    offers: list[Offer]
    names: Names
    at: datetime
    dice: random.Random


def load_of(day: date, today: date) -> float:
    """This will return how full a day is: nearly full soon, emptier later."""
    ahead = (day - today).days
    return 0.85 if ahead <= 0 else max(0.12, 0.9 - 0.028 * ahead)


@transaction.atomic
def fill(resource: Resource, *, names: Names, at: datetime, most: int = ALL) -> int:
    """This will book invented people into a resource's past and coming days, as full as each day should be by now.

    Called again on a later day it fills up what has come nearer, the nearest days first, and stops after the day
    with which there are `most` new visits; returns how many there are.
    """
    today = ticks.local(at, resource.office.zone).date()
    span = today - timedelta(days=PAST_DAYS), today + timedelta(days=FUTURE_DAYS)
    offers = list(Offer.objects.filter(alternatives__resource=resource).order_by("pk"))
    sheets = DaySheet.objects.select_for_update().filter(resource=resource, day__range=span).order_by("pk")
    made: list[Made] = []
    touched = []
    for sheet in sorted(sheets, key=lambda s: abs((s.day - today).days)) if offers else ():
        if len(made) >= most:
            break
        dice = random.Random(f"{resource.office.slug}/{resource.title}/{sheet.day}")  # noqa: S311 - a demo, not a secret
        goal = sum(sheet.capacity) * load_of(sheet.day, today) * dice.uniform(0.8, 1.0)
        missing = int(goal) - sum(c - f for c, f in zip(sheet.capacity, sheet.free_all, strict=True))
        dice.seed(f"{resource.office.slug}/{resource.title}/{sheet.day}/{today}")
        new = list(_visits(_Day(sheet, resource, offers, names, at, dice), missing))
        made += new
        touched += [sheet] if new else []
    DaySheet.objects.bulk_update(touched, ["free_all", "share_left"], batch_size=200)
    _write(made)
    return len(made)


def _visits(day: _Day, missing: int) -> Iterator[Made]:
    """Visits of about so many ticks in all, wherever chance finds a place for one."""
    used = 0
    for _try in range(day.sheet.length * 12):
        if used >= missing:
            return
        offer, way = day.dice.choice(day.offers), day.dice.choice(WAYS)
        persons = day.dice.choice((1, 1, 1, 2)) if offer.max_persons > 1 else 1
        length = ticks.ticks_of(offer.minutes + (persons - 1) * (offer.extra_minutes or offer.minutes))
        start = day.dice.randrange(day.sheet.length)
        if _take(day.sheet, start, length, is_public=way == BookedBy.ONLINE):
            used += length
            yield _visit(day, day.sheet.first_tick + start, length, persons, way), offer, persons


def _take(sheet: DaySheet, start: int, length: int, *, is_public: bool) -> bool:
    span = range(start, start + length)
    if sheet.starts[start] != "1" or span.stop > sheet.length or min(sheet.free_all[t] for t in span) < 1:
        return False
    if is_public and min(sheet.share_left[t] for t in span) < 1:
        return False
    for tick in span:
        sheet.free_all[tick] -= 1
        sheet.share_left[tick] -= is_public
    return True


def _visit(day: _Day, tick: int, length: int, persons: int, way: str) -> Appointment:
    office, dice, at = day.resource.office, day.dice, day.at
    start = ticks.starts_at(day.sheet.day, tick, office.zone)
    booked = min(
        start - timedelta(days=dice.randrange(1, 20), minutes=dice.randrange(600)),
        at - timedelta(minutes=dice.randrange(1, 5000)),
    )
    visit = Appointment(
        reference=new_reference(), office=office, resource=day.resource, day=day.sheet.day, first_tick=tick,
        ticks=length, zone=office.zone, starts_at=start, booked_by=way, persons=persons,
        name=f"{dice.choice(day.names[0])} {dice.choice(day.names[1])}",
        share=Share.PUBLIC if way == BookedBy.ONLINE else Share.INTERNAL, state=State.CONFIRMED,
        created_at=booked, booked_at=booked,
    )  # fmt: skip
    for name, value in state_values(visit, at=at).items():
        setattr(visit, name, value)
    return visit


def _write(made: Iterable[Made]) -> None:
    made = list(made)
    Appointment.objects.bulk_create([a for a, _o, _p in made], batch_size=1000)
    Line.objects.bulk_create(
        [Line(appointment=a, service_id=o.service_id, persons=p, minutes=a.ticks * ticks.MINUTES) for a, o, p in made],
        batch_size=2000,
    )
    streams = [(stream_of(a.pk), a.created_at) for a, _o, _p in made]
    record(Entry(stream, 1, moment, "system", "booking.demo", "demo", (person(stream),)) for stream, moment in streams)
