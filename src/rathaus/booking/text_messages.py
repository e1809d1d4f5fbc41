"""Messages about appointments as SMS: one or two parts, no service named, one link."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rathaus.booking import words
from rathaus.booking.links import token_of
from rathaus.booking.models import Appointment
from rathaus.notifications.ports import Message
from rathaus.towns import queries as towns


def word(appointment: Appointment, wording: str) -> Message | None:
    """This will word a message for the phone in the language that is on; None where none is meant for phones."""
    texts = {
        "confirmed": _("%(town)s: Termin gebucht, %(when)s, %(place)s. Nummer %(reference)s. %(link)s"),
        "moved": _("%(town)s: Termin verschoben auf %(when)s, %(place)s. Nummer %(reference)s. %(link)s"),
        "reminder": _("%(town)s: Ihr Termin ist am %(when)s, %(place)s. Nummer %(reference)s. Absagen: %(link)s"),
        "cancelled": _("%(town)s: Ihr Termin am %(when)s ist abgesagt. Nummer %(reference)s."),
    }
    if wording not in texts:
        return None
    start, _end = words.span(appointment)
    text = texts[wording] % {
        "town": towns.current().title,
        "when": date_format(start, _("j.n., G:i")),
        "place": words.address(appointment.office),
        "reference": appointment.reference,
        "link": towns.base_url() + reverse("short", args=[token_of(appointment)]),
    }
    return Message(to=appointment.mobile, subject="", text=text)
