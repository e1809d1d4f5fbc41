"""A subset of XZuFi 2.2 (XÖV: services, responsible bodies, online services), read into plain values. Pure.

Read are `leistung` (id, LeiKa key, module texts per language, costs, time of processing, search terms, links),
`organisationseinheit` (name, address, phone, mail, website), `onlinedienst` (its address), and who is responsible for
what: a `zustaendigkeit` inside of them or a `zustaendigkeitTransferObjekt`. They stand alone, or in a transfer message
below `schreibe`. All else is counted in a note. What was compared with real software: `docs/standards/xzufi.md`.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rathaus.catalogue.content import Link
from rathaus.catalogue.markup import lines, plain, sanitised
from rathaus.catalogue.saying import Value
from rathaus.catalogue.saying import said as _
from rathaus.catalogue.source_entries import OfferEntry, OfficeEntry
from rathaus.catalogue.source_file import BrokenFile, Fault, Note, cleaned, identifier
from rathaus.catalogue.wanted import Wanted
from rathaus.catalogue.xml_file import Element, parsed, place_of

SOURCE = "xzufi"
RESPONSIBLE = "zustaendigkeitTransferObjekt"
READ = frozenset({"leistung", "organisationseinheit", "onlinedienst", RESPONSIBLE})
IDS = dict.fromkeys(READ, ("id",)) | {RESPONSIBLE: ("zustaendigkeit", "id")}
CLASSES = {  # of what is deleted
    "Leistung": "leistung", "Organisationseinheit": "organisationseinheit", "Onlinedienst": "onlinedienst",
    "Zustaendigkeit": RESPONSIBLE,
}  # fmt: skip
NAMESPACES = ("http://xoev.de/schemata/xzufi/2_2_0",)
LANGUAGES = ("de", "en", "tr", "uk", "ar", "ru", "fr", "pl")
# Code list urn:de:xzufi:codeliste:leistungstextmodulleika
NAME, PEOPLES_NAME, SHORT, FULL, LAW, PAPERS, CONDITIONS, COURSE, FORMS, NOTES, TEASER = (
    "02", "03", "05", "06", "07", "08", "09", "11", "14", "16", "24",
)  # fmt: skip
DETAILS = ((FULL, ""), (CONDITIONS, "Voraussetzungen"), (COURSE, "Verfahrensablauf"), (NOTES, "Hinweise"))
TELEPHONES, MAIL, WEBSITE = ("02", "03"), "01", "09"  # code list urn:de:xoev:codeliste:erreichbarkeit
MOST_TEXT = 200_000
_LEIKA = re.compile(r"[0-9]{14}")
_URL = re.compile(r"https?://[^\s<>\"']{1,980}", re.IGNORECASE)
_MAIL = re.compile(r"[^@\s<>]{1,120}@[^@\s<>]{1,120}\.[^@\s<>]{1,12}")


@dataclass(frozen=True)
class Transfer:
    """What a file says: services, offices, which office offers what, and what was not taken over."""

    services: tuple[Wanted, ...]
    offices: tuple[OfficeEntry, ...]
    offers: tuple[OfferEntry, ...]
    notes: tuple[Note, ...]


@dataclass
class _Reading:
    """What is collected while a file is read."""

    name: str
    faults: list[Fault] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    ids: dict[tuple[str, str], int] = field(default_factory=dict)  # kind and id to the line

    def fault(self, element: Element, what: Value) -> None:
        self.faults.append(Fault(self.name, place_of(element), what))

    def note(self, element: Element, why: Value, about: str = "") -> None:
        self.notes.append(Note(place_of(element, about), why))


def parse(data: bytes, *, name: str = "xzufi.xml") -> Transfer:
    """This will return what a file says.

    :raises BrokenFile: when it cannot be used, with every mistake found.
    """
    reading = _Reading(name)
    objects = _objects(parsed(data, name), reading)
    services = [found for one in objects.get("leistung", ()) if (found := _service(one, reading))]
    apart = _responsible(objects.get(RESPONSIBLE, ()))
    addresses = dict(pair for one in objects.get("onlinedienst", ()) for pair in _online(one, apart, reading))
    pairs = [_office(one, apart, reading) for one in objects.get("organisationseinheit", ())]
    offices = [office for office, _offered in pairs if office]
    known = {service.key for service in services}
    offers = [one for office, offered in pairs if office for one in _offers(office, offered, known, reading)]
    if not services and not offices and not reading.faults:
        reading.faults.append(Fault(name, "", _("enthält weder Leistungen noch Organisationseinheiten")))
    if reading.faults:
        raise BrokenFile(reading.faults)
    with_address = [_with_address(one, addresses.get(one.key, "")) for one in services]
    return Transfer(tuple(with_address), tuple(offices), tuple(offers), tuple(reading.notes))


def _objects(top: Element, reading: _Reading) -> dict[str, list[Element]]:
    """The objects of a file by kind, as they stand at its end: what is written twice counts as written last."""
    if top.namespace not in NAMESPACES:
        known = ", ".join(NAMESPACES)
        reading.fault(
            top, _("hat den Namensraum „%(given)s“; wir lesen %(known)s", given=top.namespace[:80], known=known)
        )
        return {}
    if top.name in READ:
        return {top.name: [top]}
    found: dict[Any, Element] = {}
    gone: list[Element] = []
    for part in top.inside:
        if part.name == "schreibe":
            for one in part.inside:
                _write(one, found, reading)
        elif part.name == "loesche":
            _delete(part, found, gone, reading)
    if gone:
        reading.note(gone[0], _("Löschungen führen wir nicht aus; %(number)s weggelassen", number=len(gone)))
    return _by_kind(found.values(), reading)


def _write(element: Element, found: dict[Any, Element], reading: _Reading) -> None:
    named = _named(element.name, element.first(*IDS.get(element.name, ())))
    if named and found.pop(named, None):
        reading.note(element, _("steht zweimal da; wir nehmen das letzte"), named[-1])
    found[named or id(element)] = element


def _delete(element: Element, found: dict[Any, Element], gone: list[Element], reading: _Reading) -> None:
    kind = CLASSES.get(element.attributes.get("klasse", ""), "")
    named = _named(kind, element.first("id"))
    if named and found.pop(named, None):
        reading.note(element, _("löscht, was die Datei vorher schreibt; weggelassen"), named[-1])
    else:
        gone.append(element)


def _named(kind: str, given: Element | None) -> tuple[str, str, str, str] | None:
    """An object is known by its kind, and by the agency, the scheme and the text of its id."""
    if given is None or not kind or not given.text.strip():
        return None
    return kind, given.attributes.get("schemeAgencyID", ""), given.attributes.get("schemeID", ""), given.text.strip()


def _by_kind(elements: Iterable[Element], reading: _Reading) -> dict[str, list[Element]]:
    found: dict[str, list[Element]] = {}
    for one in elements:
        found.setdefault(one.name, []).append(one)
    for kind in found.keys() - READ:
        why = _("lesen wir nicht; %(number)s weggelassen", number=len(found[kind]))
        reading.note(found[kind][0], why)
    return {kind: found[kind] for kind in found.keys() & READ}


def _id_of(element: Element, reading: _Reading) -> str:
    """The text of an id; "" where there is none, or where another agency's object has the same."""
    given = element.first("id")
    found = identifier(given.text.strip()) if given else None
    if not found:
        reading.fault(given or element, _("id: fehlt oder ist kein Kennzeichen von höchstens 40 Zeichen"))
        return ""
    before = reading.ids.setdefault((element.name, found), element.line)
    if before != element.line:
        why = _("id: auch ein anderer Herausgeber hat dieses, in Zeile %(line)s; weggelassen", line=before)
        reading.note(element, why, found)
        return ""
    return found


