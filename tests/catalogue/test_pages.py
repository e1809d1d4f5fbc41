"""A page of the catalogue tells what is known, in the asked language where there are words in it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rathaus.catalogue.models import Service, ServiceLink, ServiceText, Topic, TopicText
from rathaus.catalogue.queries import combinable_with, frequent, offices_offering, service_page, services_by_topic
from tests.makers import Maker
from tests.queries_made import count

MOST_QUERIES = 6


@pytest.fixture
def passport(make: Maker) -> Service:
    office, other = make.office("Mitte"), make.office("Nord", takes_appointments=False)
    service, card = make.service("Reisepass", slug="reisepass", is_frequent=True), make.service("Personalausweis")
    make.offer(service, office, make.resource(office), minutes=20)
    make.offer(service, other, minutes=5, is_bookable=False)
    service.combinable_with.add(card)
    topic = Topic.objects.create(slug="ausweis")
    TopicText.objects.create(topic=topic, language="de", title="Ausweis und Pass")
    service.topics.add(topic)
    ServiceLink.objects.create(service=service, language="de", title="Antrag", url="https://example.org", is_form=True)
    return service


def test_a_page_tells_what_is_known(passport: Service) -> None:
    page = service_page("reisepass", "de")

    assert page
    assert (page.title, page.bring, page.prices) == ("Reisepass", ("Passfoto",), ("37,00 Euro",))
    assert (page.topics, page.is_bookable) == ((("ausweis", "Ausweis und Pass"),), True)
    assert [link.title for link in page.links] == ["Antrag"]
    assert page.fallback_language is None


def test_without_english_words_the_german_ones_are_shown_and_said_so(passport: Service) -> None:
    page = service_page("reisepass", "en")

    assert page
    assert (page.title, page.fallback_language) == ("Reisepass", "de")
    ServiceText.objects.create(service=passport, language="en", title="Passport")
    page = service_page("reisepass", "en")
    assert page
    assert (page.title, page.fallback_language) == ("Passport", None)


def test_whoever_wrote_a_text_it_is_cleaned(passport: Service) -> None:
    ServiceText.objects.filter(service=passport).update(description="<p>Hallo<script>x</script></p>")

    page = service_page("reisepass", "de")

    assert page
    assert page.description == "<p>Hallo</p>"


def test_what_is_not_public_has_no_page(passport: Service) -> None:
    Service.objects.filter(pk=passport.pk).update(is_public=False)

    assert service_page("reisepass", "de") is None
    assert offices_offering(passport.pk, "de") == []
    assert frequent("de") == []


def test_offices_that_can_be_booked_come_first_and_only_they_tell_minutes(passport: Service) -> None:
    first, second = offices_offering(passport.pk, "de")

    assert (first.title, first.is_bookable, first.minutes) == ("Mitte", True, 20)
    assert (second.title, second.is_bookable, second.minutes) == ("Nord", False, None)


def test_services_stand_under_their_life_situation(passport: Service) -> None:
    topic, rest = services_by_topic("de")

    assert (topic.title, [card.title for card in topic.services]) == ("Ausweis und Pass", ["Reisepass"])
    assert (rest.slug, [card.title for card in rest.services]) == ("", ["Personalausweis"])


def test_what_goes_together_is_told(passport: Service) -> None:
    assert [card.title for card in combinable_with(passport.pk, "de")] == ["Personalausweis"]
    assert [card.title for card in frequent("de")] == ["Reisepass"]


@pytest.mark.parametrize(
    "ask",
    [
        lambda pk: service_page("reisepass", "en"),
        lambda pk: services_by_topic("en"),
        lambda pk: frequent("en"),
        lambda pk: offices_offering(pk, "en"),
        lambda pk: combinable_with(pk, "en"),
    ],
    ids=["page", "topics", "frequent", "offices", "combinable"],
)
def test_a_page_needs_few_queries_however_much_there_is(
    make: Maker, passport: Service, ask: Callable[[int], Any]
) -> None:
    for number in range(5):
        more, office = make.service(f"Weitere {number}", is_frequent=True), make.office(f"Amt {number}")
        more.topics.set(passport.topics.all())
        passport.combinable_with.add(more)
        make.offer(passport, office, make.resource(office))

    with CaptureQueriesContext(connection) as queries:
        assert ask(passport.pk)

    assert count(queries) <= MOST_QUERIES
