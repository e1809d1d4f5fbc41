"""From a hold to a booked visit."""

from contextlib import nullcontext
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from rathaus.audit.actions import new_salt, salt_of
from rathaus.booking import plan as plans
from rathaus.booking.actions.booked import Contact, book
from rathaus.booking.actions.hold import MOST_ROUNDS, hold
from rathaus.booking.actions.refusals import AlreadyConfirmed, HoldExpired, NoMoreExtensions
from rathaus.booking.actions.trail import gets_texts, plan_notices, plan_texts, stream_of, tell
from rathaus.booking.events import AppointmentConfirmed
from rathaus.booking.models import Appointment, DaySheet, Share, State
from rathaus.booking.plan import TownPlan
from rathaus.booking.rules.visit import Wish
from rathaus.core.errors import NotPermitted
from rathaus.core.events import publish
from rathaus.identity.queries import Actor

MOST_EXTENSIONS = 10
BOOKED = (State.CONFIRMED, State.PRECONFIRMED, State.CHECKED_IN)


def _expired() -> HoldExpired:
    return HoldExpired(
        _("Ihre Reservierung ist abgelaufen. Bitte wählen Sie noch einmal eine Zeit. Ihre Angaben bleiben erhalten.")
    )


def confirm(*, appointment: Appointment, contact: Contact, by: Actor, at: datetime) -> Appointment:
    """This will book a held visit; where a service asks for it, it waits for a yes by mail first.

    :raises HoldExpired: when the hold ran out.
    :raises AlreadyConfirmed: when it was booked before.
    """
    salt = new_salt()
    for _round in range(MOST_ROUNDS):
        plan = plans.kept()
        waits = bool(contact.email) and not by.is_staff and _asks_by_mail(plan, appointment)
        with transaction.atomic() if gets_texts(contact.mobile) else nullcontext():
            outcome = book(plan.version, appointment, contact, salt=salt, waits=waits, by=by, at=at)
            if outcome == "booked" and not waits:
                plan_texts(appointment, "confirmed", at=at)
        if outcome == "booked":
            return appointment
        if outcome == "stale":
            plans.read()
        elif outcome == "salted":
            salt = salt_of(stream_of(appointment.pk))
        else:
            _check_held(appointment, at)
    raise _expired()


def confirm_by_mail(*, appointment: Appointment, by: Actor, at: datetime) -> Appointment:
    """This will book a visit that waited for a yes by mail.

    :raises HoldExpired: when the hour is over.
    :raises AlreadyConfirmed: when it was booked before.
    """
    with transaction.atomic():
        _claim(appointment, at, [State.PRECONFIRMED], state=State.CONFIRMED, booked_at=at, held_until=None)
        tell(appointment, "booking.confirm", by=by, at=at)
        plan_notices(appointment, "confirmed", at=at)
        publish([AppointmentConfirmed(str(appointment.pk), appointment.office_id)])
    return appointment


def extend(*, appointment: Appointment, by: Actor, at: datetime) -> Appointment:
    """This will give a hold its full minutes again, at most ten times (WCAG 2.2.1).

    :raises HoldExpired: when it ran out.
    :raises NoMoreExtensions: after ten times.
    """
    office = plans.current().offices.get(appointment.office_id)
    minutes = timedelta(minutes=office.hold_minutes if office else 10)
    with transaction.atomic():
        extensions = Appointment.objects.select_for_update().values_list("extensions", flat=True).get(pk=appointment.pk)
        if extensions >= MOST_EXTENSIONS:
            raise NoMoreExtensions(
                _("Sie haben die Zeit schon zehnmal verlängert. Bitte schließen Sie die Buchung jetzt ab.")
            )
        base = appointment.held_until or at
        _claim(appointment, at, [State.HELD], held_until=max(base, at) + minutes, extensions=extensions + 1)
        tell(appointment, "booking.extend", by=by, at=at)
    return appointment


def let_go(*, appointment: Appointment, by: Actor, at: datetime) -> None:
    """This will end a hold at once, so that the time is free again with the next look.

    :raises HoldExpired: when it had run out anyway.
    """
    with transaction.atomic():
        DaySheet.objects.filter(resource_id=appointment.resource_id, day=appointment.day).update(earliest_expiry=at)
        _claim(appointment, at, [State.HELD], held_until=at)
        tell(appointment, "booking.let-go", by=by, at=at)


def book_by_staff(
    *,
    office_id: int,
    wishes: list[Wish],
    day: date,
    tick: int,
    contact: Contact,
    booked_by: str,
    by: Actor,
    at: datetime,
    language: str = "de",
) -> Appointment:
    """This will book for a caller or at the counter, out of all that is free.

    :raises rathaus.core.errors.NotPermitted: in an office the actor does not work in.
    :raises rathaus.core.errors.Refused: as hold and confirm.
    """
    if office_id not in by.office_ids:
        raise NotPermitted(_("In diesem Amt dürfen Sie keine Termine buchen."))
    with transaction.atomic():
        held = hold(
            office_id=office_id,
            wishes=wishes,
            day=day,
            tick=tick,
            by=by,
            at=at,
            share=Share.INTERNAL,
            booked_by=booked_by,
            language=language,
        )
        appointment = Appointment.objects.select_related("office").get(pk=held.id)
        return confirm(appointment=appointment, contact=contact, by=by, at=at)


def _asks_by_mail(plan: TownPlan, appointment: Appointment) -> bool:
    if appointment.office_id not in plan.asking:
        return False
    services = appointment.lines.values_list("service_id", flat=True)
    return any(o.needs_mail_confirmation for s in services if (o := plan.offers.get((s, appointment.office_id))))


def _check_held(appointment: Appointment, at: datetime) -> None:
    """Brings a hold that was changed meanwhile up to date.

    :raises AlreadyConfirmed: when it was booked.
    :raises HoldExpired: when it is over.
    """
    appointment.refresh_from_db()
    if appointment.state in BOOKED:
        raise AlreadyConfirmed(_("Dieser Termin ist schon gebucht."))
    if appointment.state != State.HELD or appointment.held_until is None or appointment.held_until <= at:
        raise _expired()


def _claim(appointment: Appointment, at: datetime, states: list[State], **values: Any) -> None:
    """Updates a hold that still stands, in one statement, and brings the object up to date."""
    still = Appointment.objects.filter(pk=appointment.pk, state__in=states, held_until__gt=at)
    if not still.update(**values, trail=F("trail") + 1):
        now = Appointment.objects.filter(pk=appointment.pk).values_list("state", flat=True).first()
        if now in BOOKED:
            raise AlreadyConfirmed(_("Dieser Termin ist schon gebucht."))
        raise _expired()
    appointment.refresh_from_db()
