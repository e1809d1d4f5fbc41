"""Colloquial and mistyped words find the right service among the first three."""

import pytest

from rathaus.catalogue.actions import import_dldb
from rathaus.catalogue.dldb import parse
from rathaus.catalogue.search import search
from rathaus.identity.queries import SYSTEM
from rathaus.project.demo import content
from tests.catalogue.dldb_files import MUNICH, needs_munich
from tests.conftest import NOW

GERMAN = {
    "perso": "personalausweis",
    "ausweis": "personalausweis",
    "neuer ausweis": "personalausweis",
    "personalausweiß": "personalausweis",
    "persnalausweis": "personalausweis",
    "perso verloren": "ausweis-verlust",
    "ich habe meinen ausweis verloren": "ausweis-verlust",
    "ausweis geklaut": "ausweis-verlust",
    "reise pass": "reisepass",
    "reisepas": "reisepass",
    "kinderpass": "reisepass-kind",
    "pass schnell": "express-reisepass",
    "pin vergessen": "eid-pin",
    "auto anmelden": "kfz-zulassung",
    "auto ummelden": "kfz-ummeldung",
    "auto abmelden": "kfz-abmeldung",
    "fuehrerschein": "fuehrerschein",
    "fuhrerschein": "fuehrerschein",
    "führerschien umtauschen": "fuehrerschein-umtausch",
    "lappen": "fuehrerschein",
    "internationaler führerschein": "internationaler-fuehrerschein",
    "feinstaubplakette": "umweltplakette",
    "umweltplackette": "umweltplakette",
    "anwohnerparken": "bewohnerparkausweis",
    "parkausweiss": "bewohnerparkausweis",
    "umzug": "ummeldung",
    "umziehn": "ummeldung",
    "neu in der stadt": "anmeldung",
    "wegziehen ins ausland": "abmeldung-ausland",
    "meldebestätigung": "meldebescheinigung",
    "sozialwohnung": "wohnberechtigungsschein",
    "wbs": "wohnberechtigungsschein",
    "wongeld": "wohngeld",
    "hochzeit": "eheschliessung",
    "heiraten": "eheschliessung",
    "standesamtliche trauung": "eheschliessung",
    "namen ändern": "namenserklaerung",
    "baby": "geburt-anmelden",
    "gebutsurkunde": "geburtsurkunde",
    "vaterschaft": "vaterschaftsanerkennung",
    "elterngeld": "elterngeld",
    "kindergarten platz": "kita-anmeldung",
    "unterhalt zahlt nicht": "unterhaltsvorschuss",
    "todesfall": "sterbefall",
    "firma gründen": "gewerbeanmeldung",
    "gewerbe anmelden": "gewerbeanmeldung",
    "gewerbe abmelden": "gewerbeabmeldung",
    "kneipe": "gaststaettenerlaubnis",
    "polizeiliches führungszeugniss": "fuehrungszeugnis",
    "fuhrungszeugnis": "fuehrungszeugnis",
    "zeugnis beglaubigen": "beglaubigung",
    "hund anmelden": "hundesteuer",
    "hundesteur": "hundesteuer",
    "angelschein": "fischereischein",
    "baum fällen": "baumfaellung",
    "rente": "rentenantrag",
    "behindertenausweis": "schwerbehindertenausweis",
    "schulden": "schuldnerberatung",
    "bürgergeld": "grundsicherung-beratung",
    "visum verlängern": "aufenthaltstitel",
    "aufenthaltstittel": "aufenthaltstitel",
    "deutscher pass werden": "einbuergerung-beratung",
    "einbürgerung": "einbuergerung-beratung",
    "besuch einladen": "verpflichtungserklaerung",
    "kirche austreten": "kirchenaustritt",
    "fundbüro": "fundsachen",
    "schlüssel verloren": "fundsachen",
    "adresse von jemand": "melderegisterauskunft",
}
ENGLISH = {
    "id card": "personalausweis",
    "lost my id": "ausweis-verlust",
    "pasport": "reisepass",
    "driving license": "fuehrerschein",
    "exchange drivers licence": "fuehrerschein-umtausch",
    "register address": "anmeldung",
    "anmeldung": "anmeldung",
    "wedding": "eheschliessung",
    "birth certificate": "geburtsurkunde",
    "dog": "hundesteuer",
    "kindergarten": "kita-anmeldung",
    "residence permit": "aufenthaltstitel",
    "citizenship": "einbuergerung-beratung",
    "open a business": "gewerbeanmeldung",
    "police clearance": "fuehrungszeugnis",
    "register car": "kfz-zulassung",
    "debts": "schuldnerberatung",
}
OF_MUNICH = {
    "perso": "personalausweis",
    "ausweis": "personalausweis",
    "persnalausweis": "personalausweis",
    "reise pass": "reisepass",
    "ausweis verloren": "verlust-oder-diebstahl-personalausweis",
    "umzug": "wohnsitzanmeldung",
    "umziehn": "wohnsitzanmeldung",
    "auto anmelden": "anmeldung-fabrikneues-fahrzeug-oder-tageszulassung",
    "auto abmelden": "fahrzeug-abmelden",
    "nummernschild geklaut": "verlust-oder-diebstahl-der-kennzeichenschilder",
    "hochzeit": "anmeldung-einer-eheschliessung-ohne-auslandsbezug",
    "firma gründen": "gewerbe-anmeldung",
    "gewerbeanmeldung": "gewerbe-anmeldung",
    "oldtimer": "historisches-kennzeichen-fuer-oldtimer",
    "polizeiliches führungszeugniss": "fuehrungszeugnis",
    "meldebestätigung": "meldebescheinigung",
    "anwohnerparken": "bewohnerparkausweis",
    "kita": "elternberatung-zur-kinderbetreuung",
    "altersrente": "altersrente-vor-ort-termin",
    "einbürgern": "einbuergerung",
    "fundbüro": "fundsache-abholen",
    "zeugnis beglaubigen": "beglaubigung-von-bis-zu-5-dokumenten",
    "99050012104000": "gewerbe-anmeldung",
    "umschreibung ausländischer führerschein": "umschreibung-eines-auslaendischen-fuehrerscheins",
    "kirche austreten": "kirchenaustritt",
}


def missed(wanted: dict[str, str], language: str) -> dict[str, list[str]]:
    """This will return the questions whose answer is not among the first three, with what came instead."""
    found = {text: [hit.slug for hit in search(text, language, limit=3)] for text in wanted}
    return {text: slugs for text, slugs in found.items() if wanted[text] not in slugs}


@pytest.fixture
def demo_services(town: str) -> None:
    content.write_services(list(content.services()), content.write_topics())


def test_german_questions_are_answered(demo_services: None) -> None:
    assert missed(GERMAN, "de") == {}


def test_english_questions_are_answered(demo_services: None) -> None:
    assert missed(ENGLISH, "en") == {}


def test_every_alias_finds_its_service(demo_services: None) -> None:
    wanted = {alias: s["slug"] for s in content.services() for alias in s["de"]["aliases"]}
    shared = missed(wanted, "de")

    assert len(shared) <= len(wanted) // 100, shared


@needs_munich
def test_questions_to_munich_are_answered(town: str) -> None:
    catalogue = parse((MUNICH / "services_de.json").read_bytes(), (MUNICH / "locations_de.json").read_bytes())
    import_dldb(catalogue=catalogue, by=SYSTEM, at=NOW)

    assert missed(OF_MUNICH, "de") == {}
