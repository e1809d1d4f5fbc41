"""What an XZuFi file says is read whole as far as we know it; what it cannot say is named by line and element."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from rathaus.catalogue.content import Link
from rathaus.catalogue.source_file import BrokenFile
from rathaus.catalogue.xzufi import Transfer, parse
from tests.catalogue.xzufi_files import DOGS, NAMESPACE, leistung, link, module, office, transfer

PORTAL = Path(__file__).parent / "portal.xml"
LAUGHS = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
BOMB = f'<!DOCTYPE x [<!ENTITY a0 "ha">{LAUGHS}]>'
SECRET = "geheim-8d1f"


@pytest.fixture(autouse=True, scope="module")
def _in_german() -> Iterator[None]:
    with override("de"):
        yield


def read(*objects: str) -> Transfer:
    return parse(transfer(*objects), name="portal.xml")


def faults(data: bytes) -> list[str]:
    with pytest.raises(BrokenFile) as broken:
        parse(data, name="portal.xml")
    return [str(fault) for fault in broken.value.faults]


def test_a_service_is_read_in_its_languages() -> None:
    (found,) = read(
        leistung(
            "L100", "Anmeldung eines Hundes zur Hundesteuer",
            module("03", "Hund anmelden"), module("24", "Melden Sie Ihren Hund an."),
            module("06", "<p>Jeder Hund kostet <b>Steuer</b>.</p><script>alert(1)</script>"),
            module("08", "<ul><li>Ausweis</li><li>Impfpass</li></ul>"), module("07", "§ 1 Hundesteuersatzung"),
            module("14", "Formular", links=link("https://town.example/hund.pdf", "Formular Hund")),
            module("15", "Mehr", links=link("javascript:alert(1)", "Böse")),
            module("03", "Register a dog", "en-GB"), module("03", "Registruj psa", "cs-CZ"),
            "<x:modulKosten><x:beschreibung languageCode='de'>90 Euro im Jahr</x:beschreibung></x:modulKosten>",
            "<x:modulBegriffImKontext><x:begriff languageCode='de'>Dackelabgabe</x:begriff></x:modulBegriffImKontext>",
        )
    ).services  # fmt: skip

    assert (found.key, found.source, found.facts) == ("L100", "xzufi", {"leika_key": DOGS})
    german = found.words["de"]
    assert german["title"] == "Hund anmelden"
    assert german["summary"] == "Melden Sie Ihren Hund an."
    assert german["description"] == "<p>Jeder Hund kostet Steuer.</p>"
    assert german["bring"] == ("Ausweis", "Impfpass")
    assert german["fees"] == "90 Euro im Jahr"
    assert german["legal_basis"] == "§ 1 Hundesteuersatzung"
    assert german["aliases"] == ("Dackelabgabe",)
    assert german["links"] == (Link("Formular Hund", "https://town.example/hund.pdf", is_form=True),)
    assert found.words["en"]["title"] == "Register a dog"
    assert set(found.words) == {"de", "en"}


def test_an_office_is_read_with_what_it_is_responsible_for() -> None:
    found = read(leistung(), office("O7", "Steueramt", "L100", "L999"))

    (place,) = found.offices
    assert (place.title, place.street, place.house_number, place.postcode, place.city) == (
        "Steueramt", "Marktplatz", "1", "12345", "Musterstadt",
    )  # fmt: skip
    assert (place.phone, place.email, place.website) == (
        "0221 4710",
        "steuer@town.example",
        "https://town.example/steuer",
    )
    assert [(offer.service_id, offer.office_id, offer.is_bookable) for offer in found.offers] == [("L100", "O7", False)]
    assert "keine Leistung der Datei hat das Kennzeichen L999" in str(found.notes[0])


def test_an_online_service_gives_its_address_to_the_service() -> None:
    online = (
        "<x:onlinedienst><x:id>D1</x:id><x:link><x:link>https://town.example/online</x:link></x:link>"
        "<x:leistungID>L100</x:leistungID></x:onlinedienst>"
    )

    (found,) = read(leistung(), online).services

    assert found.facts["online_url"] == "https://town.example/online"


def test_a_file_of_a_portal_is_read_as_it_stands_at_its_end() -> None:
    found = parse(PORTAL.read_bytes(), name="portal.xml")

    (service,) = found.services
    assert (service.key, service.facts) == (
        "8664744", {"leika_key": DOGS, "online_url": "https://musterstadt.example/online/hund"},
    )  # fmt: skip
    german = service.words["de"]
    assert (german["title"], german["fees"], german["processing_time"], german["aliases"]) == (
        "Hund anmelden", "90 Euro im Jahr", "Eine Woche", ("Dackelabgabe",),
    )  # fmt: skip
    assert german["links"] == (Link("Satzung", "https://musterstadt.example/hund", is_form=False),)
    assert service.words["en"]["title"] == "Dog tax registration"
    (place,) = found.offices
    assert (place.title, place.street, place.postcode) == ("Steueramt", "Marktplatz", "12345")
    assert [(offer.service_id, offer.office_id) for offer in found.offers] == [("8664744", "9117")]
    told = " ".join(map(str, found.notes))
    for note in (
        "leistung 8664744: steht zweimal da; wir nehmen das letzte",
        "auch ein anderer Herausgeber hat dieses",
        "loesche 8664999: löscht, was die Datei vorher schreibt",
        "Löschungen führen wir nicht aus; 2 weggelassen",
        "spezialisierung: lesen wir nicht; 1 weggelassen",
    ):
        assert note in told, told


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_file_that_would_grow_without_end_is_refused_unread(encoding: str) -> None:
    data = f"{BOMB}{leistung(title='&a9;')}"

    assert faults(data.encode(encoding)) == [
        "portal.xml: Zeile 1: hat einen Dokumenttyp (DOCTYPE); das lesen wir nicht"
    ]


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY a SYSTEM "{uri}">]>',
        '<!DOCTYPE x [<!ENTITY % a SYSTEM "{uri}"> %a;]>',
        '<!DOCTYPE x SYSTEM "{uri}">',
        '<!DOCTYPE x PUBLIC "-//X//Y" "{uri}">',
    ],
)
def test_nothing_outside_of_a_file_is_read(doctype: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.dtd"
    secret.write_text(SECRET)

    (said,) = faults((doctype.replace("{uri}", secret.as_uri()) + leistung(title="&a;")).encode())

    assert "DOCTYPE" in said
    assert SECRET not in said


def test_xinclude_is_an_element_like_any_other(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="{secret.as_uri()}"/>'

    (found,) = read(leistung("L1", "Hund", module("06", "Wau").replace("Wau", f"Wau{include}"))).services

    assert found.words["de"]["description"] == "<p>Wau</p>"


def test_a_service_alone_is_a_file_too() -> None:
    data = leistung().replace("<x:leistung>", f'<x:leistung xmlns:x="{NAMESPACE}">').encode()

    assert [one.key for one in parse(data).services] == ["L100"]


def test_what_is_not_read_is_noted() -> None:
    found = read(leistung(leika="12"), "<x:spezialisierung/>", "<x:spezialisierung/>")

    told = [str(note) for note in found.notes]
    assert "Zeile 4, spezialisierung: lesen wir nicht; 2 weggelassen" in told
    assert any("„12“ hat nicht 14 Ziffern" in one for one in told)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "ist kein XML"),
        (b"<a", "Zeile 1, Spalte 1: ist kein XML"),
        (b"\xff\xfe\x00", "ist kein XML"),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', "ist kein XML"),
        (b"<a>" * 100, "ist tiefer oder l"),
        (b"<leistung/>", "hat den Namensraum"),
        (transfer(leistung(), namespace="http://xzufi/9_9_9"), "Zeile 2, transfer.operationen.040501: hat den Namens"),
        (transfer(), "weder Leistungen noch Organisationseinheiten"),
        (transfer(leistung(key="")), "Zeile 3, id: id: fehlt"),
        (transfer(leistung(key="x" * 41)), "id: fehlt oder ist kein Kennzeichen"),
        (transfer(leistung(title="")), "hat keine Bezeichnung auf Deutsch"),
        (transfer(leistung(title="x" * 301)), "die Bezeichnung ist länger als 300 Zeichen"),
        (transfer(office(name="")), "Zeile 3, organisationseinheit: name: fehlt"),
        (transfer(leistung("L1", "Hund", module("06", "x" * 200_001))), "ist länger als 200000 Zeichen"),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_by_line_and_element(data: bytes, said: str) -> None:
    assert any(said in fault for fault in faults(data)), faults(data)


@given(st.binary(max_size=300) | st.text(alphabet='<>/x:="&; a\n', max_size=300).map(str.encode))
def test_no_bytes_break_the_reading(data: bytes) -> None:
    with pytest.raises(BrokenFile):
        parse(data)
