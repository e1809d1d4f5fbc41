"""A real worker beside a real database and a real mail server: what people get, and when."""

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from rathaus.booking.actions import cancel, move
from rathaus.booking.models import Appointment
from rathaus.booking.tasks import every_minute, every_night
from rathaus.core.events import enqueue
from rathaus.identity.queries import CITIZEN
from rathaus.notifications.actions import Notice, schedule
from rathaus.notifications.models import Delivery
from rathaus.project.tasks import MOST_RETRIES, retry_stalled
from tests.makers import Maker
from tests.peers import MailServer, eventually, python, running

EVERY_DAY = tuple((weekday, "00:00", "23:55") for weekday in range(7))
WORKER = (sys.executable, "-m", "django", "procrastinate", "worker")


@pytest.fixture
def maker(race_town: str) -> Maker:
    """Makes what Musterstadt has, now: the worker looks at the real clock."""
    return Maker(timezone.now())


@pytest.fixture
def visit(maker: Maker) -> Appointment:
    """Amina, in ten days at 9:20."""
    office, service, _resource = maker.counter(rules=EVERY_DAY)
    return maker.booked(office, service, in_days(10), "09:20")


@pytest.fixture
def post_office(server: MailServer, race_town: str, tmp_path: Path) -> Iterator[Path]:
    """A worker of its own process; its output."""
    log = tmp_path / "worker.log"
    with running(*WORKER, log=log, RATHAUS_SMTP_URL=server.url):
        yield log


def in_days(days: int) -> date:
    return (timezone.now() + timedelta(days=days)).date()


def jobs(**values: Any) -> list[str]:
    return list(ProcrastinateJob.objects.filter(**values).values_list("task_name", flat=True))


def test_a_booking_leads_to_a_mail_within_seconds(visit: Appointment, server: MailServer, post_office: Path) -> None:
    assert eventually(lambda: server.mails), post_office.read_text()

    (mail,) = server.mails
    assert (mail["To"], mail["From"]) == ("amina@example.org", "Musterstadt <post@rathaus.localhost>")
    assert mail["Subject"].startswith("Gebucht: Ihr Termin am ")
    assert eventually(lambda: not jobs(task_name="booking.send_notices"))
    assert "amina" not in post_office.read_text().lower()


def test_reminders_follow_a_moved_visit_and_vanish_with_a_cancelled_one(
    visit: Appointment, server: MailServer, post_office: Path
) -> None:
    assert eventually(lambda: len(server.mails) == 1), post_office.read_text()
    before = reminders(visit)

    move(appointment=visit, day=in_days(12), tick=visit.first_tick, by=CITIZEN, at=timezone.now())
    assert eventually(lambda: len(server.mails) == 2), post_office.read_text()
    assert server.mails[1]["Subject"].startswith("Neue Zeit: ")
    after = reminders(visit)
    assert [kind for kind, _due in after] == ["reminder-7d", "reminder-1d", "reminder-2h"]
    assert all(due > old for (_, due), (_, old) in zip(after, before, strict=True))

    cancel(appointment=visit, by=CITIZEN, at=timezone.now())
    assert eventually(lambda: len(server.mails) == 3), post_office.read_text()
    assert server.mails[2]["Subject"].startswith("Abgesagt: ")
    assert reminders(visit) == []


def reminders(visit: Appointment) -> list[tuple[str, Any]]:
    """Kinds and moments of the reminders that wait."""
    waiting = Delivery.objects.filter(subject=f"appointment/{visit.pk}", state="waiting", kind__startswith="reminder")
    return list(waiting.order_by("due_at").values_list("kind", "due_at"))


