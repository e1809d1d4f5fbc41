"""Finding a service: by list, life situation and search, without dead ends."""

import pytest
from django.test import Client

from rathaus.catalogue.models import Topic, TopicText
from rathaus.offices.models import Place
from tests.makers import Maker


def topic(slug: str, title: str) -> Topic:
    made = Topic.objects.create(slug=slug)
    TopicText.objects.create(topic=made, language="de", title=title)
    return made


def test_all_services_stand_under_their_letters(amina: Client, make: Maker) -> None:
    make.service("Ärztliche Bescheinigung")
    make.service("Ausweis")
    make.service("Wohngeld")

    page = amina.get("/leistungen/").content.decode()

    assert '<h3 id="A">' in page
    assert '<h3 id="W">' in page
    assert "Ä</h3>" not in page


def test_a_life_situation_lists_its_services_only(amina: Client, make: Maker) -> None:
    make.service("Wohnsitz anmelden").topics.add(topic("umzug", "Umzug"))
    make.service("Hundesteuer").topics.add(topic("tiere", "Tiere"))

    page = amina.get("/leistungen/?thema=umzug").content.decode()

    assert "Wohnsitz anmelden" in page
    assert "Hundesteuer" not in page


def test_the_search_finds_by_title(amina: Client, make: Maker) -> None:
    make.service("Reisepass beantragen", slug="reisepass")

    page = amina.get("/leistungen/?q=reisepass").content.decode()

    assert "1 Treffer" in page
    assert 'href="/leistungen/reisepass/"' in page


def test_no_hit_is_no_dead_end(amina: Client, make: Maker) -> None:
    make.service("Wohnsitz anmelden").topics.add(topic("umzug", "Umzug"))
    Place.objects.create(phone="0221 4710 000")

    response = amina.get("/leistungen/?q=qqqqqqqq")
    page = response.content.decode()

    assert response.status_code == 200
    assert "haben wir nichts gefunden" in page
    assert 'href="tel:02214710000"' in page
    assert 'href="/aemter/"' in page
    assert 'href="/leistungen/?thema=umzug"' in page


@pytest.mark.parametrize(
    "typed", ["%00", "%", "_", "'", '"><script>alert(1)</script>', "a" * 5000, "%F0%9F%92%A9", "%FF"]
)
def test_odd_questions_get_a_page(amina: Client, town: str, typed: str) -> None:
    response = amina.get(f"/leistungen/?q={typed}")

    assert response.status_code == 200
    assert b"<script>alert" not in response.content


@pytest.mark.parametrize("slug", ["gibt-es-nicht", "%00", "a" * 5000, "'"])
def test_an_unknown_life_situation_is_a_friendly_404(amina: Client, town: str, slug: str) -> None:
    assert amina.get(f"/leistungen/?thema={slug}").status_code == 404


def test_suggestions_are_a_fragment_for_scripts(amina: Client, make: Maker) -> None:
    make.service("Reisepass beantragen", slug="reisepass")

    response = amina.get("/leistungen/vorschlaege/?q=reise", HTTP_HX_REQUEST="true")

    assert 'href="/leistungen/reisepass/"' in response.content.decode()
    assert b"<html" not in response.content
    assert "HX-Request" in response.headers["Vary"]


def test_suggestions_are_a_page_without_scripts(amina: Client, make: Maker) -> None:
    make.service("Reisepass beantragen", slug="reisepass")

    page = amina.get("/leistungen/vorschlaege/?q=reisepass").content.decode()

    assert "<html" in page
    assert 'href="/leistungen/reisepass/"' in page


def test_suggestions_to_nothing_are_empty(amina: Client, make: Maker) -> None:
    make.service("Reisepass")

    assert b"<a " not in amina.get("/leistungen/vorschlaege/?q=", HTTP_HX_REQUEST="true").content
