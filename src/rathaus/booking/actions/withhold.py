"""Withheld places (delayed release): kept back for later, and counted as taken until then."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from rathaus.audit.actions import Entry, record
from rathaus.booking.actions.change import give_back
from rathaus.booking.actions.refusals import JustTaken, NotChangeable
from rathaus.booking.actions.trail import stream_of
from rathaus.booking.models import Appointment, BookedBy, DaySheet, Resource, Share, State
from rathaus.booking.rules import ticks
from rathaus.booking.rules.visit import NotBookableThen
from rathaus.booking.shared_groups import can_seat
from rathaus.core.errors import NotPermitted
from rathaus.core.ids import new_reference
from rathaus.identity.queries import Actor
from rathaus.identity.rights import Right


@dataclass(frozen=True, slots=True)
class Span:
    """Some ticks of a day."""

    day: date
    first_tick: int
    ticks: int


@transaction.atomic
def withhold(
    *, resource: Resource, span: Span, places: int, release_at: datetime | None, by: Actor, at: datetime
) -> list[Appointment]:
    """This will keep places of the public share back until `release_at` (None: until somebody releases them).

    From that moment on they are free like the places of expired holds: at once for whoever looks, without a job.

    :raises JustTaken: when so many are not free.
    :raises rathaus.booking.rules.visit.NotBookableThen: for a release that is over.
    :raises rathaus.core.errors.NotPermitted: for staff of another office.
    """
    _check_actor(resource.office_id, by)
    if release_at is not None and release_at <= at:
        raise NotBookableThen(_("Bitte wählen Sie für die Freigabe einen Zeitpunkt, der noch kommt."))
    made = []
    for _place in range(places):
        new = (span.first_tick, span.ticks, resource.pk)
        if resource.group_id and not can_seat(resource.pk, span.day, new, at=at):
            raise _not_free()
        _take(resource, span, release_at, at)
        made.append(_row(resource, span, release_at, at))
        made[-1].save(force_insert=True)  # so that the next proof counts it
    record(Entry(stream_of(row.pk), 1, at, by.pseudonym, "booking.withhold", "booking") for row in made)
    return made


def release(*, withheld: Appointment, by: Actor, at: datetime) -> None:
    """This will give a withheld place back before its time.

    :raises NotChangeable: when it was given back before, or is a visit.
    :raises rathaus.core.errors.NotPermitted: for staff of another office.
    """
    _check_actor(withheld.office_id, by)
    with transaction.atomic():
        list(DaySheet.objects.select_for_update().filter(resource_id=withheld.resource_id, day=withheld.day))
        still = Appointment.objects.filter(
            pk=withheld.pk, kind=Appointment.Kind.WITHHELD, state__in=[State.HELD, State.CONFIRMED]
        )
        if not still.update(state=State.EXPIRED, held_until=None, ended_at=at, trail=F("trail") + 1):
            raise NotChangeable(_("Dieser Platz ist schon freigegeben."))
        give_back(withheld)
        withheld.refresh_from_db()
        record([Entry(stream_of(withheld.pk), withheld.trail, at, by.pseudonym, "booking.release", "booking")])


def _check_actor(office_id: int, by: Actor) -> None:
    if office_id not in by.office_ids and not by.may(Right.PLAN, office_id):
        raise NotPermitted(_("In diesem Amt dürfen Sie keine Plätze zurückhalten oder freigeben."))


def _not_free() -> JustTaken:
    return JustTaken(_("So viele Plätze sind dort nicht frei."))


def _take(resource: Resource, span: Span, release_at: datetime | None, at: datetime) -> None:
    """Takes one place of the public share; unlike a visit it may begin between two starts of the raster."""
    sheet = DaySheet.objects.select_for_update().filter(resource=resource, day=span.day).first()
    if sheet is None:
        raise _not_free()
    with connection.cursor() as cursor:
        cursor.execute("SELECT booking_tidy(%s, %s)", [sheet.pk, at])
    sheet.refresh_from_db()
    begin, end = span.first_tick - sheet.first_tick, span.first_tick - sheet.first_tick + span.ticks
    if begin < 0 or end > sheet.length or min(*sheet.free_all[begin:end], *sheet.share_left[begin:end], 1) < 1:
        raise _not_free()
    for index in range(begin, end):
        sheet.free_all[index] -= 1
        sheet.share_left[index] -= 1
    moments = [moment for moment in (sheet.earliest_expiry, release_at) if moment is not None]
    sheet.earliest_expiry = min(moments, default=None)
    sheet.save(update_fields=["free_all", "share_left", "earliest_expiry"])


def _row(resource: Resource, span: Span, release_at: datetime | None, at: datetime) -> Appointment:
    office = resource.office
    return Appointment(
        reference=new_reference(), kind=Appointment.Kind.WITHHELD, office=office, resource=resource, day=span.day,
        first_tick=span.first_tick, ticks=span.ticks, zone=office.zone, share=Share.PUBLIC,
        starts_at=ticks.starts_at(span.day, span.first_tick, office.zone), booked_by=BookedBy.COUNTER,
        state=State.HELD if release_at else State.CONFIRMED, held_until=release_at, created_at=at,
    )  # fmt: skip
