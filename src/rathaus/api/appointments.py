"""Holding, confirming, moving and cancelling for programs: the very actions that the pages call."""

from datetime import date, datetime
from typing import cast
from uuid import UUID

from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rathaus.api import schemas
from rathaus.booking import actions
from rathaus.booking.actions.change import is_changeable, wishes_of
from rathaus.booking.forms import ContactForm
from rathaus.booking.links import by_token, code_of, token_of
from rathaus.booking.models import Appointment, State
from rathaus.booking.rules import ticks
from rathaus.booking.rules.visit import NotBookableThen, Wish
from rathaus.booking.views.reading import day_in, tick_in
from rathaus.identity.queries import Actor
from rathaus.towns.queries import base_url


class NoSuchAppointment(Exception):
    """No visit belongs to the token."""


class WrongContact(Exception):
    """The form refuses values; `errors` are as in a problem."""

    def __init__(self, errors: list[dict[str, str]]) -> None:
        super().__init__("contact")
        self.errors = errors


def of_token(text: str) -> Appointment:
    """This will return the visit of a token (1 query).

    :raises NoSuchAppointment: for every token that is not right, alike.
    """
    found = by_token(text)
    if found is None or found.kind != Appointment.Kind.VISIT:
        raise NoSuchAppointment
    return found


def of_id(appointment_id: UUID | None) -> Appointment:
    """This will return a visit that this very client asked for before (1 query).

    :raises NoSuchAppointment: when it was forgotten meanwhile.
    """
    if appointment_id is None:
        raise NoSuchAppointment
    found = Appointment.objects.select_related("office").filter(pk=appointment_id).first()
    if found is None:
        raise NoSuchAppointment
    return found


def hold(*, wish: schemas.HoldWish, by: Actor, at: datetime) -> Appointment:
    """This will hold a time; the client's limit was counted before.

    :raises rathaus.core.errors.Refused: as `booking.actions.hold`.
    """
    day, tick = _moment(wish)
    wishes = [Wish(one.service, one.persons) for one in wish.services]
    language = get_language() or "de"
    held = actions.hold(office_id=wish.office, wishes=wishes, day=day, tick=tick, by=by, at=at, language=language)
    return of_token(held.token)


def confirm(*, appointment: Appointment, wish: schemas.ContactWish, by: Actor, at: datetime) -> Appointment:
    """This will book a held visit; the contact is checked as the pages check it.

    :raises WrongContact: naming every value that the form refuses.
    """
    form = ContactForm(wish.dict())
    if not form.is_valid():
        errors = [(name, error) for name, found in form.errors.as_data().items() for error in found]
        told = [{"at": f"body.{name}", "kind": e.code or "invalid", "detail": e.messages[0]} for name, e in errors]
        raise WrongContact(told)
    return actions.confirm(appointment=appointment, contact=form.contact(), by=by, at=at)


def move(*, appointment: Appointment, wish: schemas.MoveWish, by: Actor, at: datetime) -> Appointment:
    """This will move a visit within its office.

    :raises rathaus.core.errors.Refused: as `booking.actions.move`.
    """
    day, tick = _moment(wish)
    return actions.move(appointment=appointment, day=day, tick=tick, by=by, at=at)


def cancel(*, appointment: Appointment, by: Actor, at: datetime) -> Appointment:
    """This will cancel a visit, or let a hold go; what is over already stays as it is.

    :raises rathaus.core.errors.Refused: when the visit is under way or was.
    """
    if appointment.state in {State.CANCELLED, State.EXPIRED}:
        return appointment
    if appointment.state == State.HELD:
        actions.let_go(appointment=appointment, by=by, at=at)
        appointment.refresh_from_db()
        return appointment
    return actions.cancel(appointment=appointment, by=by, at=at)


def _moment(wish: schemas.HoldWish | schemas.MoveWish) -> tuple[date, int]:
    day, tick = day_in(wish.day), tick_in(wish.time)
    if day is None:
        raise NotBookableThen(_("Diesen Tag gibt es nicht."), field="day")
    if tick is None:
        raise NotBookableThen(_("Diese Uhrzeit gibt es nicht."), field="time")
    return day, tick


def shown(appointment: Appointment, *, at: datetime) -> schemas.Appointment:
    """This will return a visit as programs see it."""
    state = State(appointment.state)
    until = appointment.held_until if state in {State.HELD, State.PRECONFIRMED} else None
    is_over = until is not None and until <= at
    here = ticks.zone(appointment.zone)
    with translation.override(appointment.language):
        page = base_url() + reverse("booking:view", args=[token_of(appointment)])
    return schemas.Appointment(
        token=token_of(appointment),
        reference=appointment.reference,
        code=code_of(appointment),
        state=cast("schemas.StateName", "expired" if is_over else state.value),
        office=appointment.office_id,
        services=[schemas.ServiceWish(service=w.service_id, persons=w.persons) for w in wishes_of(appointment)],
        day=appointment.day.isoformat(),
        time=ticks.LABELS[appointment.first_tick],
        starts_at=appointment.starts_at.astimezone(here).isoformat(timespec="seconds"),
        minutes=appointment.ticks * ticks.MINUTES,
        held_until=until.astimezone(here).isoformat(timespec="seconds") if until else None,
        can_change=is_changeable(appointment, at=at),
        page=page,
    )
