"""Moving and cancelling: the sheets first, in key order, then the appointment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from rathaus.booking import plan as plans
from rathaus.booking.actions.hold import check_time
from rathaus.booking.actions.refusals import JustTaken, NotChangeable, NotMovable
from rathaus.booking.actions.trail import plan_notices, tell, withdraw_notices
from rathaus.booking.events import AppointmentCancelled, AppointmentMoved
from rathaus.booking.models import UPCOMING, Appointment, DaySheet, Line, Share, State
from rathaus.booking.plan import TownPlan
from rathaus.booking.rules import ticks
from rathaus.booking.rules.visit import Visit, Wish
from rathaus.booking.shared_groups import can_seat, members_of
from rathaus.core.errors import NotPermitted, Refused
from rathaus.core.events import publish
from rathaus.identity.queries import Actor


@dataclass(frozen=True, slots=True)
class Place:
    """Where a visit may stand: resource, day and first tick."""

    resource: int
    day: date
    tick: int


def wishes_of(appointment: Appointment) -> list[Wish]:
    """This will return what an appointment is for, as wishes (1 query unless prefetched)."""
    return [Wish(line.service_id, line.persons) for line in appointment.lines.all()]


def _check_actor(appointment: Appointment, by: Actor) -> None:
    if by.is_staff and appointment.office_id not in by.office_ids:
        raise NotPermitted(_("Dieser Termin gehört zu einem anderen Amt."))


def _not_changeable() -> NotChangeable:
    return NotChangeable(
        _("Dieser Termin lässt sich nicht mehr ändern: Er ist schon vorbei, abgesagt oder hat begonnen.")
    )


def is_changeable(appointment: Appointment, *, at: datetime) -> bool:
    """This will tell whether a visit can still be moved or cancelled: upcoming, and not waiting for a yes in vain."""
    has_lapsed = appointment.held_until is not None and appointment.held_until <= at
    return appointment.state in UPCOMING and not has_lapsed and appointment.starts_at > at


def _lock(appointment: Appointment, places: Iterable[tuple[int, date]], at: datetime) -> None:
    """Locks the sheets in key order, then the appointment, and checks that it is still as it was read."""
    wanted = Q()
    for resource_id, day in set(places):
        wanted |= Q(resource_id=resource_id, day=day)
    list(DaySheet.objects.select_for_update().filter(wanted).order_by("pk").values_list("pk"))
    now = Appointment.objects.select_for_update().get(pk=appointment.pk)
    same = (now.resource_id, now.day, now.first_tick, now.state) == (
        appointment.resource_id,
        appointment.day,
        appointment.first_tick,
        appointment.state,
    )
    if not same or not is_changeable(now, at=at):
        raise _not_changeable()


def give_back(appointment: Appointment) -> None:
    """This will give an appointment's place back; the caller has locked the sheet and the appointment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT booking_give_back(%s, %s, %s, %s, %s)",
            [appointment.resource_id, appointment.day, appointment.first_tick, appointment.ticks, appointment.share],
        )


def _take(place: Place, length: int, share: str, until: datetime | None, at: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT booking_take(%s, %s, %s, %s, %s, %s, %s)",
            [place.resource, place.day, place.tick, length, share, until, at],
        )
        return bool(cursor.fetchone()[0])


def _update(appointment: Appointment, **values: Any) -> None:
    Appointment.objects.filter(pk=appointment.pk).update(**values, trail=F("trail") + 1, sequence=F("sequence") + 1)
    appointment.refresh_from_db()


