"""Messages about appointments as SMS: one or two parts, no service named, one link."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rathaus.booking import words
from rathaus.booking.actions.trail import TEXT
from rathaus.booking.links import token_of
from rathaus.booking.models import Appointment
from rathaus.booking.wordings import kind_of
from rathaus.notifications.ports import Message
from rathaus.notifications.wordings import Drafts, own_text
from rathaus.offices.queries import text_of
from rathaus.towns import queries as towns


def word(appointment: Appointment, wording: str, language: str, drafts: Drafts | None = None) -> Message | None:
    """This will word a message for the phone in the language that is on; None where none is meant for phones.

    The town's own words where it has any.
    """
    texts = {
        "confirmed": _("%(town)s: Termin gebucht, %(when)s, %(place)s. Nummer %(reference)s. %(link)s"),
        "moved": _("%(town)s: Termin verschoben auf %(when)s, %(place)s. Nummer %(reference)s. %(link)s"),
        "reminder": _("%(town)s: Ihr Termin ist am %(when)s, %(place)s. Nummer %(reference)s. Absagen: %(link)s"),
        "new-link": _("%(town)s: Ihr neuer Link zum Termin am %(when)s: %(link)s Der alte gilt nicht mehr."),
        "cancelled": _("%(town)s: Ihr Termin am %(when)s ist abgesagt. Nummer %(reference)s."),
    }
    if wording not in texts:
        return None
    values = values_of(appointment, language)
    own = own_text(kind_of(appointment, wording, prefix=TEXT), language, values, drafts or {})
    names = {"town": "stadt", "when": "wann", "place": "ort", "reference": "nummer", "link": "link"}
    text = own or texts[wording] % {name: values[mark] for name, mark in names.items()}
    return Message(to=appointment.mobile, subject="", text=text)


def values_of(appointment: Appointment, language: str) -> dict[str, str]:
    """This will return what stands in place of each mark of an SMS: short, and no service."""
    start, _end = words.span(appointment)
    return {
        "stadt": towns.current().title,
        "wann": date_format(start, _("j.n., G:i")),
        "ort": words.address(appointment.office),
        "amt": text_of(appointment.office, language).title,
        "nummer": appointment.reference,
        "link": towns.base_url() + reverse("short", args=[token_of(appointment)]),
        "nachricht": " ".join(appointment.cancel_note.split()),
    }
