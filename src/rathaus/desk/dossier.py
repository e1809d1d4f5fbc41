"""All that the desk knows of one appointment: its facts, its trail in human words, its messages."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from rathaus.audit.models import Event
from rathaus.booking.actions.trail import TEXT, stream_of
from rathaus.booking.models import Appointment
from rathaus.booking.queries import restricted_for, visible_to
from rathaus.booking.rules import ticks
from rathaus.core.actors import names_of
from rathaus.core.errors import NotPermitted
from rathaus.desk import words
from rathaus.desk.workplace import Workplace
from rathaus.notifications.models import Delivery


@dataclass(frozen=True)
class Happening:
    """One event of the trail: when, what, by whom, and what is worth telling of it."""

    moment: str
    what: str
    who: str
    detail: str = ""


@dataclass(frozen=True)
class Mail:
    """One message to the person: what, when, what became of it."""

    delivery: Delivery
    kind: str
    moment: str
    state: str
    tone: words.Tone


def find(who: Workplace, appointment_id: UUID) -> Appointment:
    """This will return an appointment that the member may see, with what pages show of it (5 queries).

    :raises django.http.Http404: when there is none, or it is of an office where they do not work.
    :raises rathaus.core.errors.NotPermitted: when its processing is restricted.
    """
    rows = visible_to(who.actor).select_related("office", "resource")
    appointment = rows.prefetch_related("lines__service__texts", "office__texts").filter(pk=appointment_id).first()
    if appointment is None:
        raise_restricted(who, appointment_id)
        raise Http404
    return appointment


def raise_restricted(who: Workplace, appointment_id: UUID) -> None:
    """This will say so where the visit is there and restricted, and only then (1 query).

    :raises rathaus.core.errors.NotPermitted: for a restricted visit of one of the member's offices.
    """
    if restricted_for(who.actor).filter(pk=appointment_id).exists():
        raise NotPermitted(
            _(
                "Die Verarbeitung dieses Termins ist eingeschränkt (Art. 18 DSGVO). Die Angaben werden nur aufbewahrt: "
                "Niemand darf sie ansehen, ändern oder nutzen. Die Zeit bleibt vergeben. Fragen beantwortet die Person "
                "für Datenschutz."
            )
        )


def happenings(appointment: Appointment) -> list[Happening]:
    """This will return the appointment's trail, oldest first (1 query, 2 where programs booked)."""
    events = list(Event.objects.filter(stream=stream_of(appointment.pk)).order_by("sequence"))
    programs = names_of({event.actor for event in events})
    return [_happening(event, appointment.zone, programs) for event in events]


def _happening(event: Event, zone: str, programs: Mapping[str, str]) -> Happening:
    facts = json.loads(bytes(event.canonical)).get("facts", {})
    return Happening(
        moment=words.moment_words(event.at, zone),
        what=str(words.EVENTS.get(event.action, event.action)),
        who=words.actor_words(event.actor, programs),
        detail="; ".join(_details(facts)),
    )


def _details(facts: dict[str, Any]) -> Iterator[str]:
    if "from" in facts and "to" in facts:
        yield _("von %(before)s auf %(after)s") % {"before": _place(facts["from"]), "after": _place(facts["to"])}
    if facts.get("by") == "phone":
        yield _("am Telefon")
    if facts.get("by") == "counter":
        yield _("am Schalter")


def _place(fact: dict[str, Any]) -> str:
    label = ticks.LABELS[int(fact["tick"])]
    return _("%(day)s, %(time)s Uhr") % {"day": words.short_day(date.fromisoformat(fact["day"])), "time": label}


def mails(appointment: Appointment) -> list[Mail]:
    """This will return the messages to the person, by the moment at which they are due (1 query)."""
    rows = Delivery.objects.filter(subject=stream_of(appointment.pk)).order_by("due_at", "id")
    return [_mail(row, appointment.zone) for row in rows]


def _mail(row: Delivery, zone: str) -> Mail:
    return Mail(
        delivery=row,
        kind=message_words(row),
        moment=words.moment_words(row.sent_at or row.due_at, zone),
        state=_("zugestellt") if row.is_delivered else str(words.DELIVERIES[Delivery.State(row.state)]),
        tone=words.DELIVERY_TONES.get(row.state, "info"),
    )


def message_words(row: Delivery) -> str:
    """This will return which message this is."""
    kind = row.kind.removeprefix(TEXT)
    told = str(words.MESSAGES.get(kind, kind))
    return _("%(message)s per SMS") % {"message": told} if row.kind.startswith(TEXT) else told
