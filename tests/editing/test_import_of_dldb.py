"""Ada brings the files of Berlin and Munich in through the browser's way: compared, applied, taken back."""

from datetime import datetime
from typing import Any

from django.utils.translation import override

from rathaus.catalogue import actions
from rathaus.catalogue.models import Offer, Service
from rathaus.catalogue.source_file import Fault
from rathaus.catalogue.uploads import Upload
from rathaus.identity.queries import Actor
from rathaus.identity.rights import Role, grants_of
from rathaus.offices.models import Office
from tests.catalogue.dldb_files import file, location, service

ADA = Actor(pseudonym="ada", office_ids=frozenset(), is_staff=True, grants=grants_of([(Role.ADMIN, None)]))


def tried(now: datetime, **values: Any) -> Upload:
    files = [("services.json", file(service(**values))), ("locations.json", file(location()))]
    upload = actions.take_in(format="dldb", files=files, by=ADA, at=now)
    return actions.check(upload_id=upload.pk, by=ADA, at=now)


def test_services_offices_and_offers_come_and_go(town: str, now: datetime) -> None:
    upload = tried(now)
    report = upload.report
    assert [len(report[kind]["new"]) for kind in ("services", "offices", "offers")] == [1, 1, 1]
    assert not Service.objects.exists()

    actions.apply(upload_id=upload.pk, by=ADA, at=now)
    assert Service.objects.get().is_public
    again = tried(now).report
    assert (again["services"]["unchanged"], again["services"]["changed"]) == (1, [])

    assert actions.undo(upload_id=upload.pk, by=ADA, at=now) == []
    assert not Service.objects.get().is_public
    assert not Office.objects.get().is_public
    assert not Offer.objects.exists()
    actions.apply(upload_id=tried(now).pk, by=ADA, at=now)
    assert Service.objects.get().is_public


def test_a_broken_file_names_entry_and_field(town: str, now: datetime) -> None:
    upload = tried(now, name=5)

    assert upload.state == Upload.State.BROKEN
    said = str(Fault.from_json(upload.report["faults"][0]))
    assert "service 1 (Eintrag 0), name: muss Text sein, nicht eine Zahl" in said
    with override("en"):
        said = str(Fault.from_json(upload.report["faults"][0]))
    assert said == "services.json: service 1 (entry 0), name: must be text, not a number"


def test_what_was_written_of_an_office_stays_until_the_town_lets_it_go(town: str, now: datetime) -> None:
    actions.apply(upload_id=tried(now).pk, by=ADA, at=now)
    Office.objects.update(phone="0221 1", is_public=False)
    moved = location(address={"street": "Ring", "house_number": "2", "postal_code": "1", "city": "M"},
                     contact={"phone": "0221 2", "email": "", "webinfo": ""})  # fmt: skip
    files = [("services.json", file(service())), ("locations.json", file(moved))]
    upload = actions.take_in(format="dldb", files=files, by=ADA, at=now)

    report = actions.check(upload_id=upload.pk, by=ADA, at=now).report
    kept = {"language": "", "name": "phone", "before": "0221 1", "after": "0221 2"}
    assert report["offices"]["kept"] == [{"title": "Bürgerbüro", "fields": [kept]}]
    actions.apply(upload_id=upload.pk, by=ADA, at=now)
    office = Office.objects.get()
    assert (office.street, office.phone, office.email, office.is_public) == ("Ring", "0221 1", "", False)

    actions.bring_in(format="dldb", files=files, overwrites=True, by=ADA, at=now)
    office.refresh_from_db()
    assert (office.phone, office.is_public) == ("0221 2", True)


def test_an_office_that_was_taken_back_comes_back_with_the_next_import(town: str, now: datetime) -> None:
    upload = actions.apply(upload_id=tried(now).pk, by=ADA, at=now)
    actions.undo(upload_id=upload.pk, by=ADA, at=now)
    assert not Office.objects.get().is_public

    actions.apply(upload_id=tried(now).pk, by=ADA, at=now)

    assert Office.objects.get().is_public