def _service(element: Element, reading: _Reading) -> Wanted | None:
    if not (key := _id_of(element, reading)):
        return None
    texts = _texts(element, reading)
    words = {code: _words(code, element, texts[code], reading) for code in texts}
    words = {code: one for code, one in words.items() if one["title"]}
    if "de" not in words:
        reading.fault(element, _("hat keine Bezeichnung auf Deutsch (modulText mit Code 02 oder 03)"))
    given = [one.said("code") for one in element.all("referenzLeiKa")]
    leika = next((one for one in given if _LEIKA.fullmatch(one)), "")
    if any(given) and not leika:
        reading.note(element, _("referenzLeiKa: „%(given)s“ hat nicht 14 Ziffern; bleibt leer", given=given[0][:40]))
    facts = {"leika_key": leika} if leika else {}
    return Wanted(place=place_of(element, key), key=key, source=SOURCE, facts=facts, words=words)


def _texts(element: Element, reading: _Reading) -> dict[str, dict[str, str]]:
    """The module texts, by language and code of the module."""
    found: dict[str, dict[str, str]] = {}
    for module in element.all("modulText"):
        kind = module.said("leikaTextmodul", "code")
        for said in module.all("inhalt"):
            code = _language(said, reading)
            if code and said.text.strip():
                if len(said.text) > MOST_TEXT:
                    reading.fault(said, _("ist länger als %(most)s Zeichen", most=MOST_TEXT))
                found.setdefault(code, {}).setdefault(kind, said.text)
    return found


