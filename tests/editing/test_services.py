"""Edda writes services; what two write at once is not lost, and what was is kept."""

from dataclasses import replace
from datetime import datetime

import pytest
from django.test import Client

from rathaus.audit.models import Event
from rathaus.catalogue.actions import (
    ChangedMeanwhile,
    NeedsGermanTitle,
    change_service,
    create_service,
    publish,
    restore,
)
from rathaus.catalogue.content import Content, Words, content_of
from rathaus.catalogue.models import Offer, Service
from rathaus.catalogue.search import search
from rathaus.core.errors import NotPermitted
from rathaus.editing.rules import stored, typed
from rathaus.identity.queries import CITIZEN, Actor
from rathaus.offices.models import Office

TYPED = {"title": "Hundesteuer", "max_persons": "1", "keep_days": "30", "is_public": "on", "minutes": "10"}


def retitled(service: Service, title: str, code: str = "de") -> Content:
    """The content of a service with another title in a language."""
    content = content_of(service)
    words = replace(content.words.get(code, Words()), title=title)
    return replace(content, words={**content.words, code: words})


def test_a_new_service_is_found_by_its_search_words(dog_tax: Service) -> None:
    assert [hit.title for hit in search("Dackelabgabe", "de")] == ["Hundesteuer"]


def test_citizens_read_what_was_written(browser: Client, amina: Client) -> None:
    sent = {**TYPED, "description": "Für jeden Hund.\n\nAb drei Monaten <", "aliases": "Dackel\nDackel\n\nMops"}

    browser.post("/desk/verwaltung/leistungen/neu/", sent)

    page = amina.get("/leistungen/hundesteuer/").content.decode()
    assert "Für jeden Hund." in page
    assert sorted(Service.objects.get().aliases.values_list("text", flat=True)) == ["Dackel", "Mops"]


def test_the_page_says_where_one_can_book(browser: Client, dog_tax: Service) -> None:
    path = f"/desk/verwaltung/leistungen/{dog_tax.pk}/"
    assert "Noch bietet kein Amt die Leistung an" in browser.get(path).content.decode()

    for slug, takes in (("nord", True), ("sued", False)):
        office = Office.objects.create(slug=slug, takes_appointments=takes)
        Offer.objects.create(service=dog_tax, office=office, minutes=10)

    page = browser.get(path).content.decode()
    assert "<li>nord</li>" in page
    assert "<li>sued (ohne Termin)</li>" in page


def test_scripts_in_a_text_are_gone_before_they_are_stored(editor: Actor, now: datetime) -> None:
    words = {"de": Words(title="Hundesteuer", description='<p>Ja<script>alert("x")</script></p>')}

    service = create_service(content=Content(words=words), by=editor, at=now)

    assert content_of(service).words["de"].description == "<p>Ja</p>"


def test_the_second_of_two_editors_is_told_and_keeps_what_was_typed(browser: Client, dog_tax: Service) -> None:
    path = f"/desk/verwaltung/leistungen/{dog_tax.pk}/"
    browser.post(path, {**TYPED, "title": "Hundesteuer zahlen", "stand": "0"})

    page = browser.post(path, {**TYPED, "title": "Hunde anmelden", "stand": "0"}).content.decode()

    assert "Jemand hat diese Leistung inzwischen geändert." in page
    assert 'value="Hunde anmelden"' in page
    assert "Hundesteuer zahlen" in page
    assert dog_tax.texts.get(language="de").title == "Hundesteuer zahlen"


def test_an_edit_of_one_language_leaves_the_others(browser: Client, dog_tax: Service) -> None:
    sent = {"title": "Köpek vergisi", "is_reviewed": "on", "stand": "0"}

    browser.post(f"/desk/verwaltung/leistungen/{dog_tax.pk}/texte/tr/", sent)

    words = content_of(dog_tax).words
    assert (words["tr"].title, words["tr"].is_reviewed) == ("Köpek vergisi", True)
    assert (words["en"].title, words["en"].is_reviewed) == ("Dog tax", False)
    assert words["de"].aliases == ("Dackelabgabe",)


