"""The start page: what people look for first, in few queries."""

from datetime import time

from django.test import Client

from rathaus.catalogue.models import Topic, TopicText
from rathaus.offices.models import LegalText, OpeningHours, Place
from tests.makers import Maker
from tests.queries_made import at_most


def test_amina_sees_what_people_come_for_most(amina: Client, make: Maker) -> None:
    make.service("Reisepass", is_frequent=True, slug="reisepass")
    make.service("Fischereischein")

    page = amina.get("/").content.decode()

    assert 'href="/leistungen/reisepass/"' in page
    assert "Fischereischein" not in page


def test_a_hidden_service_is_not_shown(amina: Client, make: Maker) -> None:
    make.service("Reisepass", is_frequent=True, is_public=False)

    assert "Reisepass</a>" not in amina.get("/").content.decode()


def test_life_situations_lead_to_their_services(amina: Client, make: Maker) -> None:
    topic = Topic.objects.create(slug="umzug")
    TopicText.objects.create(topic=topic, language="de", title="Umzug und Wohnen")
    make.service("Wohnsitz anmelden").topics.add(topic)

    assert 'href="/leistungen/?thema=umzug"' in amina.get("/").content.decode()


def test_an_office_without_known_hours_is_not_said_to_be_open_or_closed(amina: Client, make: Maker) -> None:
    make.office("Bürgerbüro")
    Place.objects.create(phone="0221 4710 000")

    page = amina.get("/").content.decode()

    assert "Die Öffnungszeiten kennen wir hier nicht." in page
    assert 'href="tel:02214710000"' in page


def test_an_office_open_all_day_is_open_now(amina: Client, make: Maker) -> None:
    office = make.office("Bürgerbüro")
    for weekday in range(7):
        OpeningHours.objects.create(office=office, weekday=weekday, opens=time(0), closes=time(23, 59, 59, 999999))
    Place.objects.create(land="")

    page = amina.get("/").content.decode()

    assert "Bürgerbüro" in page
    assert "Geöffnet bis 23:59 Uhr" in page or "Heute geschlossen" in page


def test_the_towns_notice_stands_on_the_start_page(amina: Client, town: str) -> None:
    LegalText.objects.create(
        kind="notice", language="de", title="Dies ist eine Vorführung", html="<p>Probieren Sie.</p>"
    )

    assert "Dies ist eine Vorführung" in amina.get("/").content.decode()


def test_the_start_page_takes_few_queries(amina: Client, make: Maker) -> None:
    for _ in range(3):
        make.counter()
    amina.get("/")

    with at_most(6):
        amina.get("/")


def test_an_empty_town_still_has_a_start_page(amina: Client, town: str) -> None:
    assert amina.get("/").status_code == 200


def test_english_has_its_own_address_and_words(amina: Client, make: Maker) -> None:
    page = amina.get("/en/").content.decode()

    assert '<html lang="en"' in page
    assert "Welcome to the town hall" in page


def test_public_pages_are_asked_for_anew_and_set_no_cookie(amina: Client, town: str) -> None:
    response = amina.get("/")

    assert response.headers["Cache-Control"] == "private, max-age=0, must-revalidate"
    assert not response.cookies


def test_nothing_can_be_posted_to_the_start_page(amina: Client, town: str) -> None:
    assert amina.post("/").status_code == 405
