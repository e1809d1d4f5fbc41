"""A message as it would be: about an invented visit, for those who write its words."""

from datetime import datetime, timedelta

from django.utils import translation

from rathaus.booking.messages import lay_out, letter_for
from rathaus.booking.models import Appointment, Line
from rathaus.booking.rules import ticks
from rathaus.catalogue.models import Service
from rathaus.notifications.ports import Message
from rathaus.notifications.wordings import Drafts, WordKind
from rathaus.offices.models import Office

NAME = "Erika Muster"
NOTE = "Die Heizung ist ausgefallen."
DAYS, CLOCK_TICK, TICKS = 7, 10 * 12 + 4, 3


def sample(
    kind: WordKind, language: str, office_id: int | None, at: datetime, *, to: str, drafts: Drafts | None = None
) -> Message | None:
    """This will word a message of the kind about an invented visit in a week; None while the town has no office."""
    offices = Office.objects.prefetch_related("texts")
    office = offices.filter(pk=office_id).first() if office_id else offices.first()
    if office is None:
        return None
    wording = "cancelled" if kind.code == "called-off" else kind.code
    visit = _visit(kind, office, at)
    with translation.override(language):
        return lay_out(letter_for(visit, wording, language, at, drafts), to=to)


def _visit(kind: WordKind, office: Office, at: datetime) -> Appointment:
    day = at.date() + timedelta(days=DAYS)
    is_called_off = kind.code == "called-off"
    visit = Appointment(
        reference="K7M4P2XQ", office=office, day=day, first_tick=CLOCK_TICK, ticks=TICKS, zone=office.zone,
        starts_at=ticks.starts_at(day, CLOCK_TICK, office.zone), name=NAME, held_until=at + timedelta(minutes=30),
        cancelled_by="staff" if is_called_off else "citizen", cancel_note=NOTE if is_called_off else "",
    )  # fmt: skip
    service = Service.objects.filter(is_public=True).prefetch_related("texts").order_by("pk").first()
    lines = [Line(appointment=visit, service=service, persons=1)] if service else []
    visit._prefetched_objects_cache = {"lines": lines}  # type: ignore[attr-defined]  # noqa: SLF001 - it is not stored
    return visit
