"""Services as a table: a row for each service and language; what is true in every language stands in the German row."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext

from rathaus.catalogue.cells import (
    Column,
    Unusable,
    address,
    flag,
    joined,
    lines,
    number,
    shown,
    sorted_lines,
    text,
    yes,
)
from rathaus.catalogue.content import Content, Facts, Link, Words, link_from
from rathaus.catalogue.markup import sanitised
from rathaus.catalogue.models import Channel
from rathaus.catalogue.rows_by_language import KEY, LANGUAGE, Reading
from rathaus.catalogue.saying import said as _
from rathaus.catalogue.sheet import Row, line_of, read, written
from rathaus.catalogue.source_file import BrokenFile, Note
from rathaus.catalogue.wanted import Wanted


def _html(cell: str) -> str:
    return sanitised(text(20_000)(cell))


def _links(cell: str) -> tuple[Link, ...]:
    found = [link_from(line.strip(" ")) for line in cell.split("\n") if line.strip(" ")]
    if any(link is None for link in found):
        raise Unusable(_("ist kein Link; schreiben Sie „Name | https://…“"))
    return tuple(link for link in found if link)


def _channels(cell: str) -> tuple[str, ...]:
    found = lines(10)(cell)
    if wrong := [one for one in found if one not in Channel.values]:
        raise Unusable(_("kennt „%(given)s“ nicht; es gibt %(known)s", given=wrong[0], known=", ".join(Channel.values)))
    return found


def _leika(cell: str) -> str:
    if not re.fullmatch(r"[0-9]{14}|", cell):
        raise Unusable(_("hat nicht 14 Ziffern (in Excel die Spalte als Text formatieren)"))
    return cell


WORDS = (
    Column("titel", "title", text(300), str),
    Column("worum_es_geht", "summary", text(1000), str),
    Column("einzelheiten", "description", _html, str),
    Column("mitbringen", "bring", lines(1000), joined),
    Column("kosten", "fees", _html, str),
    Column("dauer", "processing_time", text(1000), str),
    Column("rechtsgrundlage", "legal_basis", text(4000), str),
    Column("suchwoerter", "aliases", sorted_lines(120), joined),
    Column("links", "links", _links, joined),
    Column("unauffaelliger_name", "neutral_title", text(200), str),
    Column("geprueft", "is_reviewed", flag, yes),
)
FACTS = (
    Column("oeffentlich", "is_public", flag, yes),
    Column("startseite", "is_frequent", flag, yes),
    Column("vertraulich", "is_sensitive", flag, yes),
    Column("lebenslagen", "topics", sorted_lines(80), joined),
    Column("kombinierbar", "combinable", sorted_lines(120), joined),
    Column("wege", "channels", _channels, joined),
    Column("online_antrag", "online_url", address, str),
    Column("minuten", "minutes", number(5, 480, empty=None), shown),
    Column("minuten_weitere", "extra_minutes", number(0, 480, empty=None), shown),
    Column("personen", "max_persons", number(1, 50, empty=1), shown),
    Column("loeschen_nach_tagen", "keep_days", number(1, 3650, empty=30), shown),
    Column("leika", "leika_key", _leika, str),
)
SEEN, LONGEST_KEY = "stand", 120
COLUMNS = (KEY, LANGUAGE, SEEN, *(c.name for c in WORDS), *(c.name for c in FACTS))


def table(contents: Iterable[tuple[str, int, Content]]) -> bytes:
    """This will return services (slug, revision, content) as a table that `wanted` reads back to the same."""
    return written(COLUMNS, (row for slug, revision, content in contents for row in _rows(slug, revision, content)))


def example() -> bytes:
    """This will return a table with one service, to be filled in."""
    words = {
        "de": Words(title="Hundesteuer anmelden", summary="Melden Sie Ihren Hund an.", bring=("Impfpass",),
                    fees="<p>90 Euro im Jahr</p>", aliases=("Dackelabgabe",), is_reviewed=True),
        "en": Words(title="Register a dog", summary="Register your dog for tax."),
    }  # fmt: skip
    return table([("hundesteuer-anmelden", 0, Content(facts=Facts(channels=("on_site",), minutes=10), words=words))])


def explained() -> list[tuple[str, str]]:
    """This will return the columns, each with what belongs into it."""
    said = {
        KEY: gettext("Kurzname in der Adresse, zum Beispiel hundesteuer-anmelden. Ein neuer macht eine neue Leistung."),
        LANGUAGE: gettext("de, en, tr, uk, ar, ru, fr oder pl. Eine Zeile pro Sprache; leer heißt de."),
        SEEN: gettext("Nicht ändern: Daran erkennen wir, ob jemand die Leistung seit dem Herunterladen geändert hat."),
        "titel": gettext("Name der Leistung. Er muss da sein."),
        "einzelheiten": gettext("HTML mit p, br, strong, em, ul, ol, li, a, h3, h4; alles andere nehmen wir heraus."),
        "mitbringen": gettext("Ein Ding pro Zeile in der Zelle."),
        "kosten": gettext("HTML wie bei den Einzelheiten. Leer heißt: nicht bekannt."),
        "suchwoerter": gettext("Ein Wort oder Ausdruck pro Zeile in der Zelle."),
        "links": gettext("Pro Zeile: Name | Adresse, bei Formularen dahinter: | Formular."),
        "lebenslagen": gettext(
            "Kurznamen, einer pro Zeile in der Zelle. Nur in der deutschen Zeile, wie alles danach."
        ),
        "kombinierbar": gettext("Kurznamen der Leistungen, die im selben Termin gehen, einer pro Zeile."),
        "wege": gettext("on_site, phone, video oder online, einer pro Zeile."),
        "leika": gettext("14 Ziffern; formatieren Sie die Spalte als Text."),
    }
    yes_no = gettext("ja oder nein.")
    flags = {c.name for c in (*WORDS, *FACTS) if c.reads is flag}
    return [(name, said.get(name) or (yes_no if name in flags else "–")) for name in COLUMNS]


def _rows(slug: str, revision: int, content: Content) -> Iterator[list[str]]:
    facts = [c.writes(getattr(content.facts, c.field)) for c in FACTS]
    for code in sorted(content.words, key=lambda code: (code != "de", code)):
        words = [c.writes(getattr(content.words[code], c.field)) for c in WORDS]
        yield [slug, code, str(revision), *words, *(facts if code == "de" else [""] * len(facts))]


def wanted(data: bytes, *, name: str = "leistungen.csv") -> tuple[list[Wanted], list[Note]]:
    """This will return what a table wants the services to be, and what was strange about it.

    A column that is missing changes nothing; an empty cell empties its field.

    :raises BrokenFile: with every mistake found, each with its line.
    """
    sheet = read(data, COLUMNS, (KEY, "titel"), name)
    reading = Reading(name, LONGEST_KEY)
    for row in sheet.rows:
        _read_row(row, sheet.columns, reading)
    if reading.faults:
        raise BrokenFile(reading.faults)
    return [Wanted(key=key, **found) for key, found in reading.found.items()], list(sheet.notes)


def _read_row(row: Row, columns: Iterable[str], reading: Reading) -> None:
    if (named := reading.begin(row)) is None:
        return
    key, code = named
    found = reading.found.setdefault(key, {"place": line_of(row.line), "facts": {}, "words": {}, "seen": None})
    found["words"][code] = reading.cells(row, WORDS, columns)
    if not found["words"][code].get("title"):
        reading.fault(row, "titel", _("fehlt"))
    if code == "de":
        found["facts"] = reading.cells(row, FACTS, columns)
        _check_minutes(row, found["facts"], reading)
    found["seen"] = _seen(row, reading)


def _seen(row: Row, reading: Reading) -> int | None:
    try:
        return number(0, 99_999, empty=None)(row.cells.get(SEEN, ""))
    except Unusable as reason:
        reading.fault(row, SEEN, reason.why)
        return None


def _check_minutes(row: Row, facts: Mapping[str, Any], reading: Reading) -> None:
    minutes, extra = facts.get("minutes"), facts.get("extra_minutes")
    if extra is not None and (minutes is None or extra > minutes):
        reading.fault(row, "minuten_weitere", _("eine weitere Person braucht höchstens so lange wie die erste"))
