"""Operators learn what is wrong with SMS; the house stays ready without them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from rathaus.notifications import ports
from rathaus.notifications.models import Delivery, TextMonth, TextRules
from rathaus.operations import phones
from rathaus.operations.findings import Finding
from tests.operations.test_probes import heartbeat

NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/Berlin"))
HOUR = timedelta(hours=1)


@dataclass
class Gateway:
    """A gateway that behaves as the test says."""

    fault: Exception | None = None
    gives_receipts: bool = True

    def look(self) -> None:
        if self.fault:
            raise self.fault


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch, town: str, settings: Any) -> Gateway:
    found = Gateway()
    settings.RATHAUS_SMS_URL = "kannel://rathaus:geheim@127.0.0.1:1"
    monkeypatch.setitem(ports._channels, "sms", found)
    return found


def of_town(name: str) -> Finding:
    return {found.name: found for found in phones.of_town(NOON)}[name]


def went_out(number: int, **values: Any) -> None:
    for row in range(number):
        Delivery.objects.create(
            subject=f"x/{row}", kind="x", channel="sms", due_at=NOON, created_at=NOON,
            **{"state": "sent", "sent_at": NOON - 5 * HOUR, **values},
        )  # fmt: skip


def test_a_house_without_a_gateway_lacks_nothing(town: str) -> None:
    assert phones.gateway(NOON).is_well
    assert list(phones.of_town(NOON)) == []


def test_a_gateway_that_refuses_us_is_told_from_one_that_is_away(gateway: Gateway) -> None:
    assert phones.gateway(NOON).is_well
    gateway.fault = ports.NotAdmitted("Kannel 403")
    assert phones.gateway(NOON).said == "the gateway refuses us (Kannel 403)"
    assert "password" in phones.gateway(NOON).mend
    gateway.fault = ports.ChannelAway("ConnectError")

    assert phones.gateway(NOON).said == "the gateway is away (ConnectError)"
    assert "geheim" not in phones.gateway(NOON).mend


def test_a_limit_is_told_before_it_is_reached_and_after(gateway: Gateway) -> None:
    month = TextMonth.objects.create(first_on=NOON.date().replace(day=1), parts=79)
    assert of_town("sms limit").is_well
    TextRules.objects.create(pk=1, most_parts=100)
    assert of_town("sms limit").is_well
    for parts, told in ((80, "the limit is near"), (100, "the limit is reached")):
        month.parts = parts
        month.save()
        assert told in of_town("sms limit").said
        assert "in the administration" in of_town("sms limit").mend


def test_receipts_that_never_come_are_found_and_one_is_enough(gateway: Gateway) -> None:
    went_out(2)
    assert of_town("sms receipts").is_well
    Delivery.objects.all().delete()
    went_out(3)
    assert "none ever comes" in of_town("sms receipts").said
    assert "docs/operations/sms.md" in of_town("sms receipts").mend
    Delivery.objects.filter(subject="x/1").update(is_delivered=True)

    assert of_town("sms receipts").is_well


@pytest.mark.parametrize("hours", [1, 80])
def test_a_receipt_may_take_its_time_and_old_ones_count_no_more(gateway: Gateway, hours: int) -> None:
    went_out(5, sent_at=NOON - hours * HOUR)

    assert of_town("sms receipts").is_well


def test_no_receipts_are_missed_where_none_are_given(gateway: Gateway) -> None:
    went_out(5)
    gateway.gives_receipts = False

    assert "sms receipts" not in {found.name for found in phones.of_town(NOON)}


def test_the_public_page_names_sms_apart_from_mail_and_the_house_stays_ready(
    gateway: Gateway, amina: Client, now: datetime
) -> None:
    heartbeat(1)
    TextRules.objects.create(pk=1, quiet_from=0, quiet_until=0)
    assert "per SMS</strong>: läuft" in amina.get("/status/").content.decode()
    Delivery.objects.create(subject="x/1", kind="x", channel="sms", due_at=now - HOUR, created_at=now)
    gateway.fault = ports.ChannelAway("ConnectError")

    page = amina.get("/status/").content.decode()

    assert "per SMS</strong>: gestört" in page
    assert "per E-Mail</strong>: läuft" in page
    assert amina.get("/ready/").content == b"ready\n"


def test_sms_that_wait_for_the_morning_are_not_late(gateway: Gateway) -> None:
    night = NOON.replace(hour=23)
    Delivery.objects.create(subject="x/1", kind="x", channel="sms", due_at=night - 4 * HOUR, created_at=night)

    assert phones.go_out(night)
    assert not phones.go_out(night + 10 * HOUR)
