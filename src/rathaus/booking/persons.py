"""Persons in booking: finding their visits, telling all that is held of them, forgetting them on request."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rathaus.booking import presentation, words
from rathaus.booking.actions import restrict as actions_of_restriction
from rathaus.booking.actions.change import cancel, is_changeable
from rathaus.booking.actions.forget import DAYS_AFTER_A_VISIT, forget_one
from rathaus.booking.actions.refusals import NotChangeable
from rathaus.booking.actions.trail import TEXT, stream_of
from rathaus.booking.happenings import MESSAGES
from rathaus.booking.models import Appointment, State
from rathaus.booking.rules.erasure import fate_of
from rathaus.booking.rules.ticks import local
from rathaus.core.persons import Asked, Fact, Fate, Held, Holding, Kind
from rathaus.identity.queries import Actor
from rathaus.notifications.models import Delivery
from rathaus.offices.queries import text_of

PREFIX = "appointment/"
CONTACT = ("name", "email", "mobile", "remark", "cancel_note")
WHY = {
    Fate.GOES: gettext_lazy("Name, E-Mail-Adresse, Handynummer und Bemerkung gehen, mit allen Nachrichten."),
    Fate.ENDS_FIRST: gettext_lazy(
        "Der Termin steht noch bevor. Er wird zuerst abgesagt, oder er bleibt und wird danach von selbst gelöscht."
    ),
    Fate.STAYS: gettext_lazy(
        "Die Frist der Leistung ist noch nicht um (Art. 17 Abs. 3 DSGVO), oder der Besuch ist heute. Danach geht alles "
        "von selbst."
    ),
    Fate.GONE: gettext_lazy("Hier steht nichts mehr zur Person."),
}
WHY_RESTRICTED = gettext_lazy(
    "Die Verarbeitung ist eingeschränkt (Art. 18 DSGVO): Die Angaben werden nur aufbewahrt, bis Sie das aufheben."
)


def find(asked: Asked, *, at: datetime) -> list[Held]:
    """This will return the visits of whoever has this e-mail address or number, or the one of this reference."""
    wanted = {
        Kind.EMAIL: Q(email__iexact=asked.value),
        Kind.MOBILE: Q(mobile=asked.value),
        Kind.REFERENCE: Q(reference=asked.value),
    }[asked.kind]
    rows = Appointment.objects.filter(wanted, kind=Appointment.Kind.VISIT).exclude(state=State.HELD)
    rows = rows.select_related("office").prefetch_related("office__texts", "lines__service__texts")
    return [_held(appointment, at) for appointment in rows.order_by("starts_at", "pk")]


def erase(key: str, *, by: str, at: datetime) -> None:
    """This will forget the person of a visit, with its messages and the salt of its trail.

    A visit still to come is cancelled first, so that its time is free for others; nobody is written to about it.

    :raises NotChangeable: when a rule keeps it.
    """
    with transaction.atomic():
        appointment = Appointment.objects.select_related("office").get(pk=UUID(key.removeprefix(PREFIX)))
        fate, _until = _fate(appointment, at)
        if fate == Fate.STAYS:
            raise NotChangeable(WHY[Fate.STAYS])
        if fate == Fate.ENDS_FIRST:
            here = Actor(by, frozenset({appointment.office_id}), is_staff=True)
            cancel(appointment=appointment, by=here, at=at)
        else:
            Appointment.objects.select_for_update().get(pk=appointment.pk)
        forget_one(appointment, by=by, at=at)


def _held(appointment: Appointment, at: datetime) -> Held:
    fate, until = _fate(appointment, at)
    title = _("Termin am %(day)s, %(time)s Uhr, %(office)s") % {
        "day": date_format(appointment.day, "SHORT_DATE_FORMAT"),
        "time": date_format(words.span(appointment)[0], "G:i"),
        "office": text_of(appointment.office, presentation.language()).title,
    }
    facts, since = tuple(_facts(appointment)), appointment.restricted_at
    why = WHY[fate] if since is None else WHY_RESTRICTED
    return Held(stream_of(appointment.pk), title, facts, fate, why, until, since)


def restrict(key: str, *, ground: str, by: str, at: datetime) -> bool:
    """This will restrict the processing of a visit, or lift that where no ground is given."""
    number, actor = UUID(key.removeprefix(PREFIX)), Actor(by)
    if ground:
        return actions_of_restriction.restrict(appointment_id=number, ground=ground, by=actor, at=at)
    return actions_of_restriction.lift(appointment_id=number, by=actor, at=at)


def restricted(*, at: datetime) -> list[Held]:
    """This will return the restricted visits by their numbers, without a word about the persons (1 query)."""
    rows = Appointment.objects.filter(restricted_at__isnull=False).order_by("restricted_at", "pk")
    return [
        Held(stream_of(row.pk), row.reference, (), Fate.STAYS, WHY_RESTRICTED, None, row.restricted_at) for row in rows
    ]


def _fate(appointment: Appointment, at: datetime) -> tuple[Fate, date | None]:
    if appointment.restricted_at is not None:
        return Fate.STAYS, None
    days = [line.service.keep_days for line in appointment.lines.select_related("service")]
    return fate_of(
        appointment.state,
        appointment.day,
        local(at, appointment.zone).date(),
        is_changeable=is_changeable(appointment, at=at),
        keep_days=max(days, default=DAYS_AFTER_A_VISIT),
        is_empty=not any(getattr(appointment, name) for name in CONTACT),
    )


def _facts(appointment: Appointment) -> Iterator[Fact]:
    start, _end = words.span(appointment)
    yield Fact("reference", gettext_lazy("Terminnummer"), appointment.reference)
    yield Fact("state", gettext_lazy("Stand"), appointment.get_state_display())
    yield Fact("when", gettext_lazy("Wann"), words.moment(start))
    yield Fact("office", gettext_lazy("Amt"), text_of(appointment.office, presentation.language()).title)
    yield Fact("services", gettext_lazy("Worum es geht"), tuple(_services(appointment)))
    yield Fact("persons", gettext_lazy("Zahl der Personen"), str(appointment.persons))
    for name, label in LABELS.items():
        yield Fact(name, label, str(getattr(appointment, name)))
    yield Fact("language", gettext_lazy("Sprache der Nachrichten"), appointment.language)
    yield Fact("booked_by", gettext_lazy("Gebucht"), appointment.get_booked_by_display())
    for name, label in MOMENTS.items():
        moment = getattr(appointment, name)
        yield Fact(name, label, words.moment(local(moment, appointment.zone)) if moment else "")
    yield Fact("messages", gettext_lazy("Nachrichten"), tuple(_messages(appointment)))


LABELS = {
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-Mail-Adresse"),
    "mobile": gettext_lazy("Handynummer"),
    "remark": gettext_lazy("Bemerkung"),
    "cancel_note": gettext_lazy("Nachricht zur Absage"),
}
MOMENTS = {
    "created_at": gettext_lazy("Zeit ausgewählt"),
    "booked_at": gettext_lazy("Gebucht am"),
    "moved_at": gettext_lazy("Verschoben am"),
    "arrived_at": gettext_lazy("Angekommen"),
    "ended_at": gettext_lazy("Beendet oder abgesagt"),
}


def _services(appointment: Appointment) -> Iterator[str]:
    """Their real names, also of confidential ones: who asks for their own data is told all."""
    for line in appointment.lines.all():
        texts = {text.language: text.title for text in line.service.texts.all()}
        yield texts.get(get_language() or "de") or texts.get("de") or line.service.slug


def _messages(appointment: Appointment) -> Iterator[str]:
    for row in Delivery.objects.filter(subject=stream_of(appointment.pk)).order_by("due_at", "pk"):
        when = date_format(timezone.localtime(row.sent_at or row.due_at), "SHORT_DATETIME_FORMAT")
        yield f"{when}: {MESSAGES.get(row.kind.removeprefix(TEXT), row.kind)} ({row.channel}, {row.state})"


VISITS = Holding(
    "booking.visits",
    gettext_lazy("Termine mit Name, E-Mail-Adresse, Handynummer und Bemerkung, und was dazu verschickt wurde"),
    frozenset(f"booking.appointment.{name}" for name in CONTACT),
    find,
    erase,
    restrict,
    restricted,
)
