"""Offices as a table: a row for each office and language; what is true in every language stands in the German row."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from rathaus.catalogue.cells import Column, Unusable, address, flag, joined, lines, shown, text, yes
from rathaus.catalogue.rows_by_language import KEY, LANGUAGE, Reading
from rathaus.catalogue.saying import said as _
from rathaus.catalogue.sheet import Row, read, written
from rathaus.catalogue.source_file import BrokenFile, Note
from rathaus.offices.hours import NotReadable, Span, read_spans, write_spans

LONGEST_KEY = 80
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
    Column("name", "title", text(200), str),
    Column("beschreibung", "summary", text(2000), str),
    Column("anfahrt", "directions", text(2000), str),
    Column("telefonzeiten", "phone_hours", text(200), str),
    Column("zeiten_hinweis", "hours_note", text(500), str),
    Column("barrierefrei", "accessibility", lines(200), joined),
)
FACTS = (
    Column("strasse", "street", text(120), str),
    Column("hausnummer", "house_number", text(20), str),
    Column("plz", "postcode", text(10), str),
    Column("ort", "city", text(80), str),
    Column("breite", "latitude", _position(90), shown),
    Column("laenge", "longitude", _position(180), shown),
    Column("telefon", "phone", text(60), str),
    Column("email", "email", _mail, str),
    Column("website", "website", address, str),
    Column("sprachen", "languages", _codes, joined),
    Column("oeffentlich", "is_public", flag, yes),
)
DAYS = tuple(
    Column(name, str(weekday), _spans, write_spans)
    for weekday, name in enumerate(("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"))
)
COLUMNS = (KEY, LANGUAGE, *(c.name for c in (*WORDS, *FACTS, *DAYS)))


def table(offices: Iterable[OfficeRow]) -> bytes:
    """This will return offices as a table that `wanted` reads back to the same."""
    return written(COLUMNS, (row for office in offices for row in _rows(office)))


def example() -> bytes:
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
    return table([OfficeRow(key="buergeramt-markt", facts=facts, words=words, hours=hours)])


def explained() -> list[tuple[str, str]]:
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
    return [(name, hours if name in days else said.get(name, "–")) for name in COLUMNS]


def _rows(office: OfficeRow) -> Iterator[list[str]]:
    facts = [c.writes(office.facts[c.field]) for c in FACTS]
    facts += [c.writes(office.hours.get(int(c.field), ())) for c in DAYS]
    for code in sorted(office.words, key=lambda code: (code != "de", code)):
        words = [c.writes(office.words[code].get(c.field, "")) for c in WORDS]
        yield [office.key, code, *words, *(facts if code == "de" else [""] * len(facts))]


def wanted(data: bytes, *, name: str = "aemter.csv") -> tuple[list[OfficeRow], list[Note]]:
    """This will return what a table wants the offices to be, and what was strange about it.

    :raises BrokenFile: with every mistake found, each with its line.
    """
    sheet = read(data, COLUMNS, (KEY, "name"), name)
    reading = Reading(name, LONGEST_KEY)
    for row in sheet.rows:
        _read_row(row, sheet.columns, reading)
    if reading.faults:
        raise BrokenFile(reading.faults)
    found = [OfficeRow(key=key, **one) for key, one in reading.found.items()]
    return found, list(sheet.notes)


def _read_row(row: Row, columns: Iterable[str], reading: Reading) -> None:
    if (named := reading.begin(row)) is None:
        return
    key, code = named
    found = reading.found.setdefault(key, {"facts": {}, "words": {}, "hours": {}})
    found["words"][code] = reading.cells(row, WORDS, columns)
    if not found["words"][code].get("title"):
        reading.fault(row, "name", _("fehlt"))
    if code == "de":
        found["facts"] = reading.cells(row, FACTS, columns)
        found["hours"] = {int(day): spans for day, spans in reading.cells(row, DAYS, columns).items()}
        if (found["facts"].get("latitude") is None) != (found["facts"].get("longitude") is None):
            reading.fault(row, "breite", _("braucht auch die andere Angabe: breite und laenge"))
