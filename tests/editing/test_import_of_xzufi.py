"""Ada brings a file of the Portalverbund in: compared, applied, taken back; planners' work stays."""

from datetime import datetime
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from rathaus.catalogue import actions
from rathaus.catalogue.models import Offer, Service
from rathaus.catalogue.uploads import Upload
from rathaus.offices.models import Office
from tests.catalogue.xzufi_files import leistung, module, office, transfer
from tests.editing.test_import_of_dldb import ADA
from tests.editing.test_taking_back import rows


def tried(now: datetime, *objects: str, **how: bool) -> Upload:
    upload = actions.take_in(format="xzufi", files=[("portal.xml", transfer(*objects))], by=ADA, at=now, **how)
    return actions.check(upload_id=upload.pk, by=ADA, at=now)


def applied(now: datetime, *objects: str, **how: bool) -> Upload:
    return actions.apply(upload_id=tried(now, *objects, **how).pk, by=ADA, at=now)


def test_services_offices_and_offers_come(town: str, now: datetime) -> None:
    report = tried(now, leistung(), office("O7", "Steueramt", "L100")).report
    assert [len(report[kind]["new"]) for kind in ("services", "offices", "offers")] == [1, 1, 1]
    assert not Service.objects.exists()

    applied(now, leistung(), office("O7", "Steueramt", "L100"))

    service = Service.objects.get()
    assert (service.slug, service.external_id, service.source) == ("hundesteuer-anmelden", "L100", "xzufi")
    assert not Offer.objects.get(service=service, office__slug="steueramt").is_bookable


def test_the_same_again_changes_nothing(town: str, now: datetime) -> None:
    applied(now, leistung(), office("O7", "Steueramt", "L100"))

    report = tried(now, leistung(), office("O7", "Steueramt", "L100")).report

    assert [(report[kind]["new"], report[kind]["changed"]) for kind in ("services", "offices", "offers")] == [
        ([], [])
    ] * 3


def test_what_planners_and_editors_wrote_stays(town: str, now: datetime) -> None:
    applied(now, leistung(), office("O7", "Steueramt", "L100"))
    Offer.objects.update(minutes=25, is_bookable=True)
    Office.objects.update(latitude=51.5, longitude=7.9, is_public=False)
    service = Service.objects.get()
    service.aliases.create(language="de", text="Dackelabgabe")

    applied(now, leistung("L100", "Hund anmelden", module("06", "Neu.")), office("O7", "Steuerbüro", "L100"))

    offer, place = Offer.objects.get(), Office.objects.get()
    assert (offer.minutes, offer.is_bookable) == (25, True)
    assert (place.latitude, place.is_public, place.texts.get().title) == (51.5, False, "Steuerbüro")
    assert service.texts.get().title == "Hund anmelden"
    assert service.aliases.get().text == "Dackelabgabe"


def test_what_the_file_dropped_is_hidden_when_asked_and_taken_back(town: str, now: datetime) -> None:
    applied(now, leistung(), leistung("L200", "Fischerei"))
    before = rows()

    upload = applied(now, leistung("L100", "Hund"), hides_missing=True)
    assert not Service.objects.get(external_id="L200").is_public
    assert actions.undo(upload_id=upload.pk, by=ADA, at=now) == []

    assert rows() == before


def test_the_command_reads_it_too(town: str, tmp_path: Path) -> None:
    file, out = tmp_path / "portal.xml", StringIO()
    file.write_bytes(transfer(leistung()))

    call_command("catalogue", "import-xzufi", str(file), town="musterstadt", dry_run=True, stdout=out)
    assert "services: 1 new" in out.getvalue()
    assert not Service.objects.exists()
    call_command("catalogue", "import-xzufi", str(file), town="musterstadt", stdout=out)

    assert Service.objects.get().external_id == "L100"
