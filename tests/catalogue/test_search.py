"""People find a service by what they type, and only what the town shows now."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django_tenants.utils import schema_context

from rathaus.catalogue import search as searching
from rathaus.catalogue.models import Alias, Service, ServiceText
from rathaus.catalogue.search import search, suggest
from rathaus.core.kept import Kept
from tests.makers import Maker
from tests.queries_made import count


def titles(text: str, language: str = "de") -> list[str]:
    return [hit.title for hit in search(text, language)]


@pytest.fixture
def town_hall(make: Maker) -> Maker:
    for title in ("Personalausweis beantragen", "Reisepass beantragen", "Hund anmelden", "Wohnung ummelden"):
        make.service(title)
    return make


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("Personalausweis", "Personalausweis beantragen"),
        ("AUSWEIS", "Personalausweis beantragen"),
        ("Ausweise", "Personalausweis beantragen"),
        ("persnalausweis", "Personalausweis beantragen"),
        ("persona", "Personalausweis beantragen"),
        ("perso", "Personalausweis beantragen"),
        ("reise-pass", "Reisepass beantragen"),
        ("reise pass", "Reisepass beantragen"),
        ("Hunde", "Hund anmelden"),
        ("umzug", "Wohnung ummelden"),
        ("ich möchte meinen Hund anmelden", "Hund anmelden"),
    ],
)
def test_what_people_type_finds_what_they_mean(town_hall: Maker, typed: str, title: str) -> None:
    assert titles(typed)[0] == title


@pytest.mark.parametrize("typed", ["Führerschein", "Fuehrerschein", "fuhrerschein", "FÜHRERSCHEINE"])
def test_umlauts_may_be_spelled_out(make: Maker, typed: str) -> None:
    make.service("Führerschein umtauschen")

    assert titles(typed) == ["Führerschein umtauschen"]


@pytest.mark.parametrize("typed", ["Straße", "Strasse", "strassen"])
def test_sharp_s_may_be_spelled_out(make: Maker, typed: str) -> None:
    make.service("Straße sperren")

    assert titles(typed) == ["Straße sperren"]


def test_the_very_word_comes_first(make: Maker) -> None:
    for title in ("Verlust von Ausweisen melden", "Vorläufiger Ausweis für die Reise", "Ausweis", "Ausweismappe"):
        make.service(title)

    assert titles("ausweis")[0] == "Ausweis"


def test_an_alias_finds_as_the_title_does(make: Maker) -> None:
    make.service("Büchse der Pandora")
    service = make.service("Fahrerlaubnis neu erteilen")
    Alias.objects.create(service=service, language="de", text="Lappen zurück")

    assert titles("lappen zurueck")[0] == "Fahrerlaubnis neu erteilen"


@pytest.mark.parametrize("typed", ["", " ", "!?", "\x00", "\ud800", "xqzzy", "a" * 5000, "und oder " * 500])
def test_nonsense_finds_nothing_and_breaks_nothing(town_hall: Maker, typed: str) -> None:
    assert search(typed, "de") == []
    assert suggest(typed, "de") == []


def test_what_is_not_public_is_not_found(town_hall: Maker) -> None:
    assert titles("hund")
    Service.objects.filter(texts__title="Hund anmelden").update(is_public=False)

    assert titles("hund") == []


def test_an_edit_is_found_at_once(town_hall: Maker) -> None:
    assert titles("katze") == []

    ServiceText.objects.filter(title="Hund anmelden").update(title="Katze anmelden")

    assert titles("katze") == ["Katze anmelden"]


def test_an_edit_that_was_rolled_back_is_forgotten(town_hall: Maker) -> None:
    with transaction.atomic():
        ServiceText.objects.filter(title="Hund anmelden").update(title="Katze anmelden")
        assert titles("katze") == ["Katze anmelden"]
        transaction.set_rollback(True)
    ServiceText.objects.filter(title="Wohnung ummelden").update(title="Wohnung anmelden")

    assert titles("katze") == []


def test_each_town_finds_its_own(town_hall: Maker) -> None:
    assert titles("hund")
    with schema_context("beispielhausen"):
        assert titles("hund") == []


def test_while_typing_the_beginning_is_enough(town_hall: Maker) -> None:
    assert [hit.title for hit in suggest("reis", "de")] == ["Reisepass beantragen"]
    assert next(hit.title for hit in suggest("wohnung umm", "de")) == "Wohnung ummelden"
    assert suggest("r", "de") == []


def test_english_words_are_found_and_german_ones_too(town_hall: Maker) -> None:
    dog = Service.objects.get(texts__title="Hund anmelden")
    ServiceText.objects.create(service=dog, language="en", title="Register a dog")

    assert titles("dogs", "en") == titles("hund", "en") == ["Register a dog"]
    (hit,) = search("personalausweis", "en")
    assert (hit.title, hit.language) == ("Personalausweis beantragen", "de")


def test_a_search_is_one_query(town_hall: Maker) -> None:
    titles("hund")

    with CaptureQueriesContext(connection) as queries:
        titles("ausweis verloren")

    assert count(queries) == 1


def test_after_an_edit_it_is_a_handful(town_hall: Maker, monkeypatch: Any) -> None:
    titles("hund")
    ServiceText.objects.filter(title="Hund anmelden").update(title="Katze anmelden")

    with CaptureQueriesContext(connection) as queries:
        titles("hund")

    assert count(queries) <= 6


def test_indexes_of_many_towns_do_not_pile_up(town_hall: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "_indexes", Kept(2))
    for language in ("de", "en", "fr", "pl"):
        search("hund", language)

    assert len(searching._indexes) == 2
