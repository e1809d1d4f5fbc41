"""Imprint, privacy notice, and what search engines are told."""

import pytest
from django.test import Client

from rathaus.offices.models import LegalText
from rathaus.towns.middleware import forget_hosts
from rathaus.towns.models import Town


@pytest.mark.parametrize(("path", "kind"), [("/impressum/", "imprint"), ("/datenschutz/", "privacy")])
def test_the_towns_own_text_is_shown(amina: Client, town: str, path: str, kind: str) -> None:
    LegalText.objects.create(kind=kind, language="de", html="<p>Oberbürgermeisterin Erika Beispiel</p>")

    assert "<p>Oberbürgermeisterin Erika Beispiel</p>" in amina.get(path).content.decode()


@pytest.mark.parametrize("path", ["/impressum/", "/datenschutz/", "/en/impressum/", "/en/datenschutz/"])
def test_without_a_text_the_page_still_names_the_town(amina: Client, town: str, path: str) -> None:
    response = amina.get(path)

    assert response.status_code == 200
    assert "Musterstadt" in response.content.decode()


def test_the_privacy_page_says_what_a_booking_takes_why_and_how_long(amina: Client, town: str) -> None:
    page = amina.get("/datenschutz/").content.decode()

    for words in ("E-Mail-Adresse", "Handynummer", "freiwillig", "Artikel 6", "Danach löschen wir sie", "beschweren"):
        assert words in page


def test_a_text_in_german_only_is_marked_on_english_pages(amina: Client, town: str) -> None:
    LegalText.objects.create(kind="imprint", language="de", html="<p>Wir</p>")

    page = amina.get("/en/impressum/").content.decode()

    assert "You are reading it in German." in page
    assert 'lang="de"><p>Wir</p>' in page


def test_a_demonstration_stays_out_of_search_engines(amina: Client, town: str) -> None:
    assert "Disallow: /termin/" in amina.get("/robots.txt").content.decode()
    Town.objects.update(is_demo=True)
    forget_hosts()

    assert "Disallow: /\n" in amina.get("/robots.txt").content.decode()
