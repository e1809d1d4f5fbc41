"""A job applies a file and takes it back: once, whole or not at all, and the page says how far it is."""

import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from rathaus.catalogue import actions
from rathaus.catalogue.models import Service
from rathaus.catalogue.uploads import Upload
from rathaus.identity.actions import make_staff
from rathaus.identity.models import Staff
from rathaus.identity.queries import Actor, actor_of
from rathaus.identity.rights import Role
from rathaus.project.tasks import retry_stalled
from tests.editing.jobs import done_at, waiting
from tests.peers import eventually, python, running

PATH = "/desk/verwaltung/leistungen/dateien/"
ROWS = b"schluessel;titel\nhundesteuer;Hunde\nfundsachen;Fund\n"
APPLYING, UNDOING, WAITING = Upload.State.APPLYING, Upload.State.UNDOING, Upload.State.WAITING
DIE = """
import os
from django.core.management import call_command
from rathaus.catalogue.actions import upload
upload.compared = lambda *_: os.kill(os.getpid(), 9)  # all is written, nothing committed
call_command("procrastinate", "worker", "--one-shot")
"""


def tried(by: Actor, at: datetime) -> Upload:
    upload = actions.take_in(format="csv", files=[("tabelle.csv", ROWS)], by=by, at=at)
    return actions.check(upload_id=upload.pk, by=by, at=at)


def titles() -> list[str]:
    return sorted(Service.objects.filter(is_public=True).values_list("texts__title", flat=True))


def test_handing_in_reads_nothing_and_a_job_compares(browser: Client, editor: Actor, now: datetime) -> None:
    file = SimpleUploadedFile("tabelle.csv", ROWS)

    page = browser.post(PATH, {"format": "csv", "first": file}, follow=True).content.decode()

    assert "Wartet auf den Anfang." in page
    assert "Stand neu laden" in page
    upload = Upload.objects.get()
    assert (upload.state, upload.report) == ("waiting", {})
    assert done_at(now) == 1
    assert "Übernehmen" in browser.get(f"{PATH}{upload.pk}/").content.decode()
    browser.post(f"{PATH}{upload.pk}/", {"schritt": "vergleichen"})
    assert Upload.objects.get().state == "waiting"
    assert (done_at(now), Upload.objects.get().state) == (1, "ready")


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"PK\x03\x04 a workbook", b"", b"schluessel;titel\n" + b"\xe4" * 9])
def test_what_is_no_table_is_told_after_the_job(browser: Client, editor: Actor, now: datetime, data: bytes) -> None:
    upload = actions.hand_in(format="csv", files=[("tabelle.csv", data)], by=editor, at=now)

    done_at(now)

    assert "So lässt sich die Datei nicht übernehmen" in browser.get(f"{PATH}{upload.pk}/").content.decode()


def test_two_files_at_once_are_compared_one_after_the_other(editor: Actor, now: datetime) -> None:
    for number in range(2):
        actions.hand_in(format="csv", files=[(f"{number}.csv", ROWS)], by=editor, at=now)

    assert len({job.lock for job in waiting()}) == 1
    assert done_at(now) == 2
    assert set(Upload.objects.values_list("state", flat=True)) == {"ready"}


def test_a_comparison_that_is_lost_or_failed_is_asked_for_again(browser: Client, editor: Actor, now: datetime) -> None:
    upload = actions.hand_in(format="csv", files=[("tabelle.csv", ROWS)], by=editor, at=now)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    assert "Noch einmal versuchen" in browser.get(f"{PATH}{upload.pk}/").content.decode()

    browser.post(f"{PATH}{upload.pk}/", {"schritt": "vergleichen"})

    assert (done_at(now), Upload.objects.get().state) == (1, "ready")


def test_who_lost_the_right_before_the_comparison_sees_nothing(edda: Staff, editor: Actor, now: datetime) -> None:
    actions.hand_in(format="csv", files=[("tabelle.csv", ROWS)], by=editor, at=now)
    edda.assignments.all().delete()

    done_at(now)

    assert (Upload.objects.get().state, "services" in Upload.objects.get().report) == ("waiting", False)


def test_a_job_whose_file_is_gone_does_nothing(editor: Actor, now: datetime) -> None:
    upload = actions.hand_in(format="csv", files=[("tabelle.csv", ROWS)], by=editor, at=now)
    later = now + timedelta(days=31)

    actions.take_in(format="csv", files=[("andere.csv", ROWS)], by=editor, at=later)

    assert not Upload.objects.filter(pk=upload.pk).exists()
    assert done_at(later) == 1