def move(*, appointment: Appointment, day: date, tick: int, by: Actor, at: datetime) -> Appointment:
    """This will move a visit to another time of its office; the old time is given back only with the new one taken.

    Everything happens under the locks of both days in one transaction: whoever fails keeps the old time.
    A visit that stands there already stays as it is: the second tap of a button tells nobody anything.

    :raises JustTaken: when the new time is not free.
    :raises NotChangeable: when the visit is over, cancelled or under way.
    :raises NotMovable: when the office no longer takes visits like it; staff are told why.
    :raises rathaus.core.errors.NotPermitted: for staff of another office.
    """
    _check_actor(appointment, by)
    if (appointment.day, appointment.first_tick) == (day, tick) and is_changeable(appointment, at=at):
        return appointment
    plan = plans.current()
    visit = _visit_of(appointment, plan, by)
    check_time(visit, day, tick, at, is_staff=by.is_staff)
    for resource in visit.resources:
        try:
            with transaction.atomic():
                return _move_to(appointment, visit, Place(resource, day, tick), plan, by=by, at=at)
        except JustTaken:
            appointment.refresh_from_db()
    raise JustTaken(
        _("Diese Zeit ist gerade vergeben worden. Ihr bisheriger Termin bleibt. Bitte wählen Sie eine andere Zeit.")
    )


def _visit_of(appointment: Appointment, plan: TownPlan, by: Actor) -> Visit:
    try:
        return plan.visit(appointment.office_id, wishes_of(appointment))
    except Refused as refused:
        if by.is_staff:
            raise
        raise NotMovable from refused


def _move_to(
    appointment: Appointment, visit: Visit, place: Place, plan: TownPlan, *, by: Actor, at: datetime
) -> Appointment:
    is_shared = place.resource in plan.shared
    group = members_of(place.resource)[1] if is_shared else [place.resource]
    _lock(appointment, [(appointment.resource_id, appointment.day), *((r, place.day) for r in group)], at)
    new = (place.tick, visit.ticks, place.resource)
    if is_shared and not can_seat(place.resource, place.day, new, at=at, without=appointment.pk):
        raise JustTaken("")
    share = Share.INTERNAL if by.is_staff else Share.PUBLIC
    give_back(appointment)
    if not _take(place, visit.ticks, share, appointment.held_until, at):
        raise JustTaken("")
    _write_move(appointment, visit, place, share, by=by, at=at)
    return appointment


def _write_move(appointment: Appointment, visit: Visit, place: Place, share: Share, *, by: Actor, at: datetime) -> None:
    before = {"day": appointment.day.isoformat(), "tick": appointment.first_tick, "resource": appointment.resource_id}
    _update(
        appointment,
        resource_id=place.resource,
        day=place.day,
        first_tick=place.tick,
        ticks=visit.ticks,
        share=share,
        zone=visit.office.zone,
        starts_at=ticks.starts_at(place.day, place.tick, visit.office.zone),
        moved_at=at,
    )
    for service, _persons, minutes in visit.lines:
        Line.objects.filter(appointment=appointment, service_id=service).exclude(minutes=minutes).update(
            minutes=minutes
        )
    after = {"day": place.day.isoformat(), "tick": place.tick, "resource": place.resource}
    tell(appointment, "booking.move", by=by, at=at, facts={"from": before, "to": after})
    withdraw_notices(appointment)
    plan_notices(appointment, "moved", at=at)
    publish([AppointmentMoved(str(appointment.pk), appointment.office_id)])


def cancel(*, appointment: Appointment, by: Actor, at: datetime, note: str = "") -> Appointment:
    """This will cancel a visit and give its time back; `note` is told to the person.

    :raises NotChangeable: when the visit is over, cancelled or under way.
    :raises rathaus.core.errors.NotPermitted: for staff of another office.
    """
    _check_actor(appointment, by)
    with transaction.atomic():
        _lock(appointment, [(appointment.resource_id, appointment.day)], at)
        give_back(appointment)
        _update(
            appointment,
            state=State.CANCELLED,
            ended_at=at,
            held_until=None,
            cancelled_by="staff" if by.is_staff else "citizen",
            cancel_note=note,
        )
        tell(appointment, "booking.cancel", by=by, at=at)
        withdraw_notices(appointment)
        plan_notices(appointment, "cancelled", at=at)
        publish([AppointmentCancelled(str(appointment.pk), appointment.office_id)])
    return appointment
