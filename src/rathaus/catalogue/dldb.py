"""The service catalogue of Berlin and Munich (DLDB): two JSON files read into plain values. Pure: no database.

A file is either usable or broken. Broken (BrokenFile, nothing is imported): no JSON, a field that must be there
is missing, of the wrong type or too long, an id twice, a place or service that no entry describes. What a usable
file says in a way that we cannot take over (a duration of 7 minutes, several LeiKa keys in one) becomes a Note.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from rathaus.catalogue.markup import MOST_TAGS, has_too_many_tags, sanitised
from rathaus.catalogue.saying import Said, Value
from rathaus.catalogue.saying import said as _
from rathaus.catalogue.source_entries import Catalogue, LinkEntry, OfferEntry, OfficeEntry, ServiceEntry
from rathaus.catalogue.source_file import BrokenFile, Fault, Note, Reader, entries, parsed

TICK = 5
LONGEST = 480
MOST_PERSONS = 50
_LEIKA = re.compile(r"[0-9]{14}")
_URL = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
_MAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")
_BETWEEN = re.compile(r"[,;]")
SERVICE, LOCATION = "service", "location"  # as the files name them


@dataclass
class _Reading:
    """What is collected while the files are read."""

    faults: list[Fault] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    internal: int = 0

    def note(self, reader: Reader, why: Value) -> None:
        self.notes.append(Note(reader.place, why))


def parse(
    services: bytes, locations: bytes, *, services_name: str = "services", locations_name: str = "locations"
) -> Catalogue:
    """This will return what the two files say.

    :raises BrokenFile: when one of them cannot be used, with every mistake found.
    """
    reading = _Reading()
    service_readers = _readers(services, services_name, SERVICE, reading)
    office_readers = _readers(locations, locations_name, LOCATION, reading)
    read_services = [_service(reader, reading) for reader in service_readers]
    read_offices = [_office(reader, reading) for reader in office_readers]
    known, places = {s.id: s for s in read_services}, {o.id for o in read_offices}
    for reader, entry in zip(service_readers, read_services, strict=True):
        for number, place in enumerate(entry.places):
            if place and place not in places:
                reader.fault(f"locations[{number}], location", _("kein Standort hat das Kennzeichen %(id)s", id=place))
    offers = [o for reader in office_readers for o in _offers(reader, known, reading)]
    if reading.faults:
        raise BrokenFile(reading.faults)
    offers += _offers_of_services_only(read_services, offers, office_readers, reading)
    return Catalogue(
        tuple(_with_most_offered(_symmetric(read_services, reading), offers)),
        tuple(read_offices),
        tuple(offers),
        tuple(reading.notes),
        reading.internal,
    )


def _readers(data: bytes, name: str, noun: str, reading: _Reading) -> list[Reader]:
    items = entries(parsed(data, name), name)
    if not items:
        raise BrokenFile([Fault(name, "data", _("enthält nichts: %(noun)s", noun=noun))])
    found: list[Reader] = []
    seen: dict[str, int] = {}
    for index, item in enumerate(items):
        reader = Reader(name, _one(noun, index), item if isinstance(item, dict) else {}, reading.faults)
        if not isinstance(item, dict):
            reader.fault("", _("muss ein Objekt sein"))
            continue
        name_of = reader.identifier("id")
        if name_of:
            reader.place = _("%(noun)s %(id)s (Eintrag %(index)s)", noun=noun, id=name_of, index=index)
        if name_of and name_of in seen:
            reader.fault("id", _("steht zweimal da, zuerst in Eintrag %(index)s", index=seen[name_of]))
        seen.setdefault(name_of, index)
        found.append(reader)
    return found


def _one(noun: str, number: str | int) -> Said:
    return Said("%(noun)s %(id)s", (("noun", noun), ("id", number)))


def _service(reader: Reader, reading: _Reading) -> ServiceEntry:
    reader.requires("name", "description", "locations", "public", "meta")
    meta = reader.object("meta")
    combinable = reader.identifiers("combinable")
    name_of = str(reader.value.get("id", ""))
    quantity = _quantity(reader, reading, 1)
    title = reader.text("name", most=300, required=True)
    return ServiceEntry(
        id=name_of,
        language=_language(meta),
        title=title,
        description=_html(reader, "description", 200_000, reading),
        fees=_html(reader, "fees", 50_000, reading),
        leika_key=_leika(reader, reading),
        keywords=_keywords(meta),
        authorities=tuple(n for a in reader.objects("authorities") if (n := a.text("name", most=200))),
        links=_links(reader, reading),
        minutes=_minutes(reader, reading),
        max_persons=quantity if name_of in combinable else 1,
        combinable=tuple(dict.fromkeys(c for c in combinable if c != name_of)),
        channels=_channels(title),
        is_public=reader.flag("public", default=True),
        is_frequent=reader.flag("showOnStartPage", default=False),
        places=tuple(place.identifier("location") for place in reader.objects("locations")),
    )


def _html(reader: Reader, key: str, most: int, reading: _Reading) -> str:
    given = reader.text(key, most=most, is_html=True)
    if has_too_many_tags(given):
        reading.note(
            reader, _("%(key)s: mehr als %(most)s Tags; als Text ohne Auszeichnung übernommen", key=key, most=MOST_TAGS)
        )
    return sanitised(given)


def _language(meta: Reader) -> str:
    language = meta.text("locale", most=10)[:2].lower()
    if language and not re.fullmatch(r"[a-z]{2}", language):
        meta.fault("locale", _("ist keine Sprache"))
    return language or "de"


def _keywords(meta: Reader) -> tuple[str, ...]:
    words = (w.strip() for w in _BETWEEN.split(meta.text("keywords", most=20_000)))
    return tuple({w.casefold(): w for w in words if w}.values())


def _channels(title: str) -> tuple[str, ...]:
    if "telefon-termin" in title.lower():
        return ("phone",)
    return ("on_site",)


def _leika(reader: Reader, reading: _Reading) -> str:
    given = reader.text("leika", most=2000)
    if not given or _LEIKA.fullmatch(given):
        return given
    keys: list[str] = _LEIKA.findall(given)
    if len(keys) > 1:
        reading.note(
            reader,
            _("leika: %(number)s Schlüssel in einem Feld; der erste gilt, %(first)s", number=len(keys), first=keys[0]),
        )
        return keys[0]
    reading.note(reader, _("leika: „%(given)s“ hat nicht 14 Ziffern; bleibt leer", given=given[:40]))
    return ""


def _links(reader: Reader, reading: _Reading) -> tuple[LinkEntry, ...]:
    forms, links = _linked(reader, "forms", reading), _linked(reader, "links", reading)
    if forms.keys() == links.keys():  # Munich writes the same list twice: nobody said which are forms
        forms = {}
    return tuple(
        LinkEntry(title, url, is_form=is_form)
        for titles, is_form in ((forms, True), ({u: t for u, t in links.items() if u not in forms}, False))
        for url, title in titles.items()
    )


def _linked(reader: Reader, key: str, reading: _Reading) -> dict[str, str]:
    found: dict[str, str] = {}
    for link in reader.objects(key):
        title, url = link.text("name", most=300), link.text("link", most=1000)
        if _URL.fullmatch(url):
            found.setdefault(url, title or url[:300])
        else:
            reading.note(
                link, _("link: „%(given)s“ ist keine Adresse mit http oder https; weggelassen", given=url[:60])
            )
    return found


def _minutes(reader: Reader, reading: _Reading) -> int | None:
    given = reader.number("duration")
    if given is None or given <= 0:
        reading.note(reader, _("duration: fehlt oder ist 0; nicht buchbar"))
        return None
    rounded = -(-given // TICK) * TICK
    if rounded > LONGEST:
        reading.note(
            reader, _("duration: %(given)s Minuten sind mehr als %(most)s; nicht buchbar", given=given, most=LONGEST)
        )
        return None
    if rounded != given:
        reading.note(reader, _("duration: %(given)s Minuten auf %(rounded)s aufgerundet", given=given, rounded=rounded))
    return rounded


def _quantity(reader: Reader, reading: _Reading, default: int) -> int:
    given = reader.number("maxQuantity")
    if given is None:
        return default
    if not 1 <= given <= MOST_PERSONS:
        reading.note(
            reader,
            _(
                "maxQuantity: %(given)s liegt nicht zwischen 1 und %(most)s; gilt als %(taken)s",
                given=given,
                most=MOST_PERSONS,
                taken=default,
            ),
        )
        return default
    return given


def _office(reader: Reader, reading: _Reading) -> OfficeEntry:
    reader.requires("name", "address", "contact", "services", "public")
    address, contact = reader.object("address"), reader.object("contact")
    formal = reader.text("name", most=200, required=True)
    latitude, longitude = _position(reader.object("geo"), reading)
    return OfficeEntry(
        id=str(reader.value.get("id", "")),
        language=_language(reader.object("meta")),
        title=reader.text("displayName", most=200) or formal,
        formal_title=formal,
        street=address.text("street", most=120),
        house_number=address.text("house_number", most=20),
        postcode=address.text("postal_code", most=10),
        city=address.text("city", most=80),
        latitude=latitude,
        longitude=longitude,
        phone=contact.text("phone", most=60),
        email=_matching(contact, "email", _MAIL, 254, reading),
        website=_matching(contact, "webinfo", _URL, 500, reading),
        is_public=reader.flag("public", default=True),
    )


def _matching(reader: Reader, key: str, pattern: re.Pattern[str], most: int, reading: _Reading) -> str:
    given = reader.text(key, most=most)
    if given and not pattern.fullmatch(given):
        reading.note(reader, _("%(key)s: „%(given)s“ ist keine; bleibt leer", key=key, given=given[:60]))
        return ""
    return given


def _position(geo: Reader, reading: _Reading) -> tuple[float | None, float | None]:
    given = [geo.value.get("lat"), geo.value.get("lon")]
    if all(x in (None, "") for x in given):
        return None, None
    try:
        latitude, longitude = (float(x) if isinstance(x, str | float | int) else float("nan") for x in given)
    except (ValueError, OverflowError):
        latitude = longitude = float("nan")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180) or (latitude, longitude) == (0, 0):
        reading.note(geo, _("ist kein Ort auf der Erde; bleibt leer"))
        return None, None
    return latitude, longitude


def _offers(reader: Reader, known: dict[str, ServiceEntry], reading: _Reading) -> Iterable[OfferEntry]:
    office_id, hidden = str(reader.value.get("id", "")), set(reader.identifiers("dontShowByServices"))
    seen: set[str] = set()
    for offer in reader.objects("services"):
        service_id = offer.identifier("service")
        service = known.get(service_id)
        if service_id and service is None:
            offer.fault("service", _("keine Leistung hat das Kennzeichen %(id)s", id=service_id))
        if service_id in seen:
            offer.fault("service", _("%(id)s steht zweimal bei diesem Standort", id=service_id))
        seen.add(service_id)
        is_public = offer.flag("public", default=True)
        if service is None:
            continue
        if not is_public or service_id in hidden:
            reading.internal += 1
            continue
        yield _offer(offer, service, office_id, reading)


def _offer(offer: Reader, service: ServiceEntry, office_id: str, reading: _Reading) -> OfferEntry:
    minutes = _minutes(offer, reading) if offer.value.get("duration") is not None else service.minutes
    quantity = _quantity(offer, reading, service.max_persons)
    allowed = offer.object("appointment").flag("allowed", default=False)
    return OfferEntry(service.id, office_id, minutes, quantity, allowed and minutes is not None)


def _offers_of_services_only(
    services: list[ServiceEntry], offers: list[OfferEntry], offices: list[Reader], reading: _Reading
) -> list[OfferEntry]:
    """Offers that only the file of services names: kept, but nobody said how to book them."""
    named = {
        (str(offer.get("service")), str(office.value.get("id")))
        for office in offices
        for offer in office.value.get("services") or ()
    } | {(o.service_id, o.office_id) for o in offers}
    found = []
    for service in services:
        for place in dict.fromkeys(service.places):
            if (service.id, place) not in named:
                why = _("locations: Standort %(id)s nennt diese Leistung nicht; dort nicht buchbar", id=place)
                reading.notes.append(Note(_one(SERVICE, service.id), why))
                found.append(OfferEntry(service.id, place, service.minutes, service.max_persons, is_bookable=False))
    return found


def _symmetric(services: list[ServiceEntry], reading: _Reading) -> list[ServiceEntry]:
    """Combinations hold both ways, and only between services of the file."""
    known = {s.id for s in services}
    pairs: dict[str, set[str]] = {s.id: set() for s in services}
    for service in services:
        for other in service.combinable:
            if other not in known:
                reading.notes.append(
                    Note(
                        _one(SERVICE, service.id), _("combinable: keine Leistung hat das Kennzeichen %(id)s", id=other)
                    )
                )
                continue
            pairs[service.id].add(other)
            pairs[other].add(service.id)
    return [replace(s, combinable=tuple(sorted(pairs[s.id]))) for s in services]


def _with_most_offered(services: list[ServiceEntry], offers: list[OfferEntry], most: int = 6) -> list[ServiceEntry]:
    """Of the services marked for the start page six: bookable at many offices, often combined, much described."""
    count: dict[str, int] = {}
    for offer in offers:
        count[offer.service_id] = count.get(offer.service_id, 0) + offer.is_bookable
    weight = {s.id: count.get(s.id, 0) * (1 + len(s.combinable)) * (1 + len(s.keywords)) for s in services}
    marked = [s for s in services if s.is_frequent and s.is_public]
    first = {s.id for s in sorted(marked, key=lambda s: -weight[s.id])[:most]}
    return [replace(s, is_frequent=s.id in first) for s in services]
