"""What is wrong with a house is found, told, and one reads how to mend it."""

import os
import time
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from rathaus.identity.actions import make_staff
from rathaus.identity.models import Staff
from rathaus.identity.rights import Role
from rathaus.notifications import ports
from rathaus.notifications.models import Delivery
from rathaus.operations import probes
from rathaus.operations.findings import Finding
from tests.makers import Maker


def find(name: str, at: datetime) -> Finding:
    return probes.PROBES[name](at)


def heartbeat(seconds_ago: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM public.procrastinate_workers")
        cursor.execute(
            "INSERT INTO public.procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))",
            [seconds_ago],
        )


def test_a_database_is_well_while_clocks_agree(town: str) -> None:
    assert find("database", timezone.now()).is_well
    found = find("database", timezone.now() + timedelta(minutes=5))

    assert not found.is_well
    assert "clock" in found.said
    assert "chrony" in found.mend


def test_a_town_that_is_behind_is_named(town: str) -> None:
    assert find("migrations", timezone.now()).is_well
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM musterstadt.django_migrations WHERE app = 'offices' AND name LIKE '0002%'")

    found = find("migrations", timezone.now())

    assert "musterstadt" in found.said
    assert found.mend == "rathaus migrate_towns"


def test_a_worker_without_a_sign_of_life_is_found(town: str) -> None:
    heartbeat(5)
    assert find("worker", timezone.now()).is_well
    heartbeat(600)

    assert "no sign of life since" in find("worker", timezone.now()).said


def test_a_job_that_gave_up_is_counted(town: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO public.procrastinate_jobs (queue_name, task_name, priority, args, status, attempts) "
            "VALUES ('default', 'booking.nightly', 0, '{}', 'failed', 8)"
        )

    assert find("jobs", timezone.now()).said == "1 gave up, 0 are late"


class Away:
    """A mail server that is away."""

    def look(self) -> None:
        raise ports.ChannelAway("gone") from ConnectionRefusedError()


def test_a_mail_server_that_is_away_is_told_without_its_address(town: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ports._channels, "email", Away())

    found = find("mail", timezone.now())

    assert found.said == "the server is away (ConnectionRefusedError)"
    assert "catch up" in found.mend


def test_an_old_back_up_none_and_no_folder_are_told_apart(tmp_path: Path, settings: Any, town: str) -> None:
    now = timezone.now()
    settings.RATHAUS_BACKUPS = None
    assert find("backups", now).said == "no folder is set"
    settings.RATHAUS_BACKUPS = tmp_path
    assert find("backups", now).said == "there is none yet"
    (tmp_path / "rathaus-20261125-034100.backup").touch()
    assert find("backups", now).is_well
    old = time.time() - 48 * 3600
    os.utime(tmp_path / "rathaus-20261125-034100.backup", (old, old))

    assert find("backups", now).said == "the newest is 48 hours old"


def test_a_full_disk_is_told(town: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probes, "LEAST_DISK", 2**60)

    assert "make room" in find("disk", timezone.now()).mend


def test_a_probe_that_breaks_is_a_finding_and_stops_no_other(town: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(at: datetime) -> Finding:
        raise DatabaseError

    monkeypatch.setitem(probes.PROBES, "database", broken)

    found = {f.name: f for f in probes.of_house(at=timezone.now())}

    assert not found["database"].is_well
    assert set(found) == {*probes.PROBES, "database"}


def test_in_production_missing_texts_and_demo_accounts_are_to_mend(
    town: str, make: Maker, settings: Any, now: datetime
) -> None:
    Staff.objects.create_user("b@example.org", "x" * 20, name="B", is_demo=True)
    assert all(f.is_well for f in probes.of_town(at=now))
    settings.IS_PRODUCTION = True

    found = {f.name: f for f in probes.of_town(at=now)}

    assert "the town is closed" in found["texts"].said
    assert found["accounts"].said == "1 demo accounts"


def test_the_doctor_ends_with_one_and_says_how_to_mend(town: str, settings: Any) -> None:
    settings.RATHAUS_BACKUPS = None
    out = StringIO()

    with pytest.raises(CommandError) as ended:
        call_command("doctor", "--town", "musterstadt", stdout=out)

    assert ended.value.returncode == 1
    assert "MEND   backups: no folder is set" in out.getvalue()
    assert "-> set RATHAUS_BACKUPS" in out.getvalue()
    assert "musterstadt: messages" in out.getvalue()


def test_everybody_reads_what_works(amina: Client, town: str, now: datetime) -> None:
    heartbeat(1)
    assert "Ja. Alles läuft." in amina.get("/status/").content.decode()
    Delivery.objects.create(subject="x/1", kind="x", due_at=now, created_at=now)

    page = amina.get("/status/").content.decode()

    assert "Nicht alles läuft gerade" in page
    assert "Ihr Termin gilt trotzdem." in page


def test_a_load_balancer_hears_when_a_town_is_behind(amina: Client, town: str) -> None:
    assert amina.get("/ready/").content == b"ready\n"
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM musterstadt.django_migrations WHERE app = 'offices' AND name LIKE '0002%'")

    answer = amina.get("/ready/")

    assert (answer.status_code, answer.content) == (503, b"not ready: migrations\n")


def test_operators_see_it_in_the_browser_and_clerks_do_not(make: Maker, now: datetime) -> None:
    client = Client(HTTP_HOST="localhost")
    olga = make_staff(
        email="olga@example.org", name="Olga", password="x" * 20, office_ids=[], role=Role.OPERATOR, at=now
    )
    client.force_login(olga)

    page = client.get("/desk/verwaltung/betrieb/").content.decode()

    assert "pg_dump fits the server" in page
