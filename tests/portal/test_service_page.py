"""The page of a service: what it costs, what to bring, how long, where, and the way to an appointment."""

import re

from django.test import Client

from rathaus.catalogue.models import ServiceText
from rathaus.offices.models import Place
from tests.makers import Maker
from tests.queries_made import at_most


def page_of(client: Client, slug: str, prefix: str = "") -> str:
    response = client.get(f"{prefix}/leistungen/{slug}/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_summary_names_costs_things_to_bring_time_and_place(amina: Client, make: Maker) -> None:
    office, service, _ = make.counter(minutes=15)

    page = page_of(amina, service.slug)

    assert "37,00 Euro" in page
    assert "Passfoto" in page
    assert "Etwa 15 Minuten" in page
    assert f'href="/aemter/{office.slug}/"' in page


def test_what_is_not_known_is_said_and_the_phone_given(amina: Client, make: Maker) -> None:
    office, service = make.office(phone="0221 4710 100"), make.service()
    make.offer(service, office, is_bookable=False)
    ServiceText.objects.filter(service=service).update(fees="", bring=[])

    page = page_of(amina, service.slug)

    assert page.count("Das wissen wir nicht.") >= 3
    assert 'href="tel:02214710100"' in page


def test_the_button_takes_service_and_persons_to_the_offices(amina: Client, make: Maker) -> None:
    _, service, _ = make.counter()

    page = page_of(amina, service.slug)

    assert re.search(r'<form[^>]*method="get"[^>]*action="/termin/ort/"', page)
    assert f'value="{service.pk}x9"' in page
    assert "Termin buchen" in page


def test_one_person_needs_no_choice(amina: Client, make: Maker) -> None:
    office, service = make.office(), make.service()
    make.offer(service, office, make.resource(office), max_persons=1)

    page = page_of(amina, service.slug)

    assert "Für wie viele Personen?" not in page
    assert re.search(rf'<input type="hidden" name="l" value="{service.pk}"', page)


def test_only_services_of_the_same_counter_are_offered_for_the_same_visit(amina: Client, make: Maker) -> None:
    office, service, resource = make.counter()
    other, elsewhere, not_combinable = (make.service(t) for t in ("Reisepass", "Trauung", "Hundesteuer"))
    make.offer(other, office, resource)
    make.offer(elsewhere, office, make.resource(office))
    make.offer(not_combinable, office, resource)
    service.combinable_with.add(other, elsewhere)

    page = page_of(amina, service.slug)

    assert f'name="l" value="{other.pk}"' in page
    assert f'name="l" value="{elsewhere.pk}"' not in page
    assert f'name="l" value="{not_combinable.pk}"' not in page


def test_without_appointments_the_other_ways_are_named(amina: Client, make: Maker) -> None:
    service = make.service(channels=["phone", "online"], online_url="https://example.org/antrag")
    Place.objects.create(phone="0221 4710 000")

    page = page_of(amina, service.slug)

    assert "/termin/ort/" not in page
    assert 'href="https://example.org/antrag"' in page
    assert "am Telefon" in page
    assert 'href="tel:02214710000"' in page


def test_a_missing_translation_is_marked(amina: Client, make: Maker) -> None:
    service = make.service("Reisepass")

    page = page_of(amina, service.slug, "/en")

    assert "You are reading it in German." in page
    assert '<h1 lang="de">Reisepass</h1>' in page


def test_english_words_are_shown_where_there_are_some(amina: Client, make: Maker) -> None:
    service = make.service("Reisepass")
    ServiceText.objects.create(service=service, language="en", title="Passport")

    page = page_of(amina, service.slug, "/en")

    assert '<h1 lang="en">Passport</h1>' in page
    assert "You are reading it in German" not in page


def test_legal_basis_comes_last(amina: Client, make: Maker) -> None:
    service = make.service()
    ServiceText.objects.filter(service=service).update(legal_basis="§ 1 PAuswG", description="<p>Viel.</p>")

    page = page_of(amina, service.slug)

    assert page.index("§ 1 PAuswG") > page.index("Viel.")
    assert 'class="kern-accordion"' not in page[page.index("§ 1 PAuswG") :]


def test_unknown_and_hidden_services_are_a_friendly_404(amina: Client, make: Maker) -> None:
    hidden = make.service(is_public=False)

    for slug in ("gibt-es-nicht", hidden.slug):
        response = amina.get(f"/leistungen/{slug}/")
        assert response.status_code == 404
        assert "Musterstadt" in response.content.decode()


def test_a_services_page_takes_few_queries(amina: Client, make: Maker) -> None:
    _, service, _ = make.counter()
    page_of(amina, service.slug)

    with at_most(9):
        page_of(amina, service.slug)


def test_without_a_summary_the_description_stands_open(amina: Client, make: Maker) -> None:
    service = make.service()
    ServiceText.objects.filter(service=service).update(summary="", description="<p>Viel.</p>")

    assert re.search(r'<details class="kern-accordion" open>.*?<p>Viel.</p>', page_of(amina, service.slug), re.DOTALL)


def test_long_fees_are_reached_from_the_summary(amina: Client, make: Maker) -> None:
    service = make.service()
    ServiceText.objects.filter(service=service).update(fees=f"<p>{'37 Euro, ' * 60}</p>")

    page = page_of(amina, service.slug)

    assert 'href="#kosten"' in page
    assert '<div id="kosten"' in page