def _language(element: Element, reading: _Reading) -> str:
    code = element.attributes.get("languageCode", "de")[:2].lower()
    if code not in LANGUAGES:
        reading.note(element, _("languageCode: „%(given)s“ führen wir nicht; weggelassen", given=code))
        return ""
    return code


def _words(code: str, element: Element, texts: dict[str, str], reading: _Reading) -> dict[str, Any]:
    title = cleaned(plain(sanitised(texts.get(PEOPLES_NAME) or texts.get(NAME, ""))))
    if len(title) > 300:
        reading.fault(element, _("die Bezeichnung ist länger als %(most)s Zeichen", most=300))
    return {
        "title": title[:300],
        "summary": plain(sanitised(texts.get(TEASER) or texts.get(SHORT, ""))),
        "description": sanitised("".join(_chapters(code, texts))),
        "bring": lines(sanitised(texts.get(PAPERS, ""))),
        "fees": sanitised(" ".join(_said_in(element, "modulKosten", code, reading))),
        "processing_time": plain(sanitised(" ".join(_said_in(element, "modulBearbeitungsdauer", code, reading)))),
        "legal_basis": plain(sanitised(texts.get(LAW, ""))),
        "aliases": tuple(sorted(_aliases(element, code, reading))),
        "links": tuple(_links(element, code, reading)),
    }


def _chapters(code: str, texts: dict[str, str]) -> Iterator[str]:
    for kind, title in DETAILS:
        if text := texts.get(kind, "").strip():
            head = f"<h3>{title}</h3>" if title and code == "de" else ""
            yield head + (text if "<" in text else f"<p>{html.escape(text, quote=False)}</p>")


def _said_in(element: Element, module: str, code: str, reading: _Reading) -> Iterator[str]:
    """What a module that is no text says in words: `beschreibung`, or an amount of money."""
    for part in element.all(module):
        said = [one.text.strip() for one in part.every("beschreibung") if _language(one, reading) == code]
        amounts = [f"{one.text.strip()} Euro" for one in part.every("betrag") if one.text.strip()]
        yield from [one for one in said if one] or amounts


def _aliases(element: Element, code: str, reading: _Reading) -> set[str]:
    words = (one for module in element.all("modulBegriffImKontext") for one in module.every("begriff"))
    return {text for one in words if _language(one, reading) == code and 0 < len(text := cleaned(one.text)) <= 120}


def _links(element: Element, code: str, reading: _Reading) -> Iterator[Link]:
    seen = set[str]()
    for module in element.all("modulText"):
        is_form = module.said("leikaTextmodul", "code") == FORMS
        for one in module.every("weiterfuehrenderLink"):
            uri = one.said("uri")
            if _language(one, reading) != code or uri in seen:
                continue
            if not _URL.fullmatch(uri):
                reading.note(
                    one, _("uri: „%(given)s“ ist keine Adresse mit http oder https; weggelassen", given=uri[:60])
                )
                continue
            seen.add(uri)
            yield Link(cleaned(one.said("titel"))[:300] or uri[:300], uri, is_form)


