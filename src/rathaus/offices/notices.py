"""Which notices stand on the start page at a moment."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Q

from rathaus.offices.models import Notice
from rathaus.offices.queries import FALLBACK


@dataclass(frozen=True)
class Shown:
    """A notice in the language that it is told in: that of the page, else German."""

    language: str
    title: str
    html: str
    is_important: bool


class Time(StrEnum):
    """Where a notice stands in time."""

    PLANNED = "planned"
    SHOWN = "shown"
    OVER = "over"


def notices_at(at: datetime, language: str) -> list[Shown]:
    """This will return the notices of a moment, important ones first (1 query)."""
    rows = Notice.objects.filter(Q(until_at=None) | Q(until_at__gt=at), from_at__lte=at)
    return [shown(row, language) for row in rows]


def shown(row: Notice, language: str) -> Shown:
    """This will return a notice in a language, else in German."""
    code = language if language in row.texts else FALLBACK
    text = row.texts.get(code, {})
    return Shown(code, str(text.get("title", "")), str(text.get("html", "")), row.is_important)


def time_of(row: Notice, at: datetime) -> Time:
    """This will tell whether a notice is still to come, stands there, or is over."""
    if at < row.from_at:
        return Time.PLANNED
    return Time.OVER if row.until_at is not None and row.until_at <= at else Time.SHOWN
