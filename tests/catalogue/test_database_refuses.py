"""What a catalogue must never hold is refused by the database itself."""

from datetime import datetime

import pytest

from rathaus.catalogue.models import Alias, ServiceVersion, Topic, TopicText
from tests.makers import Maker
from tests.refusals import refused, refused_copy


@pytest.fixture
def catalogue(make: Maker, now: datetime) -> None:
    """One service at one office, with all its words."""
    _office, service, _resource = make.counter()
    Alias.objects.create(service=service, language="de", text="Perso")
    ServiceVersion.objects.create(service=service, number=1, content={}, saved_at=now)
    TopicText.objects.create(topic=Topic.objects.create(slug="ausweis"), language="de", title="Ausweis")


@pytest.mark.parametrize(
    ("table", "constraint"),
    [
        ("catalogue_servicetext", "catalogue_service_text_once_per_language"),
        ("catalogue_topictext", "catalogue_topic_text_once_per_language"),
        ("catalogue_alias", "catalogue_alias_once"),
        ("catalogue_serviceversion", "catalogue_service_version_numbered_once"),
        ("catalogue_offer", "catalogue_offer_once_per_office"),
    ],
)
def test_the_same_twice(catalogue: None, table: str, constraint: str) -> None:
    assert constraint in refused_copy(table)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("minutes = 4", "catalogue_offer_takes_5_to_480_minutes"),
        ("minutes = 481", "catalogue_offer_takes_5_to_480_minutes"),
        ("extra_minutes = minutes + 1", "catalogue_offer_extra_at_most_full"),
        ("max_persons = 0", "catalogue_offer_serves_somebody"),
    ],
)
def test_an_offer_that_cannot_be_kept(catalogue: None, change: str, constraint: str) -> None:
    assert constraint in refused(f"UPDATE catalogue_offer SET {change}")


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("leika_key = '123'", "catalogue_service_leika_key_has_14_digits"),
        ("leika_key = '1234567890123x'", "catalogue_service_leika_key_has_14_digits"),
        ("max_persons = 0", "catalogue_service_serves_somebody"),
    ],
)
def test_a_service_that_cannot_be(catalogue: None, change: str, constraint: str) -> None:
    assert constraint in refused(f"UPDATE catalogue_service SET {change}")