def test_asked_twice_it_is_done_once(editor: Actor, now: datetime) -> None:
    upload = tried(editor, now)

    actions.ask(upload_id=upload.pk, step=APPLYING, by=editor, at=now)
    actions.ask(upload_id=upload.pk, step=APPLYING, by=editor, at=now)

    assert titles() == []
    assert done_at(now) == 1
    assert titles() == ["Fund", "Hunde"]
    with pytest.raises(actions.NotAtThatPoint):
        actions.ask(upload_id=upload.pk, step=APPLYING, by=editor, at=now)

    actions.ask(upload_id=upload.pk, step=UNDOING, by=editor, at=now)
    assert done_at(now) == 1
    assert (titles(), Upload.objects.get().state) == ([], "undone")


def test_a_job_that_runs_again_does_nothing_more(editor: Actor, now: datetime) -> None:
    upload = tried(editor, now)
    actions.ask(upload_id=upload.pk, step=APPLYING, by=editor, at=now)
    done_at(now)
    before = Service.objects.get(slug="fundsachen").revision

    actions.carry_out(upload_id=upload.pk, theirs=frozenset(), by=editor.pseudonym, at=now)

    assert Service.objects.get(slug="fundsachen").revision == before


def test_what_changed_meanwhile_is_compared_anew_and_said(browser: Client, editor: Actor, now: datetime) -> None:
    upload = tried(editor, now)
    actions.ask(upload_id=upload.pk, step=APPLYING, by=editor, at=now)
    Service.objects.create(slug="anderes")

    done_at(now)

    assert Upload.objects.get().state == "ready"
    page = browser.get(f"{PATH}{upload.pk}/").content.decode()
    assert "Der Bestand hat sich seit der Prüfung geändert." in page
    assert "Übernehmen" in page


def test_who_lost_the_right_meanwhile_changes_nothing(edda: Staff, editor: Actor, now: datetime) -> None:
    upload = tried(editor, now)
    actions.ask(upload_id=upload.pk, step=APPLYING, by=editor, at=now)
    edda.assignments.all().delete()

    done_at(now)

    found = Upload.objects.get()
    assert (titles(), found.state, found.report["told"]) == ([], "ready", "not_permitted")


@pytest.mark.parametrize(
    ("status", "words"), [("todo", "Wartet auf den Anfang."), ("doing", "In Arbeit."), ("failed", "nicht gelungen")]
)
def test_the_page_says_how_far_it_is(browser: Client, editor: Actor, now: datetime, status: str, words: str) -> None:
    upload = tried(editor, now)
    actions.ask(upload_id=upload.pk, step=APPLYING, by=editor, at=now)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status", [status])

    page = browser.get(f"{PATH}{upload.pk}/").content.decode()

    assert words in page
    assert ("hx-trigger" in page) is (status != "failed")


def test_a_job_that_failed_is_tried_again_as_it_was_asked_for(browser: Client, editor: Actor, now: datetime) -> None:
    upload = tried(editor, now)
    actions.ask(upload_id=upload.pk, step=APPLYING, theirs=frozenset({7}), by=editor, at=now)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")

    browser.post(f"{PATH}{upload.pk}/", {"schritt": "uebernehmen"})

    (job,) = waiting()
    assert job.args["theirs"] == [7]
    done_at(now)
    assert titles() == ["Fund", "Hunde"]


def test_a_job_that_is_lost_is_asked_for_again(editor: Actor, now: datetime) -> None:
    """Jobs are in no back-up of a town."""
    upload = tried(editor, now)
    Upload.objects.update(state=APPLYING)

    actions.ask(upload_id=upload.pk, step=APPLYING, by=editor, at=now)

    assert len(waiting()) == 1


@pytest.mark.parametrize("step", [WAITING, APPLYING])
def test_killed_in_the_middle_nothing_is_done_and_then_all_of_it(
    race_town: str, tmp_path: Path, step: Upload.State
) -> None:
    now = timezone.now()
    editor = actor_of(make_staff(email="e@amt.example", name="Edda", password="kranich-lampe-neun", office_ids=[],
                                 role=Role.EDITOR, at=now))  # fmt: skip
    if step == WAITING:
        actions.hand_in(format="csv", files=[("tabelle.csv", ROWS)], by=editor, at=now)
    else:
        actions.ask(upload_id=tried(editor, now).pk, step=APPLYING, by=editor, at=now)

    assert python(DIE).returncode == -9

    assert (titles(), Upload.objects.get().state) == ([], step)
    job = ProcrastinateJob.objects.get(task_name=actions.CARRY_OUT)
    assert job.status == "doing"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE public.procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    retry_stalled(0, town="public")
    log = tmp_path / "worker.log"
    with running(sys.executable, "-m", "django", "procrastinate", "worker", log=log):
        after = "ready" if step == WAITING else "applied"
        assert eventually(lambda: Upload.objects.get().state == after), log.read_text()
        assert eventually(lambda: not ProcrastinateJob.objects.filter(task_name=actions.CARRY_OUT).exists())
    assert titles() == ([] if step == WAITING else ["Fund", "Hunde"])
