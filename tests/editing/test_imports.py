"""Edda brings services in from a file: sees what it changes, applies it, and takes it back."""

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override

from rathaus.audit.models import Event
from rathaus.catalogue import actions, service_sheet
from rathaus.catalogue.content import content_of
from rathaus.catalogue.models import Service
from rathaus.catalogue.source_file import Fault
from rathaus.catalogue.uploads import Upload
from rathaus.core.errors import NotPermitted
from rathaus.identity.queries import CITIZEN, Actor
from tests.editing.jobs import done_at
from tests.editing.test_services import retitled
from tests.refusals import refused_copy

PATH = "/desk/verwaltung/leistungen/dateien/"


def csv(*rows: str) -> bytes:
    return "\r\n".join(rows).encode()


def tried(data: bytes, by: Actor, at: datetime, **how: bool) -> Upload:
    upload = actions.take_in(format="csv", files=[("tabelle.csv", data)], by=by, at=at, **how)
    return actions.check(upload_id=upload.pk, by=by, at=at)


def test_a_dry_run_tells_what_would_change_and_writes_nothing(editor: Actor, dog_tax: Service, now: datetime) -> None:
    before = content_of(dog_tax)
    data = csv("schluessel;titel;minuten", "hundesteuer;Hunde;15", "fundsachen;Fundbüro;5")

    services = tried(data, editor, now).report["services"]

    assert [entry["title"] for entry in services["new"]] == ["Fundbüro"]
    (changed,) = services["changed"]
    assert [(f["name"], f["before"], f["after"]) for f in changed["fields"]] == [
        ("minutes", "10", "15"), ("title", "Hundesteuer", "Hunde"),
    ]  # fmt: skip
    assert content_of(Service.objects.get()) == before


def test_applied_and_taken_back(editor: Actor, dog_tax: Service, now: datetime) -> None:
    before = content_of(dog_tax)
    upload = tried(csv("schluessel;titel", "hundesteuer;Hunde", "fundsachen;Fundbüro"), editor, now)

    actions.apply(upload_id=upload.pk, by=editor, at=now)

    assert content_of(Service.objects.get(slug="hundesteuer")).words["de"].title == "Hunde"
    assert Service.objects.get(slug="fundsachen").is_public
    assert Event.objects.filter(action="catalogue.apply_upload").count() == 1

    assert actions.undo(upload_id=upload.pk, by=editor, at=now) == []

    assert content_of(Service.objects.get(slug="hundesteuer")) == before
    assert not Service.objects.get(slug="fundsachen").is_public
    with pytest.raises(actions.NotAtThatPoint):
        actions.undo(upload_id=upload.pk, by=editor, at=now)


def test_what_somebody_changed_since_is_not_taken_back(editor: Actor, dog_tax: Service, now: datetime) -> None:
    upload = tried(csv("schluessel;titel", "hundesteuer;Hunde"), editor, now)
    actions.apply(upload_id=upload.pk, by=editor, at=now)
    service = Service.objects.get()
    actions.change_service(
        service_id=service.pk, seen=service.revision, content=retitled(service, "Hunde!"), by=editor, at=now
    )

    assert actions.undo(upload_id=upload.pk, by=editor, at=now) == ["Hunde!"]

    assert content_of(Service.objects.get()).words["de"].title == "Hunde!"


def test_applying_what_nobody_has_seen_is_refused(editor: Actor, dog_tax: Service, now: datetime) -> None:
    upload = tried(csv("schluessel;titel", "hundesteuer;Hunde"), editor, now)
    actions.change_service(service_id=dog_tax.pk, seen=0, content=retitled(dog_tax, "Neu"), by=editor, at=now)

    with pytest.raises(actions.CatalogueChanged):
        actions.apply(upload_id=upload.pk, by=editor, at=now)

    assert content_of(Service.objects.get()).words["de"].title == "Neu"


def test_a_table_as_it_was_written_changes_nothing(
    browser: Client, editor: Actor, dog_tax: Service, now: datetime
) -> None:
    data = browser.get("/desk/verwaltung/leistungen/tabelle.csv").content

    services = tried(data, editor, now).report["services"]

    assert (services["unchanged"], services["new"], services["changed"]) == (1, [], [])


@pytest.mark.parametrize(("theirs", "title"), [(False, "Neu"), (True, "Hunde")])
def test_words_written_here_since_the_table_are_kept_unless_chosen(
    editor: Actor, dog_tax: Service, now: datetime, theirs: bool, title: str
) -> None:
    data = service_sheet.table([("hundesteuer", dog_tax.revision, retitled(dog_tax, "Hunde"))])
    actions.change_service(service_id=dog_tax.pk, seen=0, content=retitled(dog_tax, "Neu"), by=editor, at=now)
    upload = tried(data, editor, now)
    (conflict,) = upload.report["services"]["conflicts"]
    assert [(f["before"], f["after"]) for f in conflict["fields"]] == [("Neu", "Hunde")]

    chosen = frozenset({dog_tax.pk}) if theirs else frozenset[int]()
    actions.apply(upload_id=upload.pk, theirs=chosen, by=editor, at=now)

    assert content_of(Service.objects.get()).words["de"].title == title


