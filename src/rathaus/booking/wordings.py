"""The kinds of messages about appointments whose words a town may write, and what their marks stand for."""

from datetime import datetime

from django.utils.translation import gettext as _

from rathaus.booking import words
from rathaus.booking.models import Appointment
from rathaus.notifications.wordings import WordKind
from rathaus.offices.queries import text_of

ALWAYS = ("anrede", "name", "wann", "amt", "stadt", "leistung", "nummer")
TEXT_ALWAYS = ("stadt", "wann", "ort", "amt", "nummer", "link")
TEXT_OFF = tuple(mark for mark in TEXT_ALWAYS if mark != "link")  # what is off needs no link
IN_TEXTS = ("wann", "ort", "nummer", "link")
KINDS = {
    kind.code: kind
    for kind in (
        WordKind("confirmed", ALWAYS),
        WordKind("please-confirm", (*ALWAYS, "bis"), needed=("bis",)),
        WordKind("reminder", (*ALWAYS, "in_tagen"), needed=("in_tagen",)),
        WordKind("moved", ALWAYS, needed=("wann",)),
        WordKind("cancelled", ALWAYS, needed=("wann",)),
        WordKind("called-off", (*ALWAYS, "nachricht"), needed=("wann", "nachricht")),
        WordKind("new-link", ALWAYS),
        WordKind("sms-confirmed", TEXT_ALWAYS, needed=IN_TEXTS, is_text=True),
        WordKind("sms-reminder", TEXT_ALWAYS, needed=IN_TEXTS, is_text=True),
        WordKind("sms-moved", TEXT_ALWAYS, needed=IN_TEXTS, is_text=True),
        WordKind("sms-new-link", TEXT_ALWAYS, needed=("wann", "link"), is_text=True),
        WordKind("sms-cancelled", TEXT_OFF, needed=("wann", "nummer"), is_text=True),
        WordKind("sms-called-off", (*TEXT_OFF, "nachricht"), needed=("wann", "nummer"), is_text=True),
    )
}


def kind_of(appointment: Appointment, wording: str, *, prefix: str = "") -> WordKind:
    """This will return the kind of message, with the prefix `TEXT` of an SMS; what the office calls off has its own."""
    is_by_staff = wording == "cancelled" and appointment.cancelled_by == "staff"
    return KINDS[prefix + ("called-off" if is_by_staff else wording)]


def values_of(appointment: Appointment, language: str, town: str, at: datetime) -> dict[str, str]:
    """This will return what stands in place of each mark."""
    start, _end = words.span(appointment)
    until = appointment.held_until
    return {
        "anrede": greeting(appointment.name),
        "name": appointment.name,
        "wann": words.moment(start),
        "bis": words.clock_time(until.astimezone(start.tzinfo)) if until else "",
        "in_tagen": in_days((appointment.day - at.astimezone(start.tzinfo).date()).days),
        "amt": text_of(appointment.office, language).title,
        "stadt": town,
        "leistung": ", ".join(matter.title for matter in words.matters(appointment, language)),
        "nummer": appointment.reference,
        "nachricht": note(appointment.cancel_note),
    }


def greeting(name: str) -> str:
    """This will return how a message begins."""
    return _("Guten Tag %(name)s,") % {"name": name} if name else _("Guten Tag,")


def in_days(days: int) -> str:
    """This will return when it is, seen from today, as a sentence."""
    if days <= 1:
        return _("morgen ist Ihr Termin.") if days == 1 else _("heute ist Ihr Termin.")
    return _("in %(days)s Tagen ist Ihr Termin.") % {"days": days}


def note(text: str) -> str:
    """This will return what the office wrote along when it called off; nothing when it wrote nothing."""
    return _("Nachricht aus dem Amt: %(note)s") % {"note": text} if text else ""
