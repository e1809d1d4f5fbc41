"""What is asked about offices: their words, whether a day is closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import holidays
from django.db.models import Q

from rathaus.offices.arms import for_mail
from rathaus.offices.holiday_names import in_language
from rathaus.offices.models import NEEDED, Arms, Closure, LegalText, MunicipalHoliday, Office, OfficeText, Place

FALLBACK = "de"


@dataclass(frozen=True)
class ClosedDay:
    """Why nobody works on a day: the words for people."""

    day: date
    reason: str


def place() -> Place:
    """This will return the town as a place (unsaved defaults where an administrator has set nothing)."""
    return Place.objects.first() or Place()


def arms() -> Arms:
    """This will return the town's arms (empty where it has set none)."""
    return Arms.objects.first() or Arms()


def arms_for_mail() -> bytes:
    """This will return the town's arms as mails carry them, nothing where it has set none (1 query)."""
    png = Arms.objects.values_list("png", flat=True).first()
    return for_mail(bytes(png)) if png else b""


def public_holidays(land: str, years: Iterable[int], language: str = "de") -> dict[date, str]:
    """This will return the public holidays of a German Land (two letters; "" = the federal ones)."""
    found = holidays.country_holidays("DE", subdiv=land or None, years=list(years), language="de")
    return {day: in_language(name, language) for day, name in found.items()}


def closed_days(office_id: int, first: date, last: date, language: str = FALLBACK) -> dict[date, str]:
    """This will return the closed days from `first` to `last` (both included) with their reasons (3 queries)."""
    years = range(first.year, last.year + 1)
    closed = {d: str(t) for d, t in public_holidays(place().land, years, language).items() if first <= d <= last}
    for municipal in MunicipalHoliday.objects.filter(day_on__range=(first, last)):
        closed[municipal.day_on] = municipal.title
    rows = Closure.objects.filter(Q(office_id=office_id) | Q(office=None), from_on__lte=last, until_on__gt=first)
    for row in rows:
        for number in range(
            max(row.from_on, first).toordinal(), min(row.until_on, date.fromordinal(last.toordinal() + 1)).toordinal()
        ):
            closed[date.fromordinal(number)] = _reason(row, language)
    return closed


def _reason(closure: Closure, language: str) -> str:
    return str(closure.reasons.get(language) or closure.reasons.get(FALLBACK) or "")


def text_of(office: Office, language: str) -> OfficeText:
    """This will return the office's words in the language, else in German, else in any (prefetch `texts`)."""
    texts = {t.language: t for t in office.texts.all()}
    found = texts.get(language) or texts.get(FALLBACK) or next(iter(texts.values()), None)
    return found or OfficeText(office=office, language=FALLBACK, title=office.slug)


def missing_texts() -> list[str]:
    """This will return the kinds of needed legal texts that the town has not written in German (1 query)."""
    there = set(LegalText.objects.filter(kind__in=NEEDED, language=FALLBACK).values_list("kind", flat=True))
    return [kind.value for kind in NEEDED if kind not in there]


def legal_texts() -> dict[tuple[str, str], LegalText]:
    """This will return every legal text of the town by kind and language (1 query)."""
    return {(t.kind, t.language): t for t in LegalText.objects.all()}
