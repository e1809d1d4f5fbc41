"""Offices of a table, as rows and back. Runs inside the transaction of an action."""

from collections.abc import Iterator, Sequence
from typing import Any

from rathaus.catalogue.office_sheet import FACTS, WORDS, OfficeRow
from rathaus.offices.hours import Span
from rathaus.offices.models import Office, OfficeText, OpeningHours


def office_rows() -> Iterator[OfficeRow]:
    """This will yield all offices by slug, as a table writes them (3 queries)."""
    for office in Office.objects.order_by("slug").prefetch_related("texts", "hours"):
        words = {t.language: {c.field: _value(t, c.field) for c in WORDS} for t in office.texts.all()}
        facts = {c.field: _value(office, c.field) for c in FACTS}
        yield OfficeRow(
            key=office.slug, facts=facts, words=words or {"de": {"title": office.slug}}, hours=_hours(office)
        )


def write_offices(found: Sequence[OfficeRow], *, hides_missing: bool) -> None:
    """This will bring offices in line with a table (3 queries, and the writes); a new one takes no bookings yet."""
    there = {office.slug: office for office in Office.objects.prefetch_related("texts", "hours")}
    for one in found:
        office = there.get(one.key)
        is_new = office is None
        office = office or Office(slug=one.key)
        if _assign(office, one.facts) or is_new:
            office.save()
        texts = {} if is_new else {text.language: text for text in office.texts.all()}
        for code, words in one.words.items():
            text = texts.get(code) or OfficeText(office=office, language=code)
            if _assign(text, words) or text.pk is None:
                text.is_reviewed = False
                text.save()
        _write_hours(office, one, {} if is_new else _hours(office))
    if hides_missing:
        Office.objects.exclude(slug__in=[one.key for one in found]).update(is_public=False)


def _write_hours(office: Office, one: OfficeRow, there: dict[int, tuple[Span, ...]]) -> None:
    changed = [day for day, spans in one.hours.items() if there.get(day, ()) != spans]
    if changed:
        OpeningHours.objects.filter(office=office, weekday__in=changed).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(office=office, weekday=day, opens=span.opens, closes=span.closes)
        for day in changed
        for span in one.hours[day]
    )


def _hours(office: Office) -> dict[int, tuple[Span, ...]]:
    spans: dict[int, tuple[Span, ...]] = {}
    for row in office.hours.all():
        spans[row.weekday] = (*spans.get(row.weekday, ()), Span(row.opens, row.closes))
    return spans


def _value(row: Any, name: str) -> Any:
    value = getattr(row, name)
    return tuple(value) if isinstance(value, list) else value


def _assign(row: Any, values: Any) -> bool:
    """This will set the values and tell whether one of them differed."""
    differs = False
    for name, value in values.items():
        if _value(row, name) != value:
            setattr(row, name, list(value) if isinstance(value, tuple) else value)
            differs = True
    return differs
