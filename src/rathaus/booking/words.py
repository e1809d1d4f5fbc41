"""An appointment in words: when, where and what for, discreet about sensitive services."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rathaus.booking.models import TICK_MINUTES, Appointment
from rathaus.booking.rules import ticks
from rathaus.catalogue.models import Service, ServiceText
from rathaus.offices.models import Office

FALLBACK = "de"
SMALL_DAYS = ("pl", "ru", "uk")  # where the name of a day begins small, as any other noun


@dataclass(frozen=True)
class Matter:
    """A service of a visit: its name as it may be told, for how many persons, what to bring (nothing if sensitive)."""

    title: str
    persons: int
    bring: tuple[str, ...]
    is_sensitive: bool


def span(appointment: Appointment) -> tuple[datetime, datetime]:
    """This will return start and end as wall clock of the office's zone."""
    start = ticks.starts_at(appointment.day, appointment.first_tick, appointment.zone)
    return start, start + timedelta(minutes=TICK_MINUTES * appointment.ticks)


def moment(local: datetime) -> str:
    """This will return a local moment as people read it: "Montag, 7. Dezember 2026, 9:20 Uhr"."""
    return _("%(day)s, %(time)s Uhr") % {"day": _day(local), "time": date_format(local, "G:i")}


def _day(local: datetime) -> str:
    day = date_format(local, _("l, j. F Y"))
    return day[:1].lower() + day[1:] if get_language() in SMALL_DAYS else day


def clock_time(local: datetime) -> str:
    """This will return the time of a local moment as people read it: "9:20 Uhr"."""
    return _("%(time)s Uhr") % {"time": date_format(local, "G:i")}


def address(office: Office) -> str:
    """This will return street and town of an office in one line; what is not known is left out."""
    street = f"{office.street} {office.house_number}".strip()
    city = f"{office.postcode} {office.city}".strip()
    return ", ".join(part for part in (street, city) if part)


def matters(appointment: Appointment, language: str) -> list[Matter]:
    """This will return what a visit is for (2 queries unless `lines__service__texts` is prefetched)."""
    lines = appointment.lines.all()
    if not hasattr(appointment, "_prefetched_objects_cache"):
        lines = lines.select_related("service").prefetch_related("service__texts")
    return [_matter(line.service, line.persons, language) for line in lines]


def _matter(service: Service, persons: int, language: str) -> Matter:
    texts = {text.language: text for text in service.texts.all()}
    text = texts.get(language) or texts.get(FALLBACK) or next(iter(texts.values()), ServiceText(title=service.slug))
    if service.is_sensitive:
        return Matter(text.neutral_title or _("Persönliches Anliegen"), persons, (), is_sensitive=True)
    return Matter(text.title, persons, tuple(text.bring), is_sensitive=False)


def calendar_title(found: list[Matter]) -> str:
    """This will return what a calendar shows; a visit with a sensitive part is not named."""
    sensitive = next((matter for matter in found if matter.is_sensitive), None)
    if sensitive is not None or not found:
        return sensitive.title if sensitive else _("Termin")
    return _("Termin: %(matters)s") % {"matters": ", ".join(matter.title for matter in found)}