def _responsible(elements: Iterable[Element]) -> dict[str, list[Element]]:
    """The ids of services by the id of the office or online service above them, of those that stand apart."""
    found: dict[str, list[Element]] = {}
    for one in elements:
        above = one.said("uebergeordnetesObjektID")
        found.setdefault(above, []).extend(id_ for part in one.all("zustaendigkeit") for id_ in part.all("leistungID"))
    return found


def _online(element: Element, apart: Mapping[str, list[Element]], reading: _Reading) -> Iterator[tuple[str, str]]:
    """The services of an online service, each with its address."""
    uris = [one.said("link") or one.text.strip() for one in element.all("link")]
    good = next((uri for uri in uris if _URL.fullmatch(uri)), "")
    if not good:
        reading.note(element, _("link: keine Adresse mit http oder https; weggelassen"))
        return
    for one in [*element.every("leistungID"), *apart.get(element.said("id"), ())]:
        yield one.text.strip(), good


def _with_address(service: Wanted, address: str) -> Wanted:
    if not address:
        return service
    return Wanted(
        place=service.place, key=service.key, source=service.source, words=service.words,
        facts={**service.facts, "online_url": address},
    )  # fmt: skip


def _office(
    element: Element, apart: Mapping[str, list[Element]], reading: _Reading
) -> tuple[OfficeEntry | None, list[Element]]:
    if not (key := _id_of(element, reading)):
        return None, []
    name = cleaned(_name_of(element))
    if not name:
        reading.fault(element, _("name: fehlt"))
    if len(name) > 200:
        reading.fault(element, _("name: ist länger als %(most)s Zeichen", most=200))
    offered = [one for part in element.all("zustaendigkeit") for one in part.all("leistungID")]
    offered += apart.get(element.said("id"), ())
    if not name:
        return None, offered
    places = [*element.all("anschrift"), Element("", "", element.line)]
    address = next((one for one in places if one.said("strasse")), places[0])  # a box of the post has no street
    phone, mail, website = _reached(element)
    entry = OfficeEntry(
        id=key, language="de", title=name[:200], formal_title=name[:200],
        street=cleaned(address.said("strasse"))[:120], house_number=cleaned(address.said("hausnummer"))[:20],
        postcode=cleaned(address.said("postleitzahl"))[:10], city=cleaned(address.said("ort"))[:80],
        latitude=None, longitude=None, phone=phone[:60], email=mail, website=website, is_public=True,
    )  # fmt: skip
    return entry, offered


def _name_of(element: Element) -> str:
    """The name of an office in German, else the first."""
    names = [one for part in element.all("name") for one in part.all("name")]
    german = (one for one in names if one.attributes.get("languageCode", "").lower().startswith("de"))
    return next(german, names[0]).text.strip() if names else element.said("name")


def _reached(element: Element) -> tuple[str, str, str]:
    """Phone, mail and website, each by its channel and by what it looks like."""
    ways = [(w.said("kanal", "code"), cleaned(w.said("kennung"))) for w in element.every("kommunikation")]
    sites = [one.said("uri") for one in element.all("internetadresse")]
    phones = (given for code, given in ways if code in TELEPHONES)
    mails = (given for code, given in ways if code == MAIL and _MAIL.fullmatch(given))
    webs = (given for given in [*sites, *(given for code, given in ways if code == WEBSITE)] if _URL.fullmatch(given))
    return next(phones, ""), next(mails, ""), next(webs, "")[:500]


def _offers(
    office: OfficeEntry, offered: Iterable[Element], known: set[str], reading: _Reading
) -> Iterator[OfferEntry]:
    """Which services the office is responsible for; how long they take, XZuFi does not say."""
    seen = set[str]()
    for one in offered:
        key = one.text.strip()
        if key in seen:
            continue
        seen.add(key)
        if key in known:
            yield OfferEntry(key, office.id, minutes=None, max_persons=1, is_bookable=False)
        else:
            reading.note(one, _("keine Leistung der Datei hat das Kennzeichen %(id)s", id=key[:40]))
