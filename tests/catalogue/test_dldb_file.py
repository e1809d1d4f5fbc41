"""What a DLDB file says is read whole; what it cannot say is named."""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from rathaus.catalogue.dldb import parse
from rathaus.catalogue.source_entries import Catalogue
from rathaus.catalogue.source_file import BrokenFile
from tests.catalogue.dldb_files import Data, file, location, offer, service


@pytest.fixture(autouse=True, scope="module")
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def read(services: list[Any] | None = None, locations: list[Any] | None = None) -> Catalogue:
    return parse(
        file(*([service()] if services is None else services)),
        file(*([location()] if locations is None else locations)),
        services_name="services.json",
        locations_name="locations.json",
    )


def faults(services: list[Any] | None = None, locations: list[Any] | None = None) -> list[str]:
    with pytest.raises(BrokenFile) as broken:
        read(services, locations)
    return [str(fault) for fault in broken.value.faults]


def notes(catalogue: Catalogue) -> list[str]:
    return [str(note) for note in catalogue.notes]


def test_a_service_is_read_with_all_that_is_known() -> None:
    (found,) = read().services

    assert (found.title, found.minutes, found.max_persons) == ("Reisepass", 20, 3)
    assert (found.leika_key, found.keywords) == ("99050012104000", ("Pass", "Reisedokument"))
    assert (found.fees, found.authorities, found.is_public) == ("<p>70 Euro</p>", ("Stadtverwaltung",), True)


def test_an_office_is_read_with_all_that_is_known() -> None:
    (found,) = read().offices

    assert (found.title, found.formal_title) == ("Bürgerbüro", "Bürgerbüro (AB-1)")
    assert (found.street, found.house_number, found.postcode) == ("Marktplatz", "1", "12345")
    assert (found.latitude, found.longitude) == (51.5, 7.9)
    assert (found.phone, found.email) == ("0221 4710 100", "buergerbuero@musterstadt.example")


def test_what_is_not_known_stays_empty() -> None:
    catalogue = read(
        [service(leika=None, fees=None, description=None, duration=None)],
        [location(geo=None, contact={}, services=[offer(duration=30)])],
    )

    assert (catalogue.services[0].leika_key, catalogue.services[0].fees, catalogue.services[0].description) == ("",) * 3
    assert (catalogue.offices[0].latitude, catalogue.offices[0].phone) == (None, "")
    assert catalogue.offers[0].is_bookable


def test_the_time_of_the_office_comes_before_that_of_the_service() -> None:
    catalogue = read([service(duration=20)], [location(services=[offer(duration=45, maxQuantity=5)])])

    assert (catalogue.offers[0].minutes, catalogue.offers[0].max_persons) == (45, 5)


def test_times_off_the_raster_are_rounded_up_and_told() -> None:
    catalogue = read([service(duration=20)], [location(services=[offer(duration=7)])])

    assert catalogue.offers[0].minutes == 10
    assert any("7 minutes rounded up to 10" in note for note in notes(catalogue))


@pytest.mark.parametrize("minutes", [0, -5, 500])
def test_without_a_possible_time_nothing_can_be_booked(minutes: int) -> None:
    catalogue = read([service(duration=20)], [location(services=[offer(duration=minutes)])])

    assert catalogue.offers[0].minutes is None
    assert not catalogue.offers[0].is_bookable
    assert any("cannot be booked" in note for note in notes(catalogue))


def test_where_no_appointments_are_given_none_can_be_booked() -> None:
    catalogue = read(
        None,
        [
            location(
                services=[
                    offer(appointment={"allowed": False}),
                ]
            )
        ],
    )

    assert not catalogue.offers[0].is_bookable


def test_internal_offers_are_left_out_and_counted() -> None:
    hidden = location("11", services=[offer()], dontShowByServices=[1])
    catalogue = read([service(locations=[])], [location(services=[offer(public=False)]), hidden])

    assert catalogue.offers == ()
    assert catalogue.internal_offers == 2


def test_services_combine_both_ways() -> None:
    catalogue = read([service("1", combinable=[1, 2]), service("2", "Ausweis", combinable=[2])])

    assert [s.combinable for s in catalogue.services] == [("2",), ("1",)]


def test_a_service_that_does_not_combine_with_itself_takes_one_person() -> None:
    assert read([service(combinable=[])]).services[0].max_persons == 1


def test_a_combination_with_an_unknown_service_is_told() -> None:
    assert notes(read([service(combinable=[1, 99])])) == ["service 1: combinable: no service has the id 99"]


def test_of_several_leika_keys_the_first_is_kept_and_told() -> None:
    catalogue = read([service(leika="99036008007003, 99036008007004")])

    assert catalogue.services[0].leika_key == "99036008007003"
    assert any("2 keys in one field" in note for note in notes(catalogue))


def test_a_service_that_only_one_file_places_cannot_be_booked_there() -> None:
    catalogue = read(None, [location(services=[])])

    assert [(o.service_id, o.is_bookable) for o in catalogue.offers] == [("1", False)]
    assert any("does not name this service" in note for note in notes(catalogue))


