"""Ada brings offices in from a table: compared, applied, taken back, and written out as they came."""

from datetime import datetime

import pytest
from django.test import Client

from rathaus.catalogue import actions, office_sheet
from rathaus.catalogue.office_writing import office_rows
from rathaus.catalogue.source_file import BrokenFile
from rathaus.catalogue.uploads import Upload
from rathaus.core.errors import NotPermitted
from rathaus.identity.queries import Actor
from rathaus.offices.models import Office, OpeningHours
from tests.editing.test_import_of_dldb import ADA
from tests.editing.test_taking_back import rows

HEAD = "schluessel;sprache;name;strasse;breite;laenge;sprachen;barrierefrei;montag"
MARKET = 'markt;de;Bürgeramt;Markt;51,5;7.9;"de\nuk";Aufzug;8–12, 14–18:30'


def tried(now: datetime, *lines: str, **how: bool) -> Upload:
    data = "\r\n".join(lines).encode()
    upload = actions.take_in(format="offices", files=[("aemter.csv", data)], by=ADA, at=now, **how)
    return actions.check(upload_id=upload.pk, by=ADA, at=now)


def applied(now: datetime, *lines: str, **how: bool) -> Upload:
    return actions.apply(upload_id=tried(now, *lines, **how).pk, by=ADA, at=now)


def test_an_office_is_new(town: str, now: datetime) -> None:
    report = tried(now, HEAD, MARKET, "markt;en;Citizens' office;;;;;;").report
    assert [one["title"] for one in report["offices"]["new"]] == ["Bürgeramt"]

    applied(now, HEAD, MARKET, "markt;en;Citizens' office;;;;;;")

    office = Office.objects.get()
    assert (office.slug, office.street, office.latitude, office.longitude) == ("markt", "Markt", 51.5, 7.9)
    assert (office.languages, office.takes_appointments, office.is_public) == (["de", "uk"], False, True)
    assert dict(office.texts.values_list("language", "title")) == {"de": "Bürgeramt", "en": "Citizens' office"}
    assert office.texts.get(language="de").accessibility == ["Aufzug"]
    assert [str(hours) for hours in office.hours.all()] == ["0 08:00:00-12:00:00", "0 14:00:00-18:30:00"]


def test_a_change_is_told_by_field_and_taken_back(town: str, now: datetime) -> None:
    applied(now, HEAD, MARKET, "post;de;Postamt;;;;;;")
    OpeningHours.objects.create(office=Office.objects.get(slug="markt"), weekday=2, opens="09:00", closes="11:00")
    before = rows()

    upload = applied(now, "schluessel;name;montag", "markt;Rathaus;9–10", hides_missing=True)

    (changed,) = upload.report["offices"]["changed"]
    assert [(f["name"], f["language"], f["before"], f["after"]) for f in changed["fields"]] == [
        ("office_title", "de", "Bürgeramt", "Rathaus"), ("hours_0", "", "8–12, 14–18:30", "9–10"),
    ]  # fmt: skip
    assert [one["title"] for one in upload.report["offices"]["hidden"]] == ["Postamt"]
    assert Office.objects.get(slug="markt").street == "Markt"
    assert actions.undo(upload_id=upload.pk, by=ADA, at=now) == []
    assert {name: sorted(map(str, table.values())) for name, table in rows().items()} == {
        name: sorted(map(str, table.values())) for name, table in before.items()
    }


def test_a_table_as_it_was_written_changes_nothing(town: str, now: datetime) -> None:
    applied(now, HEAD, MARKET)
    data = office_sheet.table(office_rows())

    found = actions.check(
        upload_id=actions.take_in(format="offices", files=[("a.csv", data)], by=ADA, at=now).pk, by=ADA, at=now
    ).report["offices"]

    assert (found["new"], found["changed"], found["unchanged"]) == ([], [], 1)


def test_a_table_with_english_columns_says_the_same(town: str, now: datetime) -> None:
    applied(now, HEAD, MARKET)
    data = office_sheet.table(office_rows(), english=True)
    assert "key;language;name;description" in data.decode("utf-8-sig").replace('"', "").splitlines()[0]
    own = "key;language;name;street;latitude;longitude;languages;accessibility;monday"

    for table in (data, f"{own}\n{MARKET}".encode()):
        upload = actions.take_in(format="offices", files=[("offices.csv", table)], by=ADA, at=now)
        found = actions.check(upload_id=upload.pk, by=ADA, at=now).report["offices"]
        assert (found["new"], found["changed"], found["unchanged"]) == ([], [], 1)


def test_who_reads_english_gets_english_columns(browser: Client, town: str) -> None:
    for what in ("vorlage.csv", "vorlage.csv?was=aemter", "tabelle.csv"):
        head = browser.get(f"/en/desk/verwaltung/leistungen/{what}").content.decode("utf-8-sig").splitlines()[0]
        assert head.startswith('"key";"language";')
    assert b"search_words" in browser.get("/en/desk/verwaltung/leistungen/dateien/").content


@pytest.mark.parametrize("english", [True, False])
def test_the_template_can_be_read(town: str, english: bool) -> None:
    (office,), notes = office_sheet.wanted(office_sheet.example(english=english))

    assert (office.key, notes) == ("buergeramt-markt", [])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Markt 1;de;A;;;;;;", "schluessel: „Markt 1“ ist keiner"),
        ("markt;xx;A;;;;;;", "sprache: „xx“ kennen wir nicht"),
        ("markt;de;;;;;;;", "name: fehlt"),
        ("markt;de;A;;51;;;;", "breite: braucht auch die andere Angabe"),
        ("markt;de;A;;91;7;;;", "breite: ist keine Zahl von -90 bis 90"),
        ("markt;de;A;;nan;7;;;", "breite: ist keine Zahl von -90 bis 90"),
        ("markt;de;A;;;;deutsch;;", "sprachen: „deutsch“ ist kein Kürzel"),
        ("markt;de;A;;;;;;12–8", "montag: sind keine Zeiten der Reihe nach"),
    ],
)
def test_a_mistake_is_named_by_line_and_column(line: str, said: str) -> None:
    with pytest.raises(BrokenFile) as broken:
        office_sheet.wanted(f"{HEAD}\n{line}".encode())

    assert f"Zeile 2: {said}" in str(broken.value.faults[0])


def test_who_does_not_plan_brings_no_offices_in(town: str, editor: Actor, browser: Client, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        actions.take_in(format="offices", files=[("a", b"a")], by=editor, at=now)

    page = browser.get("/desk/verwaltung/leistungen/dateien/").content.decode()
    assert "Ämter als Tabelle" not in page