def test_a_table_made_after_the_edit_is_no_conflict(editor: Actor, dog_tax: Service, now: datetime) -> None:
    actions.change_service(service_id=dog_tax.pk, seen=0, content=retitled(dog_tax, "Neu"), by=editor, at=now)
    data = service_sheet.table([("hundesteuer", 1, retitled(dog_tax, "Hunde"))])

    services = tried(data, editor, now).report["services"]

    assert (len(services["changed"]), services["conflicts"]) == (1, [])


def test_what_the_table_does_not_name_is_hidden_when_asked(editor: Actor, dog_tax: Service, now: datetime) -> None:
    upload = tried(csv("schluessel;titel", "fundsachen;Fundbüro"), editor, now, hides_missing=True)
    assert [entry["title"] for entry in upload.report["services"]["hidden"]] == ["Hundesteuer"]

    actions.apply(upload_id=upload.pk, by=editor, at=now)

    assert not Service.objects.get(slug="hundesteuer").is_public


def test_a_broken_table_names_its_lines_and_cannot_be_applied(editor: Actor, dog_tax: Service, now: datetime) -> None:
    upload = tried(csv("schluessel;titel;minuten", "hundesteuer;Hunde;3"), editor, now)

    assert upload.state == Upload.State.BROKEN
    (fault,) = upload.report["faults"]
    assert str(Fault.from_json(fault)) == "tabelle.csv: Zeile 2: minuten: ist keine ganze Zahl von 5 bis 480"
    with override("en"):
        assert str(Fault.from_json(fault)) == "tabelle.csv: line 2: minuten: is no whole number from 5 to 480"
    with pytest.raises(actions.NotAtThatPoint):
        actions.apply(upload_id=upload.pk, by=editor, at=now)


def test_strangers_and_too_much_are_refused(editor: Actor, town: str, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        actions.take_in(format="csv", files=[("a", b"a")], by=CITIZEN, at=now)
    with pytest.raises(NotPermitted):
        actions.take_in(format="dldb", files=[("a", b"a"), ("b", b"b")], by=editor, at=now)
    with pytest.raises(actions.TooLarge):
        actions.take_in(format="csv", files=[("a", b"abc")], by=editor, at=now, most_bytes=2)


def test_an_upload_that_is_applied_has_a_moment(editor: Actor, dog_tax: Service, now: datetime) -> None:
    tried(csv("schluessel;titel", "hundesteuer;Hunde"), editor, now)

    assert "catalogue_upload_applied_has_moment" in refused_copy("catalogue_upload", state="'applied'")


def test_many_files_stand_on_pages(browser: Client, editor: Actor, dog_tax: Service, now: datetime) -> None:
    for number in range(21):
        actions.take_in(format="csv", files=[(f"{number}.csv", b"a")], by=editor, at=now)

    assert browser.get(PATH).content.count(b".csv</a>") == 20
    assert b"0.csv</a>" in browser.get(f"{PATH}?seite=2").content


def test_in_the_browser(browser: Client, dog_tax: Service, now: datetime) -> None:
    file = SimpleUploadedFile("meine.csv", csv("schluessel;titel", "hundesteuer;=Hunde"))

    page = browser.post(PATH, {"format": "csv", "first": file}, follow=True)

    assert "Die Datei wird geprüft und verglichen" in page.content.decode()
    path = page.request["PATH_INFO"]
    done_at(now)
    assert "=Hunde" in browser.get(path).content.decode()
    page = browser.post(path, {"schritt": "uebernehmen"}, follow=True)
    assert "Die Datei wird übernommen" in page.content.decode()
    done_at(now)
    assert "Die Datei ist übernommen." in browser.get(path).content.decode()
    assert b"'=Hunde" in browser.get("/desk/verwaltung/leistungen/tabelle.csv").content
    browser.post(path, {"schritt": "zuruecknehmen"})
    done_at(now)
    assert "Alles ist wieder, wie es vorher war." in browser.get(path).content.decode()
    assert content_of(Service.objects.get()).words["de"].title == "Hundesteuer"


def test_who_plans_no_offices_is_not_asked_what_kind_of_file(browser: Client) -> None:
    page = browser.get(PATH).content.decode()

    assert '<input type="hidden" name="format" value="csv"' in page
    assert 'name="second"' not in page