def test_a_reminder_that_is_due_goes_out_with_the_minute(maker: Maker, server: MailServer, post_office: Path) -> None:
    office, service, _resource = maker.counter(rules=EVERY_DAY)
    clock = timezone.localtime() + timedelta(hours=1)
    visit = maker.booked(office, service, clock.date(), f"{clock:%H}:{clock.minute // 5 * 5:02d}")
    subject = f"appointment/{visit.pk}"
    schedule(subject=subject, notices=[Notice("reminder-2h", timezone.now())], at=timezone.now())

    every_minute(0, town="public")

    assert eventually(lambda: len(server.mails) == 2), post_office.read_text()
    assert sorted(mail["Subject"].split(":")[0] for mail in server.mails) == ["Erinnerung", "Gebucht"]


def test_every_town_gets_its_minute_once(race_town: str) -> None:
    every_minute(0, town="public")
    every_minute(0, town="public")

    found = ProcrastinateJob.objects.filter(task_name="booking.tidy").values_list("args", flat=True)
    assert sorted(args["town"] for args in found) == ["beispielhausen", "musterstadt"]


def test_what_a_person_waits_for_goes_before_the_work_of_every_town(visit: Appointment) -> None:
    every_night(0, town="public")
    every_minute(0, town="public")

    found = ProcrastinateJob.objects.order_by("-priority", "id").values_list("task_name", flat=True)
    assert list(dict.fromkeys(found)) == ["booking.send_notices", "booking.tidy", "booking.nightly"]


def test_a_night_that_could_not_begin_is_tried_again_and_a_minute_not_for_long(race_town: str) -> None:
    def waits(task: Any) -> list[int]:
        found = []
        for attempts in range(20):
            job = Job(id=1, task_name=task.name, queue="default", lock=None, queueing_lock=None, attempts=attempts)
            again = task.get_retry_exception(OperationalError(), job)
            if again is None:
                break
            moment = again.retry_decision.retry_at
            assert moment is not None
            found.append(round((moment - timezone.now()).total_seconds()))
        return found

    assert sum(waits(every_minute)) < 60
    assert sum(waits(every_night)) > 3600


def test_a_rolled_back_booking_leaves_no_job_and_no_message(maker: Maker) -> None:
    office, service, _resource = maker.counter(rules=EVERY_DAY)
    with transaction.atomic():
        maker.booked(office, service, in_days(10), "09:20")
        transaction.set_rollback(True)

    assert (jobs(), Delivery.objects.count(), Appointment.objects.count()) == ([], 0, 0)


def test_a_job_without_a_town_fails_closed(race_town: str, post_office: Path) -> None:
    enqueue([app.configure_task("booking.tidy").make_new_job()])

    assert eventually(lambda: ProcrastinateJob.objects.filter(task_name="booking.tidy", attempts=1, args={}))


def test_a_job_of_a_job_is_part_of_its_transaction(visit: Appointment, server: MailServer) -> None:
    done = python(INSIDE_A_WORKER, RATHAUS_SMTP_URL=server.url)

    assert done.stdout.split() == ["undone"], done.stderr
    assert jobs(task_name="booking.send_notices") == ["booking.send_notices"]  # that of the visit itself


INSIDE_A_WORKER = """
import asyncio
from asgiref.sync import sync_to_async
from django.db import transaction
from django_tenants.utils import schema_context
from procrastinate.contrib.django import app
from rathaus.booking.events import AppointmentMoved
from rathaus.core.events import publish

def job():
    with schema_context("musterstadt"):
        try:
            with transaction.atomic():
                publish([AppointmentMoved("x", 1)])
                raise ValueError
        except ValueError:
            print("undone")

async def main():
    async with app.open_async():
        await sync_to_async(job, thread_sensitive=False)()

with app.replace_connector(app.connector.get_worker_connector()):
    asyncio.run(main())
"""


def test_the_worker_knows_all_periodic_tasks_and_they_run(race_town: str, post_office: Path) -> None:
    """At its start a worker takes up what was due in the last minutes."""
    wanted = {"booking.every_minute", "project.retry_stalled"}
    assert eventually(lambda: periodic() >= wanted), post_office.read_text()
    assert eventually(lambda: not jobs(status="todo") and not jobs(status="doing")), post_office.read_text()
    assert jobs(status="failed") == [], post_office.read_text()


