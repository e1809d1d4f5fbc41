"""A town comes back as it was, row by row; what is damaged, foreign or newer, or would overwrite, is refused."""

import io
import json
import tarfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django_tenants.utils import schema_context

from rathaus.towns import actions, backup
from rathaus.towns.backup import KEPT, BackupRefused, back_up, back_up_nightly, look, restore, unseal
from rathaus.towns.models import Domain, Town
from rathaus.towns.schema import known_migrations
from rathaus.towns.tasks import every_night
from tests.booking.test_hold import MONDAY
from tests.conftest import NOW
from tests.makers import Maker

NAME, HOST = "leihstadt", "leihstadt.localhost"
TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = %s AND table_type = 'BASE TABLE'"


def contents(name: str) -> dict[str, tuple[int, str]]:
    """Count and hash of every row of every table of a town."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(TABLES, [name])
        for (table,) in cursor.fetchall():
            rows = f'SELECT t::text AS x FROM "{name}"."{table}" t'
            cursor.execute(f"SELECT count(*), coalesce(md5(string_agg(x, chr(10) ORDER BY x)), '') FROM ({rows}) r")
            found[table] = cursor.fetchone()
    return found


@pytest.fixture
def town_of_people(race_town: str) -> Iterator[str]:
    """A town with an office, visits, staff and a trail."""
    actions.create(name=NAME, hosts=[HOST, "www.leihstadt.localhost"], title="Leihstadt", at=NOW)
    with schema_context(NAME):
        make = Maker(NOW)
        office, service, _resource = make.counter(capacity=9)
        for number in range(5):
            make.booked(office, service, MONDAY, "09:00", name=f"Amina {number}")
    yield NAME
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    if Town.objects.filter(schema_name=NAME).exists():
        actions.delete(name=NAME)


@pytest.fixture
def file(town_of_people: str, tmp_path: Path) -> Path:
    """A back-up of that town."""
    path = tmp_path / "town.backup"
    back_up(path, names=[town_of_people], at=NOW, passphrase="eine lange Zeile")
    return path


def test_a_deleted_town_comes_back_row_by_row(town_of_people: str, file: Path) -> None:
    before = contents(NAME)
    actions.delete(name=NAME)
    assert contents(NAME) == {}

    assert restore(file) == [NAME]

    assert contents(NAME) == before
    assert before["booking_appointment"][0] == 5
    town = Town.objects.get(schema_name=NAME)
    hosts = Domain.objects.filter(tenant=town).order_by("-is_primary").values_list("domain", flat=True)
    assert (town.title, town.created_at, list(hosts)) == ("Leihstadt", NOW, [HOST, "www.leihstadt.localhost"])


def test_people_can_book_in_a_restored_town(town_of_people: str, file: Path) -> None:
    actions.delete(name=NAME)
    restore(file)

    with schema_context(NAME):
        make = Maker(NOW)
        from rathaus.booking.models import Appointment

        first = Appointment.objects.select_related("office").first()
        assert first is not None
        service = first.lines.get().service
        visit = make.booked(first.office, service, MONDAY, "10:00")
    assert visit.reference


def test_a_town_that_is_there_is_never_overwritten(town_of_people: str, file: Path) -> None:
    before = contents(NAME)

    with pytest.raises(BackupRefused, match="is there already"):
        restore(file)

    assert contents(NAME) == before


def test_a_host_of_another_town_is_never_taken(town_of_people: str, file: Path) -> None:
    actions.delete(name=NAME)
    actions.create(name="andere", hosts=[HOST], title="Andere", at=NOW)
    try:
        with pytest.raises(BackupRefused, match="another town answers"):
            restore(file)
        assert not Town.objects.filter(schema_name=NAME).exists()
    finally:
        actions.delete(name="andere")


def rewritten(file: Path, change: dict[str, bytes]) -> Path:
    """The back-up with other parts."""
    other = file.with_suffix(".changed")
    with tarfile.open(file) as old, tarfile.open(other, "w") as new:
        for member in old.getmembers():
            part = old.extractfile(member)
            assert part is not None
            data = change.get(member.name, part.read())
            member.size = len(data)
            new.addfile(member, io.BytesIO(data))
    return other


def manifest_of(file: Path) -> dict[str, Any]:
    with tarfile.open(file) as tar:
        part = tar.extractfile("manifest.json")
        assert part is not None
        found: dict[str, Any] = json.loads(part.read())
    return found


def test_a_damaged_part_is_found_before_anything_is_written(town_of_people: str, file: Path) -> None:
    actions.delete(name=NAME)
    broken = rewritten(file, {f"towns/{NAME}.dump": b"x" * 1000})

    with pytest.raises(BackupRefused, match="is damaged"):
        restore(broken)

    assert contents(NAME) == {}


@pytest.mark.parametrize("data", [b"", b"not a back-up", b"\x00" * 20_000])
def test_what_is_no_back_up_is_refused(data: bytes, town: str, tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(data)

    with pytest.raises(BackupRefused, match="damaged or no back-up"):
        look(file)


def test_a_cut_off_file_is_refused(file: Path) -> None:
    short = file.with_suffix(".short")
    short.write_bytes(file.read_bytes()[:-20_000])

    with pytest.raises(BackupRefused):
        look(short)


def test_an_altered_manifest_is_refused(file: Path) -> None:
    manifest = manifest_of(file)
    manifest["towns"][NAME]["hosts"] = ["evil.example"]

    with pytest.raises(BackupRefused, match="another secret key, or was altered"):
        look(rewritten(file, {"manifest.json": json.dumps(manifest).encode()}))


def test_a_back_up_of_another_house_is_refused_unless_one_says_so(file: Path, settings: Any) -> None:
    settings.SECRET_KEY = "another" * 8

    with pytest.raises(BackupRefused, match="another secret key"):
        look(file)
    assert list(look(file, accepts_other_key=True).towns) == [NAME]


def test_a_back_up_of_a_newer_version_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = known_migrations()
    monkeypatch.setattr(backup, "known_migrations", lambda: known - {"booking.0001_initial"})

    with pytest.raises(BackupRefused, match="newer version"):
        look(file)


def test_the_secret_key_goes_along_sealed_only(file: Path, tmp_path: Path, settings: Any) -> None:
    key = settings.SECRET_KEY
    assert key.encode() not in file.read_bytes()
    assert unseal(look(file), "eine lange Zeile") == key
    with pytest.raises(BackupRefused, match="passphrase is wrong"):
        unseal(look(file), "falsch")
    back_up(tmp_path / "without", names=[NAME], at=NOW)
    with pytest.raises(BackupRefused, match="holds no secret key"):
        unseal(look(tmp_path / "without"), "egal")


def test_only_the_owner_can_read_it(file: Path) -> None:
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(file.parent.glob(".*")) == []


def test_the_commands_export_delete_and_restore(town_of_people: str, tmp_path: Path, capsys: Any) -> None:
    kept = tmp_path / "kept"
    with pytest.raises(CommandError, match="nothing was done"):
        call_command("town", "delete", NAME, "--export", str(kept), "--yes-delete", "musterstadt")
    call_command("town", "delete", NAME, "--export", str(kept), "--yes-delete", NAME)
    assert not Town.objects.filter(schema_name=NAME).exists()

    call_command("restore", str(kept), "--look")
    call_command("restore", str(kept))

    assert "restored: leihstadt" in capsys.readouterr().out
    assert contents(NAME)["booking_appointment"][0] == 5


def test_the_night_keeps_the_newest_seven(town_of_people: str, tmp_path: Path) -> None:
    made = [back_up_nightly(tmp_path, at=NOW + timedelta(days=n)).name for n in range(KEPT + 2)]

    assert sorted(path.name for path in tmp_path.iterdir()) == made[-KEPT:]
    assert NAME in look(tmp_path / made[-1]).towns


def test_the_nightly_job_writes_where_a_folder_is_set(race_town: str, tmp_path: Path, settings: Any) -> None:
    settings.RATHAUS_BACKUPS = None
    every_night(0, town="public")
    assert not list(tmp_path.iterdir())
    settings.RATHAUS_BACKUPS = tmp_path

    every_night(0, town="public")

    assert len(list(tmp_path.glob("rathaus-*.backup"))) == 1


def test_an_existing_file_is_never_overwritten(file: Path) -> None:
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", str(file))


def test_a_schema_left_behind_by_a_broken_making_can_be_deleted(race_town: str) -> None:
    actions.create(name=NAME, hosts=[HOST], title="Leihstadt", at=datetime.now(tz=NOW.tzinfo))
    town = Town.objects.get(schema_name=NAME)
    Domain.objects.filter(tenant=town).delete()
    Town.objects.filter(pk=town.pk).delete()

    actions.delete(name=NAME)

    assert contents(NAME) == {}


@pytest.mark.parametrize("name", ["public", "rathaus_template_schema", "pg_catalog", "nix"])
def test_what_is_no_town_cannot_be_deleted(name: str, town: str) -> None:
    with pytest.raises(actions.NoSuchTown):
        actions.delete(name=name)
