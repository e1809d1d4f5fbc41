"""States of the desk's day, of its search, its calls and its problems."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from rathaus.booking.models import Appointment, DaySheet, State
from rathaus.notifications.models import Delivery
from rathaus.offices.models import Office
from tests.browser.states.stage import PROBE, Stage, change, in_days, prepares, run

SITUATIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Amina Yılmaz", {"state": State.DONE}),
    ("Maximilian Freiherr von Hohenstein-Wallersee", {"state": State.NO_SHOW}),
    ("Dario Conti", {"state": State.CANCELLED}),
    ("Jale Öztürk", {"state": State.CHECKED_IN}),
    ("Thi Mai Nguyen", {"state": State.CONFIRMED, "persons": 3}),
    ("Anna Schmidt", {"state": State.CONFIRMED, "starts_at": timedelta(hours=1)}),
    ("Oleksandr Kovalenko", {"state": State.PRECONFIRMED, "starts_at": timedelta(hours=2)}),
)


def day_with_visits(stage: Stage) -> Office:
    """This will make an office whose day has a visit in every situation."""
    office, service, _resource = stage.counter(capacity=4, share=3)
    for number, (name, values) in enumerate(SITUATIONS):
        _today(stage.make.booked(office, service, in_days(6), f"{9 + number:02d}:00", name=name), **values)
    return office


def _today(appointment: Appointment, **values: Any) -> None:
    now = timezone.now()
    starts_at = now + values.pop("starts_at", -timedelta(hours=1))
    held_until = now + timedelta(hours=1) if values.get("state") == State.PRECONFIRMED else None
    change(appointment, day=in_days(0), starts_at=starts_at, held_until=held_until, **values)


@prepares("desk:today", "full")
def today_full(stage: Stage) -> None:
    stage.sign_in(day_with_visits(stage))
    stage.open("/desk/?alle=1")
    stage.sees("nicht erschienen")


@prepares("desk:today", "empty")
def today_empty(stage: Stage) -> None:
    office, _service, _resource = stage.counter()
    stage.sign_in(office)
    stage.open("/desk/")
    stage.sees("An diesem Tag hat noch niemand einen Termin.")


@prepares("desk:today", "closed")
def today_closed(stage: Stage) -> None:
    office, _service, resource = stage.counter()
    DaySheet.objects.filter(resource=resource).delete()
    stage.sign_in(office)
    stage.open("/desk/")
    stage.sees("An diesem Tag ist geschlossen.")


@prepares("desk:today", "over")
def today_over(stage: Stage) -> None:
    office, service, _resource = stage.counter()
    _today(stage.make.booked(office, service, in_days(6), "09:00"), state=State.DONE)
    stage.sign_in(office)
    stage.open("/desk/")
    stage.sees("Alle Termine dieses Tages sind abgeschlossen.")


@prepares("desk:today", "other-day")
def today_other_day(stage: Stage) -> None:
    office, service, _resource = stage.counter()
    stage.make.booked(office, service, in_days(6), "09:00")
    stage.sign_in(office)
    stage.open(f"/desk/?tag={in_days(6)}")
    stage.sees("Amina Yılmaz")


@prepares("desk:today", "said")
def today_said(stage: Stage) -> None:
    office, service, _resource = stage.counter()
    _today(stage.make.booked(office, service, in_days(6), "09:00"))
    stage.sign_in(office)
    stage.open("/desk/")
    stage.press("button[value=angekommen]")
    stage.sees("Amina Yılmaz ist angekommen.")


@prepares("desk:today", "menu")
def today_menu(stage: Stage) -> None:
    stage.sign_in(day_with_visits(stage))
    stage.open("/desk/")
    stage.press(".rh-menu summary")
    stage.sees("Warum ruft jemand an?")


@prepares("desk:today", "several-offices")
def today_several_offices(stage: Stage) -> None:
    here, _service, _resource = stage.counter()
    stage.sign_in(
        here, stage.make.office("Kfz-Zulassung und Führerscheinstelle im Stadtteil Süd"), name="Chloé Richter"
    )
    stage.open("/desk/")
    stage.sees("Wechseln")


@prepares("desk:today", "no-office")
def today_no_office(stage: Stage) -> None:
    stage.sign_in()
    stage.open("/desk/")
    stage.sees("Sie gehören noch zu keinem Amt")


def _find(stage: Stage, office: Office, text: str) -> None:
    stage.sign_in(office)
    stage.open("/desk/suche/")
    stage.fill(q=text)
    stage.press("main form [type=submit]")


@prepares("desk:find", "empty")
def find_empty(stage: Stage) -> None:
    stage.sign_in(stage.counter()[0])
    stage.open("/desk/suche/")


@prepares("desk:find", "hits")
def find_hits(stage: Stage) -> None:
    _find(stage, day_with_visits(stage), "an")
    stage.sees("Anna Schmidt")


@prepares("desk:find", "none")
def find_none(stage: Stage) -> None:
    _find(stage, stage.counter()[0], "Unbekannt")
    stage.sees("Dazu gibt es in Ihren Ämtern keinen Termin.")


@prepares("desk:find", "errors")
def find_errors(stage: Stage) -> None:
    _find(stage, stage.counter()[0], "")
    stage.sees("Bitte prüfen Sie Ihre Angaben")


@prepares("desk:call", "counts")
def call_counts(stage: Stage) -> None:
    stage.sign_in(stage.counter()[0])
    stage.open("/desk/anruf/")
    stage.press(".rh-menu summary")
    stage.press(".rh-menu__item")
    stage.sees("Anruf notiert")


@prepares("desk:problems", "well")
def problems_well(stage: Stage) -> None:
    stage.sign_in(stage.counter()[0])
    stage.open("/desk/meldungen/")
    stage.sees("Alles läuft.")


JOB = """
INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args, status, attempts)
VALUES ('default', 'booking.tidy', 0, jsonb_build_object('town', %s), %s::procrastinate_job_status, 8)
"""


@prepares("desk:problems", "all")
def problems_all(stage: Stage) -> None:
    appointment, now = stage.visit(), timezone.now()
    for status in ("failed", "doing"):
        run(JOB, PROBE, status)
    stage.undo.append(lambda: run("DELETE FROM procrastinate_jobs WHERE args->>'town' = %s", PROBE))
    for kind, values in {
        "reminder-7d": {"state": "failed", "problem": "SMTP 550 5.1.1 unknown recipient", "attempts": 8},
        "reminder-1d": {"state": "sending", "claimed_until": now + timedelta(hours=1)},
        "reminder-2h": {"state": "sent", "perhaps_twice": 2},
    }.items():
        Delivery.objects.create(
            subject=f"appointment/{appointment.pk}", kind=kind, due_at=now - timedelta(hours=1), created_at=now,
            **values,
        )  # fmt: skip
    stage.sign_in(appointment.office)
    stage.open("/desk/meldungen/")
    stage.sees("Vielleicht doppelt gesendet")
    stage.sees("Stehen geblieben")
