"""Services as a table (`rows_by_language`): read, written, explained."""

import re
from collections.abc import Callable, Iterable, Mapping
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
from rathaus.catalogue.rows_by_language import KEY, LANGUAGE, Found, Kind
from rathaus.catalogue.saying import Value
from rathaus.catalogue.saying import said as _
from rathaus.catalogue.sheet import line_of
from rathaus.catalogue.source_file import Note
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
    Column("titel", "title", "title", text(300), str),
    Column("worum_es_geht", "summary", "summary", text(1000), str),
    Column("einzelheiten", "details", "description", _html, str),
    Column("mitbringen", "bring", "bring", lines(1000), joined),
    Column("kosten", "fees", "fees", _html, str),
    Column("dauer", "processing_time", "processing_time", text(1000), str),
    Column("rechtsgrundlage", "legal_basis", "legal_basis", text(4000), str),
    Column("suchwoerter", "search_words", "aliases", sorted_lines(120), joined),
    Column("links", "links", "links", _links, joined),
    Column("unauffaelliger_name", "neutral_name", "neutral_title", text(200), str),
    Column("geprueft", "reviewed", "is_reviewed", flag, yes),
)
FACTS = (
    Column("oeffentlich", "public", "is_public", flag, yes),
    Column("startseite", "start_page", "is_frequent", flag, yes),
    Column("vertraulich", "sensitive", "is_sensitive", flag, yes),
    Column("lebenslagen", "life_situations", "topics", sorted_lines(80), joined),
    Column("kombinierbar", "combinable", "combinable", sorted_lines(120), joined),
    Column("wege", "channels", "channels", _channels, joined),
    Column("online_antrag", "online_form", "online_url", address, str),
    Column("minuten", "minutes", "minutes", number(5, 480, empty=None), shown),
    Column("minuten_weitere", "minutes_each_further", "extra_minutes", number(0, 480, empty=None), shown),
    Column("personen", "persons", "max_persons", number(1, 50, empty=1), shown),
    Column("loeschen_nach_tagen", "delete_after_days", "keep_days", number(1, 3650, empty=30), shown),
    Column("leika", "leika", "leika_key", _leika, str),
)
SEEN = "stand"


def _check_minutes(facts: Mapping[str, Any], fault: Callable[[str, Value], None]) -> None:
    minutes, extra = facts.get("minutes"), facts.get("extra_minutes")
    if extra is not None and (minutes is None or extra > minutes):
        fault("minuten_weitere", _("eine weitere Person braucht höchstens so lange wie die erste"))


KIND = Kind(
    words=WORDS, facts=FACTS, title="titel", longest_key=120, check=_check_minutes,
    of_row=(Column(SEEN, "revision", "seen", number(0, 99_999, empty=None), shown),),
)  # fmt: skip


def table(contents: Iterable[tuple[str, int, Content]], *, english: bool = False) -> bytes:
    """This will return services (slug, revision, content) as a table that `wanted` reads back to the same."""
    return KIND.written((_found(*one) for one in contents), english=english)


def example(*, english: bool = False) -> bytes:
    """This will return a table with one service, to be filled in."""
    words = {
        "de": Words(title="Hundesteuer anmelden", summary="Melden Sie Ihren Hund an.", bring=("Impfpass",),
                    fees="<p>90 Euro im Jahr</p>", aliases=("Dackelabgabe",), is_reviewed=True),
        "en": Words(title="Register a dog", summary="Register your dog for tax."),
    }  # fmt: skip
    content = Content(facts=Facts(channels=("on_site",), minutes=10), words=words)
    return table([("hundesteuer-anmelden", 0, content)], english=english)


def explained(*, english: bool = False) -> list[tuple[str, str]]:
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
    told = [said.get(name) or (yes_no if name in flags else "–") for name in KIND.names()]
    return list(zip(KIND.names(english=english), told, strict=True))


def _found(slug: str, revision: int, content: Content) -> Found:
    words = {code: vars(one) for code, one in content.words.items()}
    return Found(slug, line_of(0), vars(content.facts), words, {"seen": revision})


def wanted(data: bytes, *, name: str = "leistungen.csv") -> tuple[list[Wanted], list[Note]]:
    """This will return what a table wants the services to be, and what was strange about it.

    A column that is missing changes nothing; an empty cell empties its field.

    :raises rathaus.catalogue.source_file.BrokenFile: with every mistake found, each with its line.
    """
    found, notes = KIND.read(data, name)
    return [
        Wanted(place=one.place, key=one.key, facts=one.facts, words=one.words, seen=one.of_row.get("seen"))
        for one in found
    ], notes
