"""What went wrong stands in the desk, and can be tried again."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from rathaus.audit.models import Event
from rathaus.booking.models import Appointment
from rathaus.desk import problems
from rathaus.notifications.models import Delivery
from tests.clock import Clock
from tests.desk.conftest import Desk

JOB = """
INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args, status, attempts)
VALUES ('default', 'booking.nightly', 0, jsonb_build_object('town', %s), %s::procrastinate_job_status, 8) RETURNING id
"""


def job(town: str, status: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(JOB, [town, status])
        return int(cursor.fetchone()[0])


def status_of(number: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [number])
        return str(cursor.fetchone()[0])


def page(desk: Desk) -> Any:
    return desk.bruno.get("/desk/meldungen/")


def test_when_all_is_well_the_page_says_so(desk: Desk, clock: Clock) -> None:
    shown = page(desk).content.decode()

    assert "Alles läuft." in shown
    assert "Keine. Alles, was dieser Stand kann, ist eingeschaltet." in shown


def test_a_missing_package_is_named(desk: Desk, settings: Any) -> None:
    settings.RATHAUS_FEATURES_OFF = [("Sprachausgabe", "espeak-ng")]

    assert "Sprachausgabe: Auf dem Rechner fehlt das Paket espeak-ng." in page(desk).content.decode()


def test_failed_and_stalled_jobs_of_the_own_town_and_of_all_towns_are_shown(desk: Desk) -> None:
    mine = {job("musterstadt", "failed"), job("musterstadt", "doing"), job("public", "failed")}
    job("beispielhausen", "failed")
    job("musterstadt", "todo")

    context = page(desk).context

    assert {j.pk for j, _name in [*context["jobs"], *context["stalled"]]} == mine


def test_a_failed_job_runs_again_on_demand(desk: Desk) -> None:
    number = job("musterstadt", "failed")

    desk.bruno.post(f"/desk/meldungen/aufgabe/{number}/")

    assert status_of(number) == "todo"


def test_a_stalled_job_runs_again_on_demand(desk: Desk) -> None:
    number = job("musterstadt", "doing")

    desk.bruno.post(f"/desk/meldungen/aufgabe/{number}/")

    assert status_of(number) == "todo"


def test_the_job_of_another_town_stays_untouched(desk: Desk) -> None:
    number = job("beispielhausen", "failed")

    assert desk.bruno.post(f"/desk/meldungen/aufgabe/{number}/").status_code == 404
    assert status_of(number) == "failed"


def test_messages_that_failed_wait_long_or_may_be_doubled_are_shown(
    desk: Desk, visit: Appointment, foreign: Appointment, clock: Clock
) -> None:
    Delivery.objects.filter(kind="confirmed").update(state="failed", problem="SMTP 550", perhaps_twice=2)
    Delivery.objects.filter(kind="reminder-2h").update(due_at=clock.moment - timedelta(minutes=16))

    context = page(desk).context

    assert [row["appointment"].pk for row in context["failed"]] == [visit.pk]
    assert context["copies"] == 2
    assert context["desk_nav"][-1].count == 1


def test_a_message_is_sent_again_on_demand_and_the_trail_tells(desk: Desk, visit: Appointment) -> None:
    Delivery.objects.filter(kind="confirmed").update(state="failed", attempts=12)
    number = Delivery.objects.get(kind="confirmed").pk

    desk.bruno.post(f"/desk/meldungen/nachricht/{number}/")

    delivery = Delivery.objects.get(pk=number)
    assert (delivery.state, delivery.attempts) == ("waiting", 0)
    assert Event.objects.filter(action="notifications.try-again").count() == 1


def test_the_message_of_another_office_stays_untouched(desk: Desk, foreign: Appointment) -> None:
    Delivery.objects.update(state="failed")
    number = Delivery.objects.filter(subject=f"appointment/{foreign.pk}")[0].pk

    assert desk.bruno.post(f"/desk/meldungen/nachricht/{number}/").status_code == 404
    assert Delivery.objects.get(pk=number).state == "failed"


def test_many_messages_of_other_offices_hide_none_of_ones_own(
    desk: Desk, visit: Appointment, foreign: Appointment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(problems, "MOST", 1)
    Delivery.objects.filter(kind="confirmed").update(state="failed")
    Delivery.objects.create(
        subject="letter/no-appointment",
        kind="confirmed",
        due_at=visit.starts_at,
        state="failed",
        created_at=visit.created_at,
    )

    context = page(desk).context

    assert Delivery.objects.filter(state="failed").latest("id").subject != f"appointment/{visit.pk}"
    assert [row["appointment"].pk for row in context["failed"]] == [visit.pk]
    assert context["desk_nav"][-1].count == 1
