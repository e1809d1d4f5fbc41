"""Holding a time: the hot path, one statement (architecture, sections 3 and 4)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from rathaus.audit.actions import Entry, person
from rathaus.booking import plan as plans
from rathaus.booking.actions.refusals import JustTaken
from rathaus.booking.links import token
from rathaus.booking.models import BookedBy, Share
from rathaus.booking.plan import TownPlan
from rathaus.booking.rules import ticks
from rathaus.booking.rules.visit import NotBookableThen, Visit, Wish, earliest_tick, last_day
from rathaus.booking.shared_groups import can_seat
from rathaus.core.arrays import array_of
from rathaus.core.errors import TooManyTries
from rathaus.core.ids import new_reference, uuid7
from rathaus.core.limits import Limit, limit_key
from rathaus.identity.queries import Actor

HOLDS = Limit("hold", most=30, seconds=600)
MOST_ROUNDS = 5
CALL = """SELECT booking_hold(
    %s::bigint, %s::uuid, %s::text, %s::bigint, %s::bigint, %s::date, %s::integer, %s::integer, %s::text,
    %s::timestamptz, %s::text, %s::text, %s::integer, %s::text, %s::bigint[], %s::integer[], %s::integer[],
    %s::timestamptz, %s::timestamptz, %s::text, %s::text, %s::bytea, %s::text, %s::integer, %s::integer)"""


@dataclass(frozen=True, slots=True)
class Held:
    """A hold: its id, reference and link token, and until when it stands."""

    id: UUID
    reference: str
    token: str
    until: datetime


@dataclass(frozen=True, slots=True)
class _Try:
    visit: Visit
    day: date
    tick: int
    share: str
    booked_by: str
    language: str
    who: str | None
    actor: str
    at: datetime


def hold(
    *, office_id: int, wishes: list[Wish], day: date, tick: int, by: Actor, at: datetime, who: str | None = None,
    share: str = Share.PUBLIC, booked_by: str = BookedBy.ONLINE, language: str = "de",
) -> Held:  # fmt: skip
    """This will hold a time for the office's hold minutes; `who` is the address that the rate limit counts.

    :raises JustTaken: when the time is not free (any more).
    :raises rathaus.booking.rules.visit.NotBookableThen: past, too soon, beyond the horizon, across a clock change.
    :raises rathaus.core.errors.TooManyTries: beyond the rate limit.
    :raises rathaus.core.errors.Refused: when the office cannot take the wishes.
    """
    for _round in range(MOST_ROUNDS):
        plan, visit = plans.judged(lambda plan: _checked(plan, office_id, wishes, day, tick, at, is_staff=by.is_staff))
        attempt = _Try(visit, day, tick, share, booked_by, language, who, by.pseudonym, at)
        outcome = _try_resources(plan, attempt)
        if isinstance(outcome, Held):
            return outcome
        if outcome == "taken":
            break
        if outcome == "limited":
            raise TooManyTries(_("Sie haben in kurzer Zeit viele Termine ausgewählt. Bitte warten Sie zehn Minuten."))
        if outcome == "stale":
            plans.read()
    raise JustTaken(_("Diese Zeit ist gerade vergeben worden. Bitte wählen Sie eine andere Zeit."))


def _checked(
    plan: TownPlan, office_id: int, wishes: list[Wish], day: date, tick: int, at: datetime, *, is_staff: bool
) -> Visit:
    visit = plan.visit(office_id, wishes)
    check_time(visit, day, tick, at, is_staff=is_staff)
    return visit


def check_time(visit: Visit, day: date, tick: int, at: datetime, *, is_staff: bool) -> None:
    """This will refuse a start that lies in the past, too soon, beyond the horizon, or across a clock change.

    :raises NotBookableThen: then.
    """
    office = visit.office
    today = ticks.local(at, office.zone).date()
    crosses = ticks.crossing(day, office.zone, visit.ticks) >> tick & 1 if 0 <= tick < ticks.A_DAY else 1
    if not today <= day <= last_day(office, at) or crosses:
        raise NotBookableThen(_("An diesem Tag können Sie keinen Termin buchen. Bitte wählen Sie einen anderen Tag."))
    if not is_staff and tick < earliest_tick(day, office, at):
        raise NotBookableThen(_("Diese Zeit ist schon vorbei oder zu bald. Bitte wählen Sie eine spätere Zeit."))


def _try_resources(plan: TownPlan, attempt: _Try) -> Held | str:
    outcome: Held | str = "taken"
    for resource in attempt.visit.resources:
        outcome = _try_one(plan, attempt, resource)
        if outcome != "taken":
            break
    return outcome


def _try_one(plan: TownPlan, attempt: _Try, resource: int) -> Held | str:
    """Holds a place of one resource; where people are shared, with all sheets of the group locked in key order.

    No lock of a resource without a place is kept while the next one is tried: that could end in a deadlock.
    """
    is_shared = resource in plan.shared
    is_alone = len(attempt.visit.resources) == 1 or not connection.in_atomic_block
    if not is_shared and is_alone:
        return _call(plan, attempt, resource)
    with transaction.atomic():
        if not is_shared or can_seat(
            resource, attempt.day, (attempt.tick, attempt.visit.ticks, resource), at=attempt.at
        ):
            outcome = _call(plan, attempt, resource)
        else:
            outcome = "taken" if plan.version == plans.version() else "stale"
        if not isinstance(outcome, Held):
            transaction.set_rollback(True)
    return outcome


def _call(plan: TownPlan, a: _Try, resource: int) -> Held | str:
    new, reference = uuid7(), new_reference()
    until = a.at + timedelta(minutes=a.visit.office.hold_minutes)
    stream = f"appointment/{new}"
    who = person(stream)
    facts = (
        ("day", a.day.isoformat()),
        ("resource", resource),
        ("share", a.share),
        ("tick", a.tick),
        ("ticks", a.visit.ticks),
    )
    entry = Entry(stream, 1, a.at, a.actor, "booking.hold", "booking", (who,), facts)
    key = limit_key(HOLDS, a.who) if a.who else ""
    with connection.prepared_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(
            CALL,
            [
                plan.version, new, reference, a.visit.office.office_id, resource, a.day, a.tick, a.visit.ticks,
                a.visit.office.zone, ticks.starts_at(a.day, a.tick, a.visit.office.zone), a.share, a.booked_by,
                a.visit.persons, a.language, *map(array_of, zip(*a.visit.lines, strict=True)),
                until, a.at, a.actor, who, entry.canonical(),
                key, HOLDS.most, HOLDS.seconds,
            ],
        )  # fmt: skip
        outcome = str(cursor.fetchone()[0])
    return Held(new, reference, token(new, reference, 1), until) if outcome == "held" else outcome
