"""`rathaus verify` recounts every town and says where sheets and appointments differ."""

from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from rathaus.booking.models import DaySheet
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
