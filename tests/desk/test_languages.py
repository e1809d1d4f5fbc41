"""The desk speaks German and English, whatever languages citizens are offered."""

from typing import Any

import pytest
from django.test import Client

from rathaus.ui.frame import languages
from tests.desk.conftest import Desk


@pytest.fixture(autouse=True)
def turkish(settings: Any) -> None:
    settings.LANGUAGES = [("de", "Deutsch"), ("en", "English"), ("tr", "Türkçe")]


def test_the_desk_offers_german_and_english_only(desk: Desk) -> None:
    shown = desk.bruno.get("/en/desk/").content.decode()

    assert 'hreflang="de"' in shown
    assert 'hreflang="en"' in shown
    assert 'hreflang="tr"' not in shown


@pytest.mark.parametrize("path", ["/desk/anmelden/", "/en/desk/verwaltung/"])
def test_pages_of_staff_are_listed_in_two_languages(path: str) -> None:
    assert [language.code for language in languages(path=path)] == ["de", "en"]


def test_pages_of_citizens_are_listed_in_all_languages() -> None:
    assert [language.code for language in languages(path="/en/termin/")] == ["de", "en", "tr"]


@pytest.mark.parametrize("path", ["/tr/desk/?tag=2026-11-30", "/TR/desk/?tag=2026-11-30"])
def test_the_desk_in_a_language_of_citizens_leads_to_the_german_desk(desk: Desk, path: str) -> None:
    answer = desk.bruno.get(path)

    assert (answer.status_code, answer["Location"]) == (302, "/desk/?tag=2026-11-30")


def test_a_turkish_browser_at_the_desk_gets_german(desk: Desk) -> None:
    answer = desk.bruno.get("/desk/", headers={"accept-language": "tr"})

    assert '<html lang="de"' in answer.content.decode()


@pytest.mark.parametrize("path", ["/EN/", "/tr-tr/desk/", "/tr//example.org/desk/", "/TR//example.org"])
def test_odd_languages_in_an_address_lead_nowhere_else(amina: Client, path: str) -> None:
    answer = amina.get(path)

    assert answer.status_code in {200, 404}
    assert 'href="//example.org' not in answer.content.decode()
