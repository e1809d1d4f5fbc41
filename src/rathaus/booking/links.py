"""Personal links and spoken codes: derived from the town's key, never stored (architecture, section 4)."""

import hmac
import re
from functools import lru_cache
from uuid import UUID

from django.db import connection
from django.urls import reverse
from django.utils.translation import get_language

from rathaus.booking.models import Appointment
from rathaus.core.ids import ALPHABET, REFERENCE_LENGTH, spell
from rathaus.core.keys import mac, urlsafe
from rathaus.offices.models import Office

MAC_BYTES = 16
IN_PLACE = "2" * 30  # of a token, in an address that is kept
TOKEN = re.compile(f"([{ALPHABET}]{{{REFERENCE_LENGTH}}})[A-Za-z0-9_-]{{22}}")
CODE_LENGTH = 4
VISIT_FIELDS = [field.attname for field in Appointment._meta.concrete_fields]
OFFICE_FIELDS = [field.attname for field in Office._meta.concrete_fields]
_COLUMNS = ", ".join([*(f"a.{name}" for name in VISIT_FIELDS), *(f"o.{name}" for name in OFFICE_FIELDS)])
WITH_OFFICE = (
    f"SELECT {_COLUMNS} FROM booking_appointment a "  # noqa: S608 - names of our own columns
    "JOIN offices_office o ON o.id = a.office_id WHERE a.reference = %s"
)


def token(appointment_id: UUID, reference: str, link_version: int) -> str:
    """This will return the token of an appointment's personal link: its reference and HMAC-SHA-256 cut to 128 bits.

    30 characters, short enough for an SMS and for being typed; the same in mails.
    """
    proof = mac("appointment-link", str(appointment_id), str(link_version))[:MAC_BYTES]
    return reference + urlsafe(proof)


@lru_cache(maxsize=64)
def _pattern(name: str, language: str | None) -> str:
    return reverse(f"booking:{name}", args=[IN_PLACE])


def path_of(name: str, token: str) -> str:
    """This will return the path of a personal page, as `reverse` does: in the language of the thread, but quickly."""
    return _pattern(name, get_language()).replace(IN_PLACE, token)


def token_of(appointment: Appointment) -> str:
    """This will return the token of the appointment's link at its present version."""
    return token(appointment.pk, appointment.reference, appointment.link_version)


def reference_in(text: str) -> str | None:
    """This will return the reference that a token names, unproven; None when it is not of the form."""
    found = TOKEN.fullmatch(text)
    return found[1] if found else None


def is_proven(text: str, appointment: Appointment) -> bool:
    """This will tell, in constant time, whether the token is the appointment's."""
    return hmac.compare_digest(text.encode(), token_of(appointment).encode())


def by_token(text: str) -> Appointment | None:
    """This will return the appointment of a personal link (1 query), or None for any link that is not right."""
    named = reference_in(text)
    appointment = _read(named) if named else None
    if appointment is None or not is_proven(text, appointment):
        return None
    return appointment


def _read(reference: str) -> Appointment | None:
    """An appointment with its office, as `select_related` reads it; every personal page begins here."""
    with connection.prepared_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(WITH_OFFICE, [reference])
        row = cursor.fetchone()
    if row is None:
        return None
    appointment = Appointment.from_db("default", VISIT_FIELDS, row[: len(VISIT_FIELDS)])
    appointment.office = Office.from_db("default", OFFICE_FIELDS, row[len(VISIT_FIELDS) :])
    return appointment


def code_of(appointment: Appointment) -> str:
    """This will return the 4-character code that is told together with the reference."""
    return spell(mac("appointment-code", str(appointment.pk), str(appointment.link_version))[:8], CODE_LENGTH)


def by_reference(reference: str, second: str) -> Appointment | None:
    """This will return the visit of a reference whose e-mail, mobile or code is `second`, else None.

    Unknown reference and wrong second factor take the same path; the caller limits the rate.
    """
    visits = Appointment.objects.filter(kind=Appointment.Kind.VISIT)
    appointment = visits.select_related("office").filter(reference=reference).first()
    if appointment is None:
        hmac.compare_digest(second.encode(), b"?" * 12)
        return None
    plain = second.strip()
    digits = "".join(c for c in plain if c.isdigit())[-9:]
    mobile = "".join(c for c in appointment.mobile if c.isdigit())[-9:]
    matches = [
        hmac.compare_digest(plain.upper().encode(), code_of(appointment).encode()),
        bool(appointment.email) and hmac.compare_digest(plain.lower().encode(), appointment.email.lower().encode()),
        len(mobile) >= 7 and hmac.compare_digest(digits.encode(), mobile.encode()),
    ]
    return appointment if any(matches) else None
