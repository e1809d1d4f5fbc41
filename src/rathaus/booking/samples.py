"""A message as it would be: about an invented visit, for those who write its words."""

from datetime import datetime, timedelta

from django.utils import translation

from rathaus.booking import text_messages
from rathaus.booking.actions.trail import TEXT
from rathaus.booking.messages import lay_out, letter_for
from rathaus.booking.models import Appointment, Line
from rathaus.booking.rules import ticks
from rathaus.catalogue.models import Service
from rathaus.notifications.ports import Message
from rathaus.notifications.wordings import Drafts, WordKind
from rathaus.offices.models import Office

NAME = "Erika Muster"
NOTE = "Die Heizung ist ausgefallen."
CALLED_OFF = "called-off"
DAYS, CLOCK_TICK, TICKS = 7, 10 * 12 + 4, 3


def sample(
    kind: WordKind, language: str, office_id: int | None, at: datetime, *, to: str, drafts: Drafts | None = None
) -> Message | None:
    """This will word a message of the kind about an invented visit in a week; None while the town has no office."""
    visit = _visit_at(kind, office_id, at)
    if visit is None:
        return None
    wording = _wording_of(kind)
    with translation.override(language):
        if kind.is_text:
            return text_messages.word(visit, wording, language, drafts)
        return lay_out(letter_for(visit, wording, language, at, drafts), to=to)


def text_values(kind: WordKind, language: str, at: datetime) -> dict[str, str]:
    """This will return what stands in place of each mark in the example of an SMS; nothing while there is no office."""
    visit = _visit_at(kind, None, at)
    if visit is None:
        return {}
    with translation.override(language):
        return text_messages.values_of(visit, language)


def _wording_of(kind: WordKind) -> str:
    code = kind.code.removeprefix(TEXT)
    return "cancelled" if code == CALLED_OFF else code


def _visit_at(kind: WordKind, office_id: int | None, at: datetime) -> Appointment | None:
    offices = Office.objects.prefetch_related("texts")
    office = offices.filter(pk=office_id).first() if office_id else offices.first()
    return _visit(kind, office, at) if office else None


def _visit(kind: WordKind, office: Office, at: datetime) -> Appointment:
    day = at.date() + timedelta(days=DAYS)
    is_called_off = kind.code.removeprefix(TEXT) == CALLED_OFF
    visit = Appointment(
        reference="K7M4P2XQ", office=office, day=day, first_tick=CLOCK_TICK, ticks=TICKS, zone=office.zone,
        starts_at=ticks.starts_at(day, CLOCK_TICK, office.zone), name=NAME, held_until=at + timedelta(minutes=30),
        cancelled_by="staff" if is_called_off else "citizen", cancel_note=NOTE if is_called_off else "",
    )  # fmt: skip
    service = Service.objects.filter(is_public=True).prefetch_related("texts").order_by("pk").first()
    lines = [Line(appointment=visit, service=service, persons=1)] if service else []
    visit._prefetched_objects_cache = {"lines": lines}  # type: ignore[attr-defined]  # noqa: SLF001 - it is not stored
    return visit
