"""Offices as lists show them, their doors now, and the one office of a page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from rathaus.offices.models import Closure, LegalText, MunicipalHoliday, Office, OfficeText, OpeningHours, Place
from rathaus.offices.queries import closed_days, public_holidays
from rathaus.portal.opening import DAYS_AHEAD, Opening, Span, opening
from rathaus.portal.queries.languages import FALLBACK, best, preference
from rathaus.portal.queries.services import Entry, entries

WEEKS_AHEAD = 4


@dataclass(frozen=True)
class OfficeNow:
    """An office with its door at the moment."""

    office: Office
    text: OfficeText
    opening: Opening


@dataclass(frozen=True)
class Weekday:
    """A weekday's opening hours."""

    number: int
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class ClosedDays:
    """Days in a row, both included, on which an office is closed for one reason."""

    first: date
    last: date
    reason: str


@dataclass(frozen=True)
class OfficePage:
    """Everything that an office's page shows; `week` is empty where no hours are known."""

    office: Office
    text: OfficeText
    opening: Opening
    week: tuple[Weekday, ...]
    closed: tuple[ClosedDays, ...]
    services: tuple[Entry, ...]


def offices_now(*, place: Place, at: datetime, language: str) -> list[OfficeNow]:
    """This will return the public offices with their doors at `at`, in the editors' order (1 query)."""
    today = at.astimezone(ZoneInfo(place.zone)).date()
    last = today + timedelta(days=DAYS_AHEAD)
    holidays = public_holidays(place.land, range(today.year, last.year + 1), language)
    found = [_now(text, holidays, at, language) for text in _texts(today, last, language)]
    return sorted(found, key=lambda o: (o.office.order, o.text.title.casefold()))


def _texts(first: date, last: date, language: str) -> "QuerySet[OfficeText]":
    of_office = OuterRef("office_id")
    hours = OpeningHours.objects.filter(office_id=of_office).values(
        row=JSONObject(weekday="weekday", opens="opens", closes="closes")
    )
    closures = Closure.objects.filter(
        Q(office_id=of_office) | Q(office=None), from_on__lte=last, until_on__gt=first
    ).values(row=JSONObject(from_on="from_on", until_on="until_on", reasons="reasons"))
    municipal = MunicipalHoliday.objects.filter(day_on__range=(first, last)).values(
        row=JSONObject(day="day_on", title="title")
    )
    return (
        OfficeText.objects.filter(office__is_public=True)
        .annotate(hours=ArraySubquery(hours), closures=ArraySubquery(closures), municipal=ArraySubquery(municipal))
        .order_by("office_id", preference(language))
        .distinct("office_id")
        .select_related("office")
    )


def _now(text: Any, holidays: Mapping[date, str], at: datetime, language: str) -> OfficeNow:
    closed = dict(holidays)
    closed.update((date.fromisoformat(row["day"]), row["title"]) for row in text.municipal)
    for row in text.closures:
        reason = row["reasons"].get(language) or row["reasons"].get(FALLBACK) or ""
        first, end = date.fromisoformat(row["from_on"]), date.fromisoformat(row["until_on"])
        closed.update((day, reason) for day in _days(first, end))
    spans = (
        (row["weekday"], time.fromisoformat(row["opens"]), time.fromisoformat(row["closes"])) for row in text.hours
    )
    local = at.astimezone(ZoneInfo(text.office.zone))
    return OfficeNow(text.office, text, opening(_week(spans), closed, local))


def _days(first: date, end: date) -> Iterable[date]:
    return (first + timedelta(days=number) for number in range(min((end - first).days, 400)))


def _week(rows: Iterable[tuple[int, time, time]]) -> dict[int, list[Span]]:
    week: dict[int, list[Span]] = {}
    for weekday, opens, closes in sorted(rows):
        week.setdefault(weekday, []).append(Span(opens, closes))
    return week


def office_page(slug: str, *, at: datetime, language: str) -> OfficePage | None:
    """This will return the page of a public office, or None where there is none (7 queries)."""
    office = Office.objects.filter(slug=slug, is_public=True).prefetch_related("texts", "hours").first()
    text = best(office.texts.all(), language) if office else None
    if office is None or text is None:
        return None
    local = at.astimezone(ZoneInfo(office.zone))
    last = local.date() + timedelta(weeks=WEEKS_AHEAD)
    closed = closed_days(office.pk, local.date(), last, language)
    week = _week((h.weekday, h.opens, h.closes) for h in office.hours.all())
    return OfficePage(
        office=office,
        text=text,
        opening=opening(week, closed, local),
        week=tuple(Weekday(number, tuple(week.get(number, ()))) for number in range(7)) if week else (),
        closed=tuple(closed_spans(closed, week)),
        services=tuple(entries(Q(service__offers__office=office), language)),
    )


def closed_spans(closed: Mapping[date, str], week: Mapping[int, object]) -> list[ClosedDays]:
    """This will join closed days to spans, leaving out days on which the door would be shut anyway."""
    spans: list[ClosedDays] = []
    for day, reason in sorted(closed.items()):
        if week and day.weekday() not in week:
            continue
        if spans and spans[-1].reason == reason and (day - spans[-1].last).days == 1:
            spans[-1] = ClosedDays(spans[-1].first, day, reason)
        else:
            spans.append(ClosedDays(day, day, reason))
    return spans


def legal_text(kind: str, language: str) -> LegalText | None:
    """This will return a legal text or notice in the best language there is (1 query)."""
    return LegalText.objects.filter(kind=kind).order_by(preference(language)).first()
