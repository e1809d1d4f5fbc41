"""The calendar file of an appointment (RFC 5545, messages by RFC 5546)."""

from datetime import date
from email.utils import parseaddr
from typing import Literal

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from rathaus.booking import words
from rathaus.booking.models import Appointment, State
from rathaus.offices.queries import text_of
from rathaus.towns import queries as towns

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]
PRODUCT = "-//Rathaus//Termine//DE"


def calendar_file(appointment: Appointment, *, method: Method = "PUBLISH") -> bytes:
    """This will return the appointment as a calendar file in UTF-8, in the language that is active.

    The UID never changes and SEQUENCE rises with each change, so that calendars replace what they have.
    A sensitive service is never named; nobody but the person themselves is.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_event(appointment, method))
    year = appointment.day.year
    calendar.add_missing_timezones(first_date=date(year - 1, 1, 1), last_date=date(year + 2, 1, 1))
    return bytes(calendar.to_ical())


def _event(appointment: Appointment, method: Method) -> Event:
    matters = words.matters(appointment, appointment.language)
    start, end = words.span(appointment)
    is_off = method == "CANCEL" or appointment.state == State.CANCELLED
    event = Event()
    event.add("uid", str(appointment.pk))
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", _changed_at(appointment))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", words.calendar_title(matters))
    event.add("location", _location(appointment, is_discreet=any(m.is_sensitive for m in matters)))
    event.add("description", _description(appointment))
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("organizer", _organizer())
    if method != "PUBLISH" and appointment.email:
        event.add("attendee", _attendee(appointment.email))
    return event


def _changed_at(appointment: Appointment) -> object:
    moments = (appointment.created_at, appointment.booked_at, appointment.moved_at, appointment.ended_at)
    return max(moment for moment in moments if moment is not None)


def _location(appointment: Appointment, *, is_discreet: bool) -> str:
    """The place; an office's name can tell what a visit is about, so discreet ones show the address alone."""
    address = words.address(appointment.office)
    title = text_of(appointment.office, appointment.language).title
    return address if is_discreet and address else ", ".join(part for part in (title, address) if part)


def _description(appointment: Appointment) -> str:
    lines = [_("Terminnummer: %(reference)s") % {"reference": appointment.reference}]
    if appointment.office.phone:
        lines.append(_("Telefon: %(phone)s") % {"phone": appointment.office.phone})
    lines.append(_("Ansehen, verschieben oder absagen: mit dem Link in Ihrer Bestätigung."))
    return "\n".join(lines)


def _organizer() -> vCalAddress:
    organizer = vCalAddress(f"mailto:{parseaddr(settings.RATHAUS_MAIL_FROM)[1]}")
    organizer.params["CN"] = vText(towns.current().title)
    return organizer


def _attendee(email: str) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{email}")
    attendee.params["PARTSTAT"] = vText("ACCEPTED")
    attendee.params["RSVP"] = vText("FALSE")
    return attendee
