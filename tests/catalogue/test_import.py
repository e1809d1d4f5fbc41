"""An operator imports a catalogue: whole or not at all, and again without harm."""

from dataclasses import replace
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from rathaus.audit.models import Event
from rathaus.catalogue.actions import change_service, import_dldb, undo
from rathaus.catalogue.content import content_of
from rathaus.catalogue.dldb import parse
from rathaus.catalogue.models import Alias, Offer, Service, ServiceText
from rathaus.catalogue.report import Report
from rathaus.catalogue.uploads import Upload
from rathaus.identity.queries import SYSTEM, Actor
from rathaus.identity.rights import Role, grants_of
from rathaus.offices.models import Office
from tests.catalogue.dldb_files import Data, file, location, offer, service
from tests.makers import Maker


def bring(now: datetime, services: list[Data] | None = None, locations: list[Data] | None = None, **how: Any) -> Report:
    catalogue = parse(file(*(services or [service()])), file(*(locations or [location()])))
    return import_dldb(catalogue=catalogue, by=SYSTEM, at=now, **how)


def both(report: Report) -> tuple[int, int, int]:
    return report.services.moved, report.offices.moved, report.offers.moved


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    services, locations = tmp_path / "services.json", tmp_path / "locations.json"
    services.write_bytes(file(service()))
    locations.write_bytes(file(location()))
    return services, locations


def run(*files: Path, **options: Any) -> str:
    out = StringIO()
    call_command("catalogue", "import-dldb", *map(str, files), town="musterstadt", stdout=out, **options)
    return out.getvalue()


def test_services_offices_and_offers_are_new(town: str, now: datetime) -> None:
    report = bring(now)

    assert (report.services.new, report.offices.new, report.offers.new) == (1, 1, 1)
    text = ServiceText.objects.get(service__slug="reisepass", language="de")
    assert (text.title, text.fees, text.keywords) == ("Reisepass", "<p>70 Euro</p>", ["Pass", "Reisedokument"])
    assert set(Alias.objects.values_list("text", flat=True)) == {"Pass", "Reisedokument"}
    assert Offer.objects.get().minutes == 20
    assert Office.objects.get().texts.get().title == "Bürgerbüro"


def test_the_same_again_changes_nothing(town: str, now: datetime) -> None:
    bring(now)
    trail = Event.objects.count()

    report = bring(now)

    assert both(report) == (0, 0, 0)
    assert (report.services.unchanged, report.offices.unchanged, report.offers.unchanged) == (1, 1, 1)
    assert Event.objects.count() == trail


def test_a_change_is_taken_over_and_the_address_stays(town: str, now: datetime) -> None:
    bring(now)

    report = bring(now, [service(name="Reisepass beantragen")], [location(services=[offer(duration=30)])])

    assert (report.services.changed, report.offers.changed) == (1, 1)
    assert Service.objects.get().slug == "reisepass"
    assert ServiceText.objects.get().title == "Reisepass beantragen"
    assert Offer.objects.get().minutes == 30


def test_what_the_source_dropped_is_hidden_and_comes_back(town: str, now: datetime) -> None:
    two = [service(), service("2", "Ausweis", combinable=[2], locations=[])]
    bring(now, two)

    assert bring(now).services.withdrawn == 1
    assert not Service.objects.get(slug="ausweis").is_public
    assert bring(now).services.withdrawn == 0

    assert bring(now, two).services.changed == 1
    assert Service.objects.get(slug="ausweis").is_public


def test_an_office_that_the_source_dropped_is_hidden(town: str, now: datetime) -> None:
    bring(now, None, [location(), location("11", "Nord (AB-2)")])

    report = bring(now)

    assert report.offices.withdrawn == 1
    assert not Office.objects.get(external_id="11").is_public
    assert bring(now).offices.withdrawn == 0


def test_an_offer_that_the_source_dropped_is_gone(town: str, now: datetime) -> None:
    bring(now, None, [location(), location("11", "Nord (AB-2)")])

    report = bring(now, None, [location(), location("11", "Nord (AB-2)", services=[])])

    assert report.offers.withdrawn == 1
    assert Offer.objects.count() == 1


def test_what_the_town_wrote_itself_stays(make: Maker, now: datetime) -> None:
    own = make.service("Ehrennadel")
    bring(now)
    Alias.objects.create(service=Service.objects.get(slug="reisepass"), language="de", text="Büchlein")
    ServiceText.objects.filter(service__slug="reisepass").update(bring=["Passfoto"])

    bring(now, [service(fees="<p>80 Euro</p>")])

    own.refresh_from_db()
    assert own.is_public
    assert Alias.objects.filter(text="Büchlein").exists()
    assert ServiceText.objects.get(service__slug="reisepass").bring == ["Passfoto"]


def test_a_word_that_the_source_dropped_is_no_alias_any_more(town: str, now: datetime) -> None:
    bring(now)

    bring(now, [service(meta={"locale": "de", "keywords": "Pass"})])

    assert list(Alias.objects.values_list("text", flat=True)) == ["Pass"]


def test_combinations_follow_the_source(town: str, now: datetime) -> None:
    two = [service("1", combinable=[1, 2]), service("2", "Ausweis", combinable=[2])]
    bring(now, two)
    passport = Service.objects.get(slug="reisepass")
    assert [s.slug for s in passport.combinable_with.all()] == ["ausweis"]

    bring(now, [service("1", combinable=[1]), service("2", "Ausweis", combinable=[2])])

    assert not passport.combinable_with.exists()