@pytest.mark.parametrize("stand", ["", "x", "-1", "9" * 30])
def test_a_form_without_a_sound_revision_writes_nothing(browser: Client, dog_tax: Service, stand: str) -> None:
    answer = browser.post(f"/desk/verwaltung/leistungen/{dog_tax.pk}/", {**TYPED, "title": "Neu", "stand": stand})

    assert "Jemand hat diese Leistung inzwischen geändert." in answer.content.decode()
    assert dog_tax.texts.get(language="de").title == "Hundesteuer"


def test_an_earlier_version_comes_back_and_that_can_be_undone(editor: Actor, dog_tax: Service, now: datetime) -> None:
    before = content_of(dog_tax)
    change_service(service_id=dog_tax.pk, seen=0, content=retitled(dog_tax, "Hunde"), by=editor, at=now)

    restore(version=dog_tax.versions.get(number=1), by=editor, at=now)

    assert content_of(Service.objects.get()) == before
    assert [v.number for v in dog_tax.versions.all()] == [3, 2, 1]
    restore(version=dog_tax.versions.get(number=2), by=editor, at=now)
    assert content_of(Service.objects.get()).words["de"].title == "Hunde"


def test_what_an_import_wrote_is_kept_as_a_version_too(editor: Actor, dog_tax: Service, now: datetime) -> None:
    dog_tax.texts.filter(language="de").update(title="Aus der Datei")

    change_service(service_id=dog_tax.pk, seen=0, content=retitled(dog_tax, "Hunde"), by=editor, at=now)

    titles = [version.content["words"]["de"]["title"] for version in dog_tax.versions.all()]
    assert titles == ["Hunde", "Aus der Datei", "Hundesteuer"]


def test_saving_without_a_change_writes_nothing(editor: Actor, dog_tax: Service, now: datetime) -> None:
    events = Event.objects.count()

    assert change_service(service_id=dog_tax.pk, seen=0, content=content_of(dog_tax), by=editor, at=now) == []
    assert (dog_tax.versions.count(), Event.objects.count()) == (1, events)


def test_a_hidden_service_is_gone_for_citizens_until_shown_again(
    editor: Actor, dog_tax: Service, now: datetime, amina: Client
) -> None:
    publish(service_id=dog_tax.pk, is_public=False, by=editor, at=now)
    assert amina.get("/leistungen/hundesteuer/").status_code == 404

    publish(service_id=dog_tax.pk, is_public=True, by=editor, at=now)
    assert amina.get("/leistungen/hundesteuer/").status_code == 200


def test_a_service_without_german_words_can_be_hidden(editor: Actor, dog_tax: Service, now: datetime) -> None:
    dog_tax.texts.filter(language="de").delete()

    publish(service_id=dog_tax.pk, is_public=False, by=editor, at=now)

    assert not Service.objects.get().is_public


def test_every_edit_stands_in_the_trail(editor: Actor, dog_tax: Service, now: datetime) -> None:
    change_service(service_id=dog_tax.pk, seen=0, content=retitled(dog_tax, "Hunde"), by=editor, at=now)

    trail = Event.objects.filter(stream=f"catalogue/service/{dog_tax.pk}").order_by("sequence")
    assert [event.action for event in trail] == ["catalogue.create_service", "catalogue.change_service"]
    assert b"de.title" in bytes(trail[1].canonical)


def test_refusals(editor: Actor, dog_tax: Service, now: datetime) -> None:
    with pytest.raises(NeedsGermanTitle):
        create_service(content=Content(words={"en": Words(title="Dogs")}), by=editor, at=now)
    with pytest.raises(NotPermitted):
        publish(service_id=dog_tax.pk, is_public=False, by=CITIZEN, at=now)
    with pytest.raises(ChangedMeanwhile):
        change_service(service_id=dog_tax.pk, seen=7, content=content_of(dog_tax), by=editor, at=now)


@pytest.mark.parametrize("text", ["Ein Satz.", "Zeile eins\nZeile zwei\n\nA & B", "", "<ul><li>eins</li></ul>"])
def test_a_text_comes_back_as_it_was_typed(text: str) -> None:
    assert typed(stored(text)) == text


def test_paragraphs_without_end_are_shown_as_they_are() -> None:
    for text in ("<p>" * 100_000, "<p>a</p>b", "a<p>b</p>", "<p>a"):
        assert typed(text) == text
