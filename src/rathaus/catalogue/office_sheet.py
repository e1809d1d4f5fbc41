"""Offices as a table (`rows_by_language`): read, written, explained."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from rathaus.catalogue.cells import Column, Unusable, address, flag, joined, lines, shown, text, yes
from rathaus.catalogue.rows_by_language import KEY, LANGUAGE, Found, Kind
from rathaus.catalogue.saying import Value
from rathaus.catalogue.saying import said as _
from rathaus.catalogue.sheet import line_of
from rathaus.catalogue.source_file import Note
from rathaus.offices.hours import NotReadable, Span, read_spans, write_spans

_MAIL = re.compile(r"[^@\s<>]{1,120}@[^@\s<>]{1,120}\.[^@\s<>]{1,12}")
_CODE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, kw_only=True)
class OfficeRow:
    """An office as a table wants it; columns that are missing are not named and stay. Hours by weekday from 0."""

    key: str
    facts: Mapping[str, Any]
    words: Mapping[str, Mapping[str, Any]]
    hours: Mapping[int, tuple[Span, ...]]


def _position(most: int) -> Callable[[str], float | None]:
    def reads(cell: str) -> float | None:
        if not cell:
            return None
        try:
            found = float(cell.replace(",", "."))
        except ValueError:
            found = float("nan")
        if not -most <= found <= most:
            raise Unusable(_("ist keine Zahl von -%(most)s bis %(most)s", most=most))
        return found

    return reads


def _mail(cell: str) -> str:
    if cell and not _MAIL.fullmatch(cell):
        raise Unusable(_("ist keine E-Mail-Adresse"))
    return cell


def _codes(cell: str) -> tuple[str, ...]:
    found = lines(100)(cell.replace(",", "\n").casefold())
    if wrong := [one for one in found if not _CODE.fullmatch(one)]:
        raise Unusable(_("„%(given)s“ ist kein Kürzel einer Sprache wie de oder uk", given=wrong[0]))
    return found


def _spans(cell: str) -> tuple[Span, ...]:
    try:
        return read_spans(cell)
    except NotReadable as broken:
        raise Unusable(_("sind keine Zeiten der Reihe nach wie 8–12, 14–18:30")) from broken


WORDS = (
    Column("name", "name", "title", text(200), str),
    Column("beschreibung", "description", "summary", text(2000), str),
    Column("anfahrt", "directions", "directions", text(2000), str),
    Column("telefonzeiten", "phone_hours", "phone_hours", text(200), str),
    Column("zeiten_hinweis", "hours_note", "hours_note", text(500), str),
    Column("barrierefrei", "accessibility", "accessibility", lines(200), joined),
)
FACTS = (
    Column("strasse", "street", "street", text(120), str),
    Column("hausnummer", "house_number", "house_number", text(20), str),
    Column("plz", "postcode", "postcode", text(10), str),
    Column("ort", "city", "city", text(80), str),
    Column("breite", "latitude", "latitude", _position(90), shown),
    Column("laenge", "longitude", "longitude", _position(180), shown),
    Column("telefon", "phone", "phone", text(60), str),
    Column("email", "email", "email", _mail, str),
    Column("website", "website", "website", address, str),
    Column("sprachen", "languages", "languages", _codes, joined),
    Column("oeffentlich", "public", "is_public", flag, yes),
)
DAYS = tuple(
    Column(name, english, str(weekday), _spans, write_spans)
    for weekday, (name, english) in enumerate(
        (
            ("montag", "monday"), ("dienstag", "tuesday"), ("mittwoch", "wednesday"), ("donnerstag", "thursday"),
            ("freitag", "friday"), ("samstag", "saturday"), ("sonntag", "sunday"),
        )
    )
)  # fmt: skip


def _check_position(facts: Mapping[str, Any], fault: Callable[[str, Value], None]) -> None:
    if (facts.get("latitude") is None) != (facts.get("longitude") is None):
        fault("breite", _("braucht auch die andere Angabe: Breite und Länge"))


KIND = Kind(words=WORDS, facts=(*FACTS, *DAYS), title="name", longest_key=80, check=_check_position)


def table(offices: Iterable[OfficeRow], *, english: bool = False) -> bytes:
    """This will return offices as a table that `wanted` reads back to the same."""
    return KIND.written((_found(office) for office in offices), english=english)


def example(*, english: bool = False) -> bytes:
    """This will return a table with one office, to be filled in."""
    hours = {0: read_spans("8–12"), 1: read_spans("8–12"), 3: read_spans("8–12, 14–18")}
    facts = {
        "street": "Marktplatz", "house_number": "1", "postcode": "12345", "city": "Musterstadt", "latitude": 51.5,
        "longitude": 7.9, "phone": "0221 4710 100", "email": "buergeramt@musterstadt.example", "website": "",
        "languages": ("de", "en"), "is_public": True,
    }  # fmt: skip
    words: dict[str, dict[str, Any]] = {
        "de": {"title": "Bürgeramt am Markt", "directions": "U-Bahn Markt", "accessibility": ("Aufzug",)},
        "en": {"title": "Citizens' office at the market"},
    }
    office = OfficeRow(key="buergeramt-markt", facts=facts, words=words, hours=hours)
    return table([office], english=english)


def explained(*, english: bool = False) -> list[tuple[str, str]]:
    """This will return the columns, each with what belongs into it."""
    hours = gettext("Wann die Tür offen ist, zum Beispiel 8–12, 14–18:30. Leer heißt: geschlossen.")
    said = {
        KEY: gettext("Kurzname in der Adresse, zum Beispiel buergeramt-markt. Ein neuer macht ein neues Amt."),
        LANGUAGE: gettext("de, en, tr, uk, ar, ru, fr oder pl. Eine Zeile pro Sprache; leer heißt de."),
        "name": gettext("Name des Amts. Er muss da sein."),
        "barrierefrei": gettext("Eine Angabe pro Zeile in der Zelle, zum Beispiel Aufzug."),
        "strasse": gettext("Nur in der deutschen Zeile, wie alles danach."),
        "breite": gettext("Breite auf der Karte, zum Beispiel 51,5136. Beide Angaben oder keine."),
        "laenge": gettext("Länge auf der Karte, zum Beispiel 7,4653. Beide Angaben oder keine."),
        "sprachen": gettext("Was die Menschen am Schalter sprechen: Kürzel, eines pro Zeile."),
        "oeffentlich": gettext("ja oder nein."),
    }
    days = {column.name for column in DAYS}
    told = [hours if name in days else said.get(name, "–") for name in KIND.names()]
    return list(zip(KIND.names(english=english), told, strict=True))


def _found(office: OfficeRow) -> Found:
    hours = {column.field: office.hours.get(int(column.field), ()) for column in DAYS}
    words = {code: dict(one) for code, one in office.words.items()}
    return Found(office.key, line_of(0), {**office.facts, **hours}, words)


def wanted(data: bytes, *, name: str = "aemter.csv") -> tuple[list[OfficeRow], list[Note]]:
    """This will return what a table wants the offices to be, and what was strange about it.

    :raises rathaus.catalogue.source_file.BrokenFile: with every mistake found, each with its line.
    """
    found, notes = KIND.read(data, name)
    return [_office(one) for one in found], notes


def _office(one: Found) -> OfficeRow:
    hours = {int(field): spans for field, spans in one.facts.items() if field.isdigit()}
    facts = {field: value for field, value in one.facts.items() if not field.isdigit()}
    return OfficeRow(key=one.key, facts=facts, words=one.words, hours=hours)
