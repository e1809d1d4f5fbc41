"""Moving and cancelling: the sheets first, in key order, then the appointment."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from rathaus.booking import plan as plans
from rathaus.booking.actions.hold import check_time
from rathaus.booking.actions.refusals import JustTaken, NotChangeable
from rathaus.booking.actions.trail import plan_notices, tell, withdraw_notices
from rathaus.booking.events import AppointmentCancelled, AppointmentMoved
from rathaus.booking.models import UPCOMING, Appointment, DaySheet, Share, State
from rathaus.booking.rules import ticks
from rathaus.booking.rules.visit import Wish
from rathaus.booking.shared_groups import can_seat, members_of
from rathaus.core.errors import NotPermitted
from rathaus.core.events import publish
from rathaus.identity.queries import Actor


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
    if not same or now.state not in UPCOMING or now.starts_at <= at:
        raise _not_changeable()


def _give_back(appointment: Appointment) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT booking_give_back(%s, %s, %s, %s, %s)",
            [appointment.resource_id, appointment.day, appointment.first_tick, appointment.ticks, appointment.share],
        )


def _take(resource: int, day: date, tick: int, length: int, share: str, until: datetime | None, at: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT booking_take(%s, %s, %s, %s, %s, %s, %s)", [resource, day, tick, length, share, until, at]
        )
        return bool(cursor.fetchone()[0])


def _update(appointment: Appointment, **values: Any) -> None:
    Appointment.objects.filter(pk=appointment.pk).update(**values, trail=F("trail") + 1, sequence=F("sequence") + 1)
    appointment.refresh_from_db()


def move(*, appointment: Appointment, day: date, tick: int, by: Actor, at: datetime) -> Appointment:
    """This will move a visit to another time of its office; the old time is given back only with the new one taken.

    Everything happens under the locks of both days in one transaction: whoever fails keeps the old time.

    :raises JustTaken: when the new time is not free.
    :raises NotChangeable: when the visit is over, cancelled or under way.
    :raises rathaus.core.errors.NotPermitted: for staff of another office.
    """
    _check_actor(appointment, by)
    visit = plans.current().visit(appointment.office_id, wishes_of(appointment))
    check_time(visit, day, tick, at, is_staff=by.is_staff)
    share = Share.INTERNAL if by.is_staff else Share.PUBLIC
    for resource in visit.resources:
        try:
            with transaction.atomic():
                return _move_to(appointment, resource, day, tick, visit.ticks, share, by=by, at=at)
        except JustTaken:
            appointment.refresh_from_db()
    raise JustTaken(
        _("Diese Zeit ist gerade vergeben worden. Ihr bisheriger Termin bleibt. Bitte wählen Sie eine andere Zeit.")
    )


def _move_to(
    appointment: Appointment, resource: int, day: date, tick: int, length: int, share: str, *, by: Actor, at: datetime
) -> Appointment:
    is_shared = resource in plans.kept().shared
    theirs = members_of(resource)[1] if is_shared else [resource]
    _lock(appointment, [(appointment.resource_id, appointment.day), *((member, day) for member in theirs)], at)
    if is_shared and not can_seat(resource, day, (tick, length, resource), at=at, without=appointment.pk):
        raise JustTaken("")
    _give_back(appointment)
    if not _take(resource, day, tick, length, share, appointment.held_until, at):
        raise JustTaken("")
    before = {"day": appointment.day.isoformat(), "tick": appointment.first_tick, "resource": appointment.resource_id}
    start = ticks.starts_at(day, tick, appointment.zone)
    _update(
        appointment,
        resource_id=resource,
        day=day,
        first_tick=tick,
        ticks=length,
        share=share,
        starts_at=start,
        moved_at=at,
    )
    tell(
        appointment,
        "booking.move",
        by=by,
        at=at,
        facts={"from": before, "to": {"day": day.isoformat(), "tick": tick, "resource": resource}},
    )
    withdraw_notices(appointment)
    plan_notices(appointment, "moved", at=at)
    publish([AppointmentMoved(str(appointment.pk), appointment.office_id)])
    return appointment


def cancel(*, appointment: Appointment, by: Actor, at: datetime, note: str = "") -> Appointment:
    """This will cancel a visit and give its time back; `note` is told to the person.

    :raises NotChangeable: when the visit is over, cancelled or under way.
    :raises rathaus.core.errors.NotPermitted: for staff of another office.
    """
    _check_actor(appointment, by)
    with transaction.atomic():
        _lock(appointment, [(appointment.resource_id, appointment.day)], at)
        _give_back(appointment)
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