def test_addresses_are_readable_and_unique(make: Maker, now: datetime) -> None:
    make.service("Schon da", slug="aenderung-der-strasse")

    bring(
        now,
        [service("1", "Änderung der Straße"), service("2", "Änderung der Straße!"), service("3", "Für Bürger*innen")],
        [location(services=[]), location("11", "Bürgerbüro (AB-2)", services=[])],
    )

    assert set(Service.objects.exclude(source="").values_list("slug", flat=True)) == {
        "aenderung-der-strasse-2",
        "aenderung-der-strasse-3",
        "fuer-buergerinnen",
    }
    assert set(Office.objects.values_list("slug", flat=True)) == {"buergerbuero-ab-1", "buergerbuero-ab-2"}


def test_a_dry_run_tells_the_same_and_writes_nothing(town: str, files: tuple[Path, Path]) -> None:
    dry = run(*files, dry_run=True)

    assert "services: 1 new" in dry
    assert "nothing was written" in dry
    assert not Service.objects.exists()
    assert run(*files).splitlines()[:4] == dry.splitlines()[:4]


@pytest.mark.parametrize(
    "broken", ['{"data": [}', '{"data": [{"id": "1"}]}', '{"data": []}', "", "\ufeff[]", "[" * 99999]
)
def test_a_broken_file_changes_nothing_and_says_where(town: str, files: tuple[Path, Path], broken: str) -> None:
    run(*files)
    before = list(Service.objects.values()), list(Office.objects.values()), list(Offer.objects.values())
    files[0].write_text(broken, encoding="utf-8")

    with pytest.raises(CommandError) as said:
        run(*files)

    assert str(files[0]) in str(said.value)
    assert "Nothing was changed" in str(said.value)
    assert before == (list(Service.objects.values()), list(Office.objects.values()), list(Offer.objects.values()))


def test_what_was_written_in_the_browser_stays_unless_told_otherwise(
    town: str, files: tuple[Path, Path], now: datetime
) -> None:
    run(*files)
    passport = Service.objects.get()
    content = content_of(passport)
    ours = replace(content, words={"de": replace(content.words["de"], title="Ihr Pass")})
    editor = Actor("edda", grants=grants_of([(Role.EDITOR, None)]))
    change_service(service_id=passport.pk, seen=passport.revision, content=ours, by=editor, at=now)
    files[0].write_bytes(file(service(name="Reisepass beantragen", duration=40)))

    dry = run(*files, dry_run=True)
    assert "written here and other in the file: 1, ours were kept" in dry
    assert "  Ihr Pass: title (de)" in dry
    assert run(*files).splitlines()[:6] == dry.splitlines()[:6]
    assert content_of(Service.objects.get()).words["de"].title == "Ihr Pass"
    assert Service.objects.get().minutes == 40

    files[0].write_bytes(file(service(name="Reisepass holen")))
    assert "the file's were taken" in run(*files, overwrite_edits=True)
    assert content_of(Service.objects.get()).words["de"].title == "Reisepass holen"


def test_an_import_by_the_command_is_taken_back_in_the_browser(
    town: str, files: tuple[Path, Path], now: datetime
) -> None:
    run(*files)
    editor = Actor("ada", grants=grants_of([(Role.ADMIN, None)]))

    assert undo(upload_id=Upload.objects.get().pk, by=editor, at=now) == []

    assert not Service.objects.get().is_public


def test_a_table_is_imported_by_the_command(town: str, tmp_path: Path) -> None:
    table = tmp_path / "leistungen.csv"
    table.write_text("schluessel;titel\nhundesteuer;Hundesteuer\n")
    words, out = ("catalogue", "import-csv", str(table)), StringIO()

    call_command(*words, town="musterstadt", stdout=out)
    call_command(*words, town="musterstadt", stdout=out)

    assert Service.objects.get().slug == "hundesteuer"
    assert [line for line in out.getvalue().splitlines() if line.startswith("services")] == [
        "services: 1 new, 0 changed, 0 unchanged, 0 withdrawn",
        "services: 0 new, 0 changed, 1 unchanged, 0 withdrawn",
    ]
    assert Upload.objects.count() == 1  # what changes nothing leaves nothing


def test_a_missing_file_and_a_missing_town_are_told(town: str, files: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"nix\.json"):
        run(tmp_path / "nix.json", files[1])
    with pytest.raises(CommandError, match="no town named nix"):
        call_command("catalogue", "import-dldb", *map(str, files), town="nix")


def test_an_import_leaves_a_trail(town: str, now: datetime) -> None:
    bring(now)

    event = Event.objects.get(stream="catalogue/import")
    assert (event.action, event.actor, event.persons) == ("catalogue.import_dldb", "system", [])


def test_the_report_says_what_is_not_known(town: str, files: tuple[Path, Path]) -> None:
    files[0].write_bytes(file(service(leika=None, fees=None), service("2", "Ausweis", fees="", duration=None)))

    said = run(*files)

    assert "not known: LeiKa key of 1 services" in said
    assert "not known: fees of 2 services" in said
    assert "not known: duration of 1 services" in said
    assert "description" not in said
