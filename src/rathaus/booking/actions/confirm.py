"""From a hold to a booked visit."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from rathaus.audit.actions import committed
from rathaus.booking import plan as plans
from rathaus.booking.actions.hold import hold
from rathaus.booking.actions.refusals import AlreadyConfirmed, HoldExpired, NoMoreExtensions
from rathaus.booking.actions.trail import plan_notices, stream_of, tell
from rathaus.booking.events import AppointmentConfirmed
from rathaus.booking.models import Appointment, DaySheet, Share, State
from rathaus.booking.rules.visit import Wish
from rathaus.core.errors import NotPermitted
from rathaus.core.events import publish
from rathaus.identity.queries import Actor

MOST_EXTENSIONS = 10
MAIL_CONFIRMATION = timedelta(hours=1)


@dataclass(frozen=True)
class Contact:
    """Who comes, and how to reach them; e-mail and mobile may be missing."""

    name: str
    email: str = ""
    mobile: str = ""
    remark: str = ""


def _expired() -> HoldExpired:
    return HoldExpired(
        _("Ihre Reservierung ist abgelaufen. Bitte wählen Sie noch einmal eine Zeit. Ihre Angaben bleiben erhalten.")
    )


def confirm(*, appointment: Appointment, contact: Contact, by: Actor, at: datetime) -> Appointment:
    """This will book a held visit; where a service asks for it, it waits for a yes by mail first.

    :raises HoldExpired: when the hold ran out.
    :raises AlreadyConfirmed: when it was booked before.
    """
    with transaction.atomic():
        waits = _needs_mail(appointment) and bool(contact.email) and not by.is_staff
        values: dict[str, Any] = (
            {"state": State.PRECONFIRMED, "held_until": at + MAIL_CONFIRMATION}
            if waits
            else {"state": State.CONFIRMED, "booked_at": at, "held_until": None}
        )
        _claim(
            appointment,
            at,
            [State.HELD],
            name=contact.name,
            email=contact.email,
            mobile=contact.mobile,
            remark=contact.remark,
            **values,
        )
        personal = {"email": contact.email, "mobile": contact.mobile, "name": contact.name}
        facts = {"by": appointment.booked_by, "commitments": committed(stream_of(appointment.pk), personal)}
        tell(appointment, "booking.preconfirm" if waits else "booking.confirm", by=by, at=at, facts=facts)
        plan_notices(appointment, "please-confirm" if waits else "confirmed", at=at)
        publish([AppointmentConfirmed(str(appointment.pk), appointment.office_id)])
    return appointment


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
    if appointment.extensions >= MOST_EXTENSIONS:
        raise NoMoreExtensions(
            _("Sie haben die Zeit schon zehnmal verlängert. Bitte schließen Sie die Buchung jetzt ab.")
        )
    office = plans.current().offices.get(appointment.office_id)
    minutes = timedelta(minutes=office.hold_minutes if office else 10)
    with transaction.atomic():
        base = appointment.held_until or at
        _claim(appointment, at, [State.HELD], held_until=max(base, at) + minutes, extensions=F("extensions") + 1)
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


def _needs_mail(appointment: Appointment) -> bool:
    services = list(appointment.lines.values_list("service_id", flat=True))
    offers = plans.current().offers
    return any(o.needs_mail_confirmation for s in services if (o := offers.get((s, appointment.office_id))))


def _claim(appointment: Appointment, at: datetime, states: list[State], **values: Any) -> None:
    """Updates a hold that still stands, in one statement, and brings the object up to date."""
    still = Appointment.objects.filter(pk=appointment.pk, state__in=states, held_until__gt=at)
    if not still.update(**values, trail=F("trail") + 1):
        now = Appointment.objects.filter(pk=appointment.pk).values_list("state", flat=True).first()
        if now in (State.CONFIRMED, State.PRECONFIRMED, State.CHECKED_IN):
            raise AlreadyConfirmed(_("Dieser Termin ist schon gebucht."))
        raise _expired()
    appointment.refresh_from_db()
