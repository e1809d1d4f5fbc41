"""A worker of its own process: what it writes names nobody, and what it cannot place it does not do."""

import sys
from datetime import timedelta
from pathlib import Path

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from rathaus.booking.links import token_of
from rathaus.booking.models import Appointment
from rathaus.notifications.models import Delivery
from tests.makers import Maker
from tests.peers import MailServer, eventually, running

WORKER = (sys.executable, "-m", "django", "procrastinate", "worker")
LOST_JOB = """
INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default', 'project.retry_stalled', %s::jsonb)
"""


def test_the_worker_names_nobody_and_does_nothing_without_a_town(race_town: str, tmp_path: Path) -> None:
    maker = Maker(timezone.now())
    office, service, _resource = maker.counter(rules=tuple((day, "00:00", "23:55") for day in range(7)))
    soon = (timezone.now() + timedelta(days=3)).date()
    visit = maker.booked(office, service, soon, "09:00", email="amina.yilmaz@example.org")
    refused = maker.booked(office, service, soon, "10:00", name="Dario", email="dario@example.org")
    with connection.cursor() as cursor:
        cursor.execute(LOST_JOB, ['{"timestamp": 1}'])
        cursor.execute(LOST_JOB, ['{"timestamp": 1, "town": "nirgendwo"}'])
    log = tmp_path / "worker.log"

    with MailServer() as server:
        server.recipients["dario@example.org"] = "550 no such user dario@example.org"
        with running(*WORKER, log=log, RATHAUS_SMTP_URL=server.url):
            assert eventually(lambda: server.mails and failed(refused) and lost() == 2), log.read_text()

    written = log.read_text()
    assert "NoTownForJob" in written
    assert "NoSuchTown" in written
    words = {"Yılmaz", "yilmaz", "dario", "Dario", "example.org", token_of(visit), visit.reference, refused.reference}
    assert {word for word in words if word in written} == set()


def failed(visit: Appointment) -> bool:
    return Delivery.objects.filter(subject=f"appointment/{visit.pk}", state="failed").exists()


def lost() -> int:
    return ProcrastinateJob.objects.filter(task_name="project.retry_stalled", status="failed").count()
