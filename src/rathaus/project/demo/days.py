"""How the invented visits of a demo town come and go while its days pass."""

import random
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from rathaus.audit.actions import Entry, person, record
from rathaus.audit.models import Event
from rathaus.booking.actions.trail import stream_of
from rathaus.booking.models import Appointment, State
from rathaus.booking.rules import ticks
from rathaus.desk.models import CallReason, PhoneCall
from rathaus.offices.models import Office

EARLY = timedelta(minutes=10)
LATE = timedelta(minutes=15)  # then somebody has marked the visit as over
INVENTED = "booking.demo"
FIELDS = ("state", "ended_at", "arrived_at")
STEPS: dict[str, str] = {State.CHECKED_IN: "check-in", State.DONE: "done", State.NO_SHOW: "no-show"}
A_DAY = timedelta(hours=18)
CALL_DAYS = 14
REASONS = tuple(reason for reason, often in zip(CallReason, (6, 5, 4, 2, 3, 1, 2), strict=True) for _ in range(often))


def state_values(visit: Appointment, *, at: datetime) -> dict[str, Any]:
    """This will return what becomes of an invented visit by now: nothing yet, arrived, done, or nobody came."""
    dice = random.Random(visit.reference)  # noqa: S311 - a demo, not a secret
    came = visit.state == State.CHECKED_IN or dice.random() > 0.08
    is_there = came and dice.random() < 0.7
    start = visit.starts_at
    end = start + timedelta(minutes=visit.ticks * ticks.MINUTES)
    if end + LATE < at:
        state = State.DONE if came else State.NO_SHOW
        return {"state": state, "ended_at": end, "arrived_at": start if came else None}
    if is_there and start < at + EARLY:
        return {"state": State.CHECKED_IN, "arrived_at": min(start, at)}
    return {}


@transaction.atomic
def let_pass(*, at: datetime) -> int:
    """This will move the invented visits of the current town on; returns how many changed.

    What a person has touched today stays as they left it until the day is over.
    """
    open_ones = Appointment.objects.select_for_update(skip_locked=True).filter(
        state__in=[State.CONFIRMED, State.CHECKED_IN], kind=Appointment.Kind.VISIT, starts_at__lt=at + EARLY
    )
    visits = {stream_of(visit.pk): visit for visit in open_ones}
    events = Event.objects.filter(stream__in=visits, kind="write").values_list("stream", "action", "actor")
    invented = {stream for stream, action, _actor in events if action == INVENTED}
    touched = {stream for stream, _action, actor in events if actor != "system"}
    moved = [
        (visits[stream], stream, values)
        for stream in sorted(invented)
        if stream not in touched or at - visits[stream].starts_at > A_DAY
        if (values := state_values(visits[stream], at=at)) and values["state"] != visits[stream].state
    ]
    for visit, _stream, values in moved:
        for name, value in {**values, "trail": visit.trail + 1}.items():
            setattr(visit, name, value)
    Appointment.objects.bulk_update([v for v, _s, _v in moved], [*FIELDS, "trail"], batch_size=500)
    record(
        Entry(stream, visit.trail, at, "system", f"booking.{STEPS[visit.state]}", "demo", (person(stream),))
        for visit, stream, _values in moved
    )
    return len(moved)


def answer_phones(office: Office, *, at: datetime) -> int:
    """This will note invented calls of an office for the working days before today that have none yet."""
    today = ticks.local(at, office.zone).date()
    last = PhoneCall.objects.filter(office_id=office.pk).aggregate(last=Max("at"))["last"]
    first = today - timedelta(days=CALL_DAYS)
    if last is not None:
        first = max(first, ticks.local(last, office.zone).date() + timedelta(days=1))
    days = [first + timedelta(days=n) for n in range((today - first).days)]
    calls = [call for day in days if day.weekday() < 5 for call in _calls(office, day)]
    PhoneCall.objects.bulk_create(calls)
    return len(calls)


def _calls(office: Office, day: date) -> list[PhoneCall]:
    dice = random.Random(f"{office.slug}/{day}")  # noqa: S311 - a demo, not a secret
    moments = [
        datetime.combine(day, time(8), ticks.zone(office.zone)) + timedelta(minutes=dice.randrange(8 * 60))
        for _call in range(dice.randrange(5, 18))
    ]
    return [PhoneCall(office_id=office.pk, reason=dice.choice(REASONS), at=moment) for moment in sorted(moments)]
