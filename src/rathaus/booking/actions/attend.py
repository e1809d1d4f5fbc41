"""The day of the visit: arrived, done, not come; each can be undone."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from rathaus.booking.actions.refusals import NotChangeable
from rathaus.booking.actions.trail import tell
from rathaus.booking.models import Appointment, State
from rathaus.core.errors import NotPermitted
from rathaus.identity.queries import Actor

UNDO = {State.CHECKED_IN: State.CONFIRMED, State.DONE: State.CHECKED_IN, State.NO_SHOW: State.CONFIRMED}


def _change(
    appointment: Appointment, allowed: tuple[State, ...], action: str, by: Actor, at: datetime, **values: Any
) -> Appointment:
    if appointment.office_id not in by.office_ids:
        raise NotPermitted(_("Dieser Termin gehört zu einem anderen Amt."))
    with transaction.atomic():
        rows = Appointment.objects.filter(pk=appointment.pk, state__in=allowed).update(**values, trail=F("trail") + 1)
        if not rows:
            raise NotChangeable(_("Der Termin hat inzwischen einen anderen Stand. Bitte laden Sie die Seite neu."))
        appointment.refresh_from_db()
        tell(appointment, action, by=by, at=at)
    return appointment


def check_in(*, appointment: Appointment, by: Actor, at: datetime) -> Appointment:
    """This will note that the person has arrived.

    :raises NotChangeable: when the visit is not upcoming.
    :raises rathaus.core.errors.NotPermitted: for staff of another office.
    """
    return _change(
        appointment,
        (State.CONFIRMED, State.PRECONFIRMED),
        "booking.check-in",
        by,
        at,
        state=State.CHECKED_IN,
        arrived_at=at,
        held_until=None,
        booked_at=appointment.booked_at or at,
    )


def finish(*, appointment: Appointment, came: bool, by: Actor, at: datetime) -> Appointment:
    """This will end a visit: done, or nobody came.

    :raises NotChangeable: when it was ended or cancelled before, or has not begun for a no-show.
    :raises rathaus.core.errors.NotPermitted: for staff of another office.
    """
    if came:
        return _change(
            appointment, (State.CONFIRMED, State.CHECKED_IN), "booking.done", by, at, state=State.DONE, ended_at=at
        )
    if appointment.starts_at > at:
        raise NotChangeable(_("Der Termin hat noch nicht begonnen. Sie können ihn absagen oder verschieben."))
    return _change(appointment, (State.CONFIRMED,), "booking.no-show", by, at, state=State.NO_SHOW, ended_at=at)


def undo(*, appointment: Appointment, by: Actor, at: datetime) -> Appointment:
    """This will take the last step of the day back.

    :raises NotChangeable: when there is none.
    :raises rathaus.core.errors.NotPermitted: for staff of another office.
    """
    before = UNDO.get(State(appointment.state))
    if before is None:
        raise NotChangeable(_("Hier gibt es nichts zurückzunehmen."))
    if before is State.CHECKED_IN and appointment.arrived_at is None:
        before = State.CONFIRMED
    values: dict[str, Any] = {"state": before, "ended_at": None}
    if before is State.CONFIRMED:
        values["arrived_at"] = None
    return _change(appointment, (State(appointment.state),), "booking.undo", by, at, **values)
