"""What an import changed comes back as it was, row by row."""

from datetime import datetime
from typing import Any

import pytest

from rathaus.booking.models import Alternative
from rathaus.catalogue import actions
from rathaus.catalogue.models import Alias, Offer, Service, ServiceVersion
from rathaus.catalogue.row_images import Images, images
from rathaus.catalogue.uploads import Upload
from rathaus.offices.models import Office
from tests.catalogue.dldb_files import MUNICH, file, location, needs_munich, offer, service
from tests.editing.test_import_of_dldb import ADA
from tests.queries_made import at_most

TWO = (service(combinable=[1, 2]), service("2", "Ausweis", locations=[], leika=""))
NOWHERE = service(combinable=[1, 2], locations=[])
BOTH = [offer(), offer("2")]


def brought(now: datetime, *services: dict[str, Any], at: dict[str, Any] | None = None) -> Upload:
    """A file that is applied."""
    files = [("services.json", file(*services)), ("locations.json", file(at or location()))]
    upload = actions.take_in(format="dldb", files=files, by=ADA, at=now)
    actions.check(upload_id=upload.pk, by=ADA, at=now)
    return actions.apply(upload_id=upload.pk, by=ADA, at=now)


def rows() -> Images:
    """Every row that an import may touch; the revision of a service rises whatever comes back."""
    found = images()
    for row in found[Service._meta.label].values():
        del row["revision"]
    return found


@pytest.fixture
def catalogue(town: str, now: datetime) -> None:
    """Two services at an office, written on here, and a counter for the passport."""
    brought(now, *TWO, at=location(services=BOTH))
    Service.objects.filter(external_id="2").update(order=70, authorities=["Standesamt"])
    Alias.objects.create(service=Service.objects.get(external_id="1"), language="de", text="Reisepapier")
    resource = Office.objects.get().resources.create(title="Schalter 1")
    Alternative.objects.create(offer=Offer.objects.get(service__external_id="1"), resource=resource, rank=3)


CHANGES: dict[str, tuple[list[dict[str, Any]], dict[str, Any]]] = {
    "an offer goes": ([NOWHERE, TWO[1]], location(services=[offer("2")])),
    "a service goes": ([TWO[1]], location(services=[offer("2")])),
    "an office moves": ([*TWO], location(services=BOTH, displayName="Rathaus", geo={}, contact={})),
    "words differ": ([service(name="Pass", meta={"locale": "de", "keywords": "Reise"}), TWO[1]], location()),
    "facts differ": ([service(combinable=[1], leika="", links=[{"name": "a", "link": "https://a.example"}]),
                      service("2", "Ausweis", authorities=[], showOnStartPage=False)], location(services=BOTH)),
    "minutes differ": ([*TWO], location(services=[offer(duration=45, maxQuantity=2), offer("2")])),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_applied_and_taken_back_leaves_every_row_as_it_was(catalogue: None, now: datetime, change: str) -> None:
    before = rows()
    services, place = CHANGES[change]
    upload = brought(now, *services, at=place)
    assert rows() != before

    assert actions.undo(upload_id=upload.pk, by=ADA, at=now) == []

    assert rows() == before


def test_what_was_new_is_hidden_and_changes_nothing_beside_it(catalogue: None, now: datetime) -> None:
    before = rows()
    new = service("3", "Fischereischein", combinable=[1, 3])
    upload = brought(now, *TWO, new, at=location(services=[*BOTH, offer("3")]))

    actions.undo(upload_id=upload.pk, by=ADA, at=now)

    assert not Service.objects.get(external_id="3").is_public
    after = rows()
    assert {name: {pk: after[name].get(pk) for pk in table} for name, table in before.items()} == before


def test_what_is_beside_the_words_and_was_changed_since_stays(catalogue: None, now: datetime) -> None:
    upload = brought(now, service(name="Pass", combinable=[1, 2]), TWO[1], at=location(services=BOTH))
    Service.objects.update(order=9)

    actions.undo(upload_id=upload.pk, by=ADA, at=now)

    passport = Service.objects.get(external_id="1")
    assert (passport.texts.get().title, passport.order) == ("Reisepass", 9)


def test_an_offer_that_got_a_counter_since_stays_and_is_named(catalogue: None, now: datetime) -> None:
    upload = brought(now, *TWO, service("3", "Fischereischein"), at=location(services=[*BOTH, offer("3")]))
    made = Offer.objects.get(service__external_id="3")
    Alternative.objects.create(offer=made, resource=made.office.resources.get())

    assert actions.undo(upload_id=upload.pk, by=ADA, at=now) == ["Fischereischein – Bürgerbüro"]

    assert made.alternatives.count() == 1


def test_an_offer_that_somebody_made_anew_stays_and_is_named(catalogue: None, now: datetime) -> None:
    upload = brought(now, NOWHERE, TWO[1], at=location(services=[offer("2")]))
    passport = Service.objects.get(external_id="1")
    Offer.objects.create(service=passport, office=Office.objects.get(), minutes=5)

    assert actions.undo(upload_id=upload.pk, by=ADA, at=now) == ["Reisepass – Bürgerbüro"]

    assert Offer.objects.get(service=passport).minutes == 5


def test_forms_that_are_open_notice(catalogue: None, now: datetime) -> None:
    upload = brought(now, service(name="Pass"), TWO[1], at=location(services=BOTH))
    seen, versions = Service.objects.get(external_id="1").revision, ServiceVersion.objects.count()

    actions.undo(upload_id=upload.pk, by=ADA, at=now)

    assert Service.objects.get(external_id="1").revision > seen
    assert ServiceVersion.objects.count() > versions


@needs_munich
def test_a_whole_city_comes_back_with_few_queries(town: str, now: datetime) -> None:
    files = [(name, (MUNICH / name).read_bytes()) for name in ("services_de.json", "locations_de.json")]
    upload = actions.take_in(format="dldb", files=files, by=ADA, at=now)
    actions.check(upload_id=upload.pk, by=ADA, at=now)

    with at_most(300):
        actions.apply(upload_id=upload.pk, by=ADA, at=now)
    with at_most(100):
        actions.undo(upload_id=upload.pk, by=ADA, at=now)

    assert not Service.objects.filter(is_public=True).exists()
