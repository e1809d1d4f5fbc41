"""`rathaus verify` recounts every town and says where sheets and appointments differ."""

import tracemalloc
from collections import deque
from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from procrastinate.jobs import Job

from rathaus.booking import verify
from rathaus.booking.models import Appointment, DaySheet, Resource
from rathaus.booking.tasks import SheetsDiffer, nightly
from tests.makers import Maker


def run(town: str | None = None) -> str:
    out = StringIO()
    call_command("verify", town=town, stdout=out)
    return out.getvalue()


def test_sheets_that_count_right_are_no_difference(race_town: str, now: datetime) -> None:
    Maker(now).counter()

    assert run() == "0 differences\n"


def test_a_sheet_that_counts_wrong_is_named_and_fails(race_town: str, now: datetime) -> None:
    _, _, resource = Maker(now).counter(capacity=2)
    sheet = DaySheet.objects.order_by("day").first()
    assert sheet
    with connection.cursor() as cursor:
        cursor.execute("UPDATE booking_daysheet SET free_all[1] = 1 WHERE id = %s", [sheet.pk])
    out = StringIO()

    with pytest.raises(CommandError) as failed:
        call_command("verify", stdout=out)

    assert failed.value.returncode == 1
    said = f"musterstadt: resource {resource.pk}, {sheet.day}: free places in all differ from the appointments"
    assert out.getvalue() == f"{said}\n1 differences\n"
    assert run("beispielhausen") == "0 differences\n"


def test_an_unknown_town_is_told(race_town: str) -> None:
    with pytest.raises(CommandError, match="no town named nix"):
        run("nix")


def test_the_night_says_what_the_command_says(race_town: str, now: datetime) -> None:
    Maker(now).counter(capacity=2)
    nightly(town=race_town)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE booking_daysheet SET free_all[1] = 1 WHERE id = (SELECT min(id) FROM booking_daysheet)")

    with pytest.raises(SheetsDiffer, match=r"1 day sheets differ .*free places in all differ") as caught:
        nightly(town=race_town)

    assert not nightly.get_retry_exception(caught.value, _JOB)  # it stands failed in the desk at once
    assert nightly.get_retry_exception(OperationalError(), _JOB)


def test_visits_and_sheets_of_different_days_are_not_mixed_up(make: Maker, now: datetime) -> None:
    _, _, first = make.counter()
    _, _, second = make.counter()
    days = list(DaySheet.objects.filter(resource=first).order_by("day").values_list("day", flat=True))
    _visits(first, now, days[0] - timedelta(days=1), days[-1] + timedelta(days=1))
    DaySheet.objects.filter(resource=second, day=days[1]).delete()
    _visits(second, now, days[1])

    found = [(said.resource_id, said.day, said.what) for said in verify.differences()]

    told = "1 appointments without a sheet"
    assert found == [
        (first.pk, days[0] - timedelta(days=1), told),
        (first.pk, days[-1] + timedelta(days=1), told),
        (second.pk, days[1], told),
    ]


def test_a_recount_keeps_one_day_in_memory_however_long_a_town_has_lived(
    make: Maker, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, resource = make.counter()
    monkeypatch.setattr(verify, "BATCH", 20)
    years = [date(2020, 1, 1) + timedelta(days=n) for n in range(2_000)]

    _visits(resource, now, *years[:100])
    short = _peak()
    _visits(resource, now, *years[100:])

    assert _peak() < 2 * short


_JOB = Job(id=1, lock=None, queueing_lock=None, task_name="booking.nightly", queue="default")


def _visits(resource: Resource, now: datetime, *days: date) -> None:
    """This will put one visit into each day, past every sheet."""
    number = Appointment.objects.count()
    Appointment.objects.bulk_create(
        Appointment(
            reference=f"R{number + n}", office=resource.office, resource=resource, day=day, first_tick=96, ticks=3,
            zone="Europe/Berlin", starts_at=now, share="public", state="confirmed", created_at=now, booked_at=now,
        )
        for n, day in enumerate(days)
    )  # fmt: skip


def _peak() -> int:
    """The most bytes that Python held at once during a recount."""
    deque(verify.differences(), maxlen=0)
    tracemalloc.start()
    deque(verify.differences(), maxlen=0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak
