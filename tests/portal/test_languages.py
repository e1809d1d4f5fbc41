"""What citizens read is in their language; what is not there yet in it, and what nobody has checked, says so."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from tools import messages

from rathaus.identity.queries import SYSTEM
from rathaus.offices.actions import set_legal_text
from tests.makers import Maker

TRANSLATED = [code for code, _name in settings.LANGUAGES if code != "de"]
PAGES = (
    "/", "/leistungen/", "/leistungen/?q=ausweis", "/aemter/", "/impressum/", "/datenschutz/", "/barrierefreiheit/",
    "/leichte-sprache/", "/gebaerdensprache/", "/cookies/", "/status/", "/termin/", "/termin/finden/",
    "/gibt-es-nicht/",
)  # fmt: skip
SAID = ("alt", "aria-label", "placeholder", "title")
VOID = {"br", "hr", "img", "input", "link", "meta"}


@pytest.fixture(autouse=True)
def _german_again() -> Iterator[None]:
    """A test's client leaves the language of its last page behind; tests that come later are in German."""
    yield
    translation.activate("de")


class Said(HTMLParser):
    """Every text of a page with the language in which it is marked."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.languages: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or (self.languages[-1] if self.languages else "")
        self.texts.extend((language, given[name] or "") for name in SAID if name in given)
        if tag not in VOID:
            self.languages.append(language)

    def handle_endtag(self, tag: str) -> None:
        self.languages.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((self.languages[-1] if self.languages else "", " ".join(data.split())))


@cache
def german_of(code: str) -> frozenset[str]:
    """This will return every German text of citizens that reads otherwise in the language."""
    return frozenset(
        message.id
        for app in messages.app_folders()
        for message in messages.translated(app, code)
        if isinstance(message.id, str) and message.id and message.string != message.id
    )


def said_in(code: str, html: str) -> Iterator[str]:
    return (text for language, text in Said(html).texts if language == code)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("code", TRANSLATED)
def test_a_page_says_nothing_in_german_but_what_is_marked_as_german(
    code: str, path: str, amina: Client, make: Maker
) -> None:
    office = make.office()
    make.offer(make.service(is_frequent=True), office, make.resource(office))

    html = amina.get(f"/{code}{path}").content.decode()

    assert f'<html lang="{code}"' in html
    assert not [text for text in said_in(code, html) if text in german_of(code)]


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_text_of_a_language_that_is_offered_is_there(code: str) -> None:
    assert not list(messages.faults_of(sorted(messages.app_folders()), code))


def test_a_page_leads_to_itself_in_every_language(amina: Client) -> None:
    html = amina.get("/tr/leistungen/?q=pass").content.decode()

    for code, _name in settings.LANGUAGES:
        prefix = "" if code == "de" else f"/{code}"
        assert f'<a href="{prefix}/leistungen/?q=pass" hreflang="{code}" lang="{code}"' in html


def test_search_engines_are_told_of_a_public_page_in_every_language(amina: Client) -> None:
    shown = amina.get("/tr/leistungen/").content.decode()

    assert '<link rel="alternate" hreflang="de" href="http://localhost/leistungen/">' in shown
    assert '<link rel="alternate" hreflang="uk" href="http://localhost/uk/leistungen/">' in shown
    assert 'rel="alternate"' not in amina.get("/tr/termin/").content.decode()


def test_a_translation_that_no_person_has_checked_says_so_and_leads_to_the_german_page(amina: Client) -> None:
    shown = amina.get("/tr/aemter/").content.decode()

    assert "Çeviriyi henüz kimse kontrol etmedi." in shown
    assert '<a href="/aemter/" hreflang="de">Almanca sayfa</a>' in shown
    assert "rh-unreviewed" not in amina.get("/aemter/").content.decode()


def test_a_reviewed_translation_carries_no_mark(amina: Client, settings: Any) -> None:
    settings.REVIEWED_LANGUAGES = ["de", "tr"]

    assert "rh-unreviewed" not in amina.get("/tr/aemter/").content.decode()


@pytest.mark.parametrize(("is_reviewed", "is_marked"), [(False, True), (True, False)])
def test_the_text_of_a_service_is_marked_until_a_person_has_checked_it(
    amina: Client, make: Maker, is_reviewed: bool, is_marked: bool
) -> None:
    service = make.service()
    service.texts.create(language="tr", title="Kimlik kartı", is_reviewed=is_reviewed)

    shown = amina.get(f"/tr/leistungen/{service.slug}/").content.decode()

    assert "Kimlik kartı" in shown
    assert ("Şüphe durumunda Almanca metin geçerlidir." in shown) is is_marked


def test_a_service_without_words_in_the_language_is_shown_in_german_and_says_so(amina: Client, make: Maker) -> None:
    service = make.service("Personalausweis")

    shown = amina.get(f"/tr/leistungen/{service.slug}/").content.decode()

    assert '<h1 lang="de">Personalausweis</h1>' in shown
    assert "Almancasını okuyorsunuz." in shown
    assert "Şüphe durumunda" not in shown


def test_german_words_are_marked_wherever_they_stand_on_a_page_in_another_language(amina: Client, make: Maker) -> None:
    office, service, resource = make.counter()
    partner = make.service("Reisepass")
    service.combinable_with.add(partner)
    make.offer(partner, office, resource)
    office.texts.update(phone_hours="Montags bis acht")
    german = (office.texts.get().title, service.texts.get().title, "Reisepass", "Montags bis acht")
    pages = (
        f"/ar/leistungen/{service.slug}/", "/ar/aemter/", f"/ar/aemter/{office.slug}/", f"/ar/termin/?l={service.pk}",
        f"/ar/termin/ort/?l={service.pk}",
    )  # fmt: skip

    found = [(page, *text) for page in pages for text in Said(amina.get(page).content.decode()).texts]

    shown = [(page, language, text) for page, language, text in found if text.lstrip(": ") in german]
    assert {text.lstrip(": ") for _page, _language, text in shown} == set(german)
    assert [one for one in shown if one[1] != "de"] == []


@pytest.mark.parametrize(("is_reviewed", "is_marked"), [(True, False), (False, True)])
def test_a_legal_text_and_an_office_say_whether_somebody_checked_their_translation(
    amina: Client, make: Maker, now: datetime, is_reviewed: bool, is_marked: bool
) -> None:
    for language, text in (("de", "Wir"), ("tr", "Biz")):
        set_legal_text(
            kind="imprint", language=language, markdown=text, is_reviewed=is_reviewed, by=SYSTEM, at=now
        )  # fmt: skip
    office = make.office()
    office.texts.create(language="tr", title="Vatandaş bürosu", is_reviewed=is_reviewed)
    mark = "Şüphe durumunda Almanca metin geçerlidir."

    for path in ("impressum", f"aemter/{office.slug}"):
        assert (mark in amina.get(f"/tr/{path}/").content.decode()) is is_marked
        assert mark not in amina.get(f"/{path}/").content.decode()