def test_html_is_cleaned() -> None:
    evil = '<p onclick="x()">Hallo <script>alert(1)</script><a href="javascript:x()">da</a><br></p><img src=x>'

    assert read([service(description=evil)]).services[0].description == '<p>Hallo <a rel="noopener">da</a></p>'


def test_links_that_are_no_addresses_are_left_out_and_told() -> None:
    links = [{"name": "Antrag", "link": "https://example.org/a"}, {"name": "Böse", "link": "javascript:alert(1)"}]
    catalogue = read([service(links=links)])

    assert [link.url for link in catalogue.services[0].links] == ["https://example.org/a"]
    assert any("no http or https address" in note for note in notes(catalogue))


def test_a_broken_file_is_named_with_line_and_column() -> None:
    with pytest.raises(BrokenFile, match=r"services\.json: line 2, column \d+: is not JSON"):
        parse(b'{"data": [\n{"id": ]}', file(location()), services_name="services.json")


@pytest.mark.parametrize(
    ("services", "said"),
    [
        ([{**service(), "name": None}], "service 1 (entry 0), name: is missing"),
        ([{k: v for k, v in service().items() if k != "locations"}], "service 1 (entry 0), locations: is missing"),
        ([service(duration="20")], "service 1 (entry 0), duration: must be a whole number up to 1000000, not text"),
        ([service(combinable=[None])], "service 1 (entry 0), combinable[0]: must be an id, not null"),
        ([service(public="ja")], "service 1 (entry 0), public: must be true or false, not text"),
        ([service(meta={"keywords": 7})], "service 1 (entry 0), meta, keywords: must be text, not a number"),
        ([service(), service()], "service 1 (entry 1), id: stands twice, first in entry 0"),
        ([service(), 7], "service 1: must be an object"),
        ([service(name="x" * 301)], "service 1 (entry 0), name: is longer than 300 characters"),
        ([service(name="\ud800")], "service 1 (entry 0), name: holds half a character (a lone surrogate)"),
        ([service(locations=[{"location": "77"}])], "locations[0], location: no location has the id 77"),
        ([], "data: holds no service"),
    ],
)  # fmt: skip
def test_a_wrong_service_is_named_with_entry_and_field(services: list[Any], said: str) -> None:
    text = json.dumps({"data": services}).encode()
    with pytest.raises(BrokenFile) as broken:
        parse(text, file(location()), services_name="services.json")

    assert any(said in str(fault) for fault in broken.value.faults)


@pytest.mark.parametrize(
    ("locations", "said"),
    [
        ([location(services=[offer("99")])], "location 10 (entry 0), services[0], service: no service has the id 99"),
        ([location(services=[offer(), offer()])], "services[1], service: 1 stands twice at this location"),
        ([location(address=[])], "location 10 (entry 0), address: must be an object, not a list"),
        ([{k: v for k, v in location().items() if k != "services"}], "services: is missing"),
    ],
)
def test_a_wrong_location_is_named_with_entry_and_field(locations: list[Data], said: str) -> None:
    assert any(said in fault for fault in faults(None, locations))


def test_every_mistake_is_named_at_once() -> None:
    assert len(faults([service(name=""), service("2", duration="x")], [location(services=[offer("99")])])) >= 3


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just([]), st.just({}), st.just([[]])
)


def paths(value: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [before, *(path for key, item in inside for path in paths(item, (*before, key)))]


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    inside = dict(value) if isinstance(value, dict) else list(value)
    inside[path[0]] = replaced(inside[path[0]], path[1:], new)
    return inside


DOCUMENT = {"services": [service(), service("2", "Ausweis")], "locations": [location(services=[offer(), offer("2")])]}


@settings(deadline=None)
@given(st.sampled_from(paths(DOCUMENT)[1:]), VALUES)
def test_whatever_stands_anywhere_the_file_is_read_or_refused(path: tuple[Any, ...], value: Any) -> None:
    document = replaced(DOCUMENT, path, value)
    with suppress(BrokenFile):
        catalogue = parse(json.dumps(document["services"]).encode(), json.dumps(document["locations"]).encode())
        assert all(o.minutes is None or (o.minutes % 5 == 0 and 5 <= o.minutes <= 480) for o in catalogue.offers)
        assert all(o.max_persons >= 1 for o in catalogue.offers)


@settings(deadline=None)
@given(st.integers(0, 2000), st.binary(max_size=4))
def test_bytes_written_over_a_file_are_read_or_refused(place: int, junk: bytes) -> None:
    whole = file(*DOCUMENT["services"])
    place %= len(whole)
    with suppress(BrokenFile):
        parse(whole[:place] + junk + whole[place + len(junk) :], file(*DOCUMENT["locations"]))


def test_a_text_with_more_tags_than_people_write_is_taken_over_plain_and_told() -> None:
    catalogue = read([service(fees="<p>70 Euro</p>" + "<ul><li>" * 2000)])

    assert catalogue.services[0].fees == "70 Euro"
    assert any("fees: more than 2000 tags" in note for note in notes(catalogue))