def periodic() -> set[str]:
    """The periodic tasks that were enqueued so far."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM public.procrastinate_periodic_defers")
        return {row[0] for row in cursor.fetchall()}


def leave_undone(name: str, *, attempts: int = 0, alive: bool = False) -> int:
    """This will leave a job as a killed worker does: `doing`, the last sign of life long ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO public.procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval) RETURNING id",
            ["1 second" if alive else "1 hour"],
        )
        worker_id = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO public.procrastinate_jobs (queue_name, task_name, status, attempts, args, worker_id) "
            "VALUES ('default', %s, 'doing', %s, '{\"town\": \"musterstadt\"}', %s) RETURNING id",
            [name, attempts, worker_id],
        )
        return int(cursor.fetchone()[0])


def state_of(job: int) -> str:
    return str(ProcrastinateJob.objects.get(pk=job).status)


def test_a_job_left_undone_by_a_dead_worker_runs_again(race_town: str) -> None:
    left = leave_undone("booking.tidy")

    retry_stalled(0, town="public")

    assert state_of(left) == "todo"


def test_a_job_of_a_living_worker_is_left_alone(race_town: str) -> None:
    held = leave_undone("booking.tidy", alive=True)

    retry_stalled(0, town="public")

    assert state_of(held) == "doing"


def test_a_job_that_takes_every_worker_down_is_given_up(race_town: str) -> None:
    deadly = leave_undone("booking.tidy", attempts=MOST_RETRIES)

    retry_stalled(0, town="public")

    assert state_of(deadly) == "failed"


def test_the_minute_after_a_killed_worker_is_not_the_last_one(race_town: str) -> None:
    """A worker died within a town's minute; before that was noticed the next minute came."""
    left = leave_undone("booking.tidy")
    ProcrastinateJob.objects.filter(pk=left).update(lock="booking.tidy:musterstadt")
    every_minute(0, town="public")

    retry_stalled(0, town="public")

    assert state_of(left) == "todo"
    assert jobs(status="todo", lock="booking.tidy:musterstadt") == ["booking.tidy", "booking.tidy"]


def test_what_watches_over_the_others_is_not_kept_from_it_by_its_own_like(race_town: str) -> None:
    leave_undone("project.retry_stalled")
    enqueue([retry_stalled.configure().make_new_job(timestamp=0, town="public")])

    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM public.procrastinate_fetch_job_v2(NULL, NULL)")
        assert cursor.fetchone() == ("project.retry_stalled",)


def test_no_task_has_a_lock_and_a_queueing_lock(race_town: str) -> None:
    """Left undone, it could not be put back beside its waiting like, and its lock would keep that from running."""
    assert [task.name for task in app.tasks.values() if task.lock and task.queueing_lock] == []
    every_minute(0, town="public")
    every_night(0, town="public")
    assert not ProcrastinateJob.objects.exclude(queueing_lock=None).exists()


def test_what_waits_already_is_not_taken_up_twice(race_town: str) -> None:
    enqueue([every_minute.configure().make_new_job(timestamp=0, town="public")])
    left, other = leave_undone("booking.every_minute"), leave_undone("booking.nightly")
    ProcrastinateJob.objects.filter(pk=left).update(queueing_lock="booking.every_minute")

    retry_stalled(0, town="public")

    assert not ProcrastinateJob.objects.filter(pk=left).exists()
    assert state_of(other) == "todo"


def test_nothing_is_lost_with_a_lost_connection(visit: Appointment, server: MailServer, post_office: Path) -> None:
    """A worker may go on after that or end; then the next one, which the supervisor starts, does."""
    assert eventually(lambda: len(server.mails) == 1), post_office.read_text()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    cancel(appointment=visit, by=CITIZEN, at=timezone.now())
    every_minute(0, town="public")

    with running(*WORKER, log=post_office, RATHAUS_SMTP_URL=server.url):
        assert eventually(lambda: len(server.mails) == 2, seconds=60), post_office.read_text()
