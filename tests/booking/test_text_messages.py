"""What people read on their phones, from the booking to a real SMSC and back by the link."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from rathaus.booking.actions import cancel
from rathaus.booking.actions.trail import at_daytime
from rathaus.booking.links import token, token_of
from rathaus.booking.messages import compose
from rathaus.booking.models import Appointment
from rathaus.booking.views.short import WRONG_LINKS
from rathaus.identity.queries import CITIZEN
from rathaus.integrations.kannel.channel import KannelChannel
from rathaus.notifications import ports
from rathaus.notifications.models import Delivery
from rathaus.notifications.outbox import send_due
from rathaus.notifications.segments import segments
from tests import kannel
from tests.makers import Maker

BERLIN = ZoneInfo("Europe/Berlin")
MOBILE = "+4915123456789"


@pytest.fixture
def gateway(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[kannel.Kannel]:
    kannel.install()
    monkeypatch.setitem(ports._channels, "sms", KannelChannel())
    with kannel.Kannel(tmp_path) as running:
        settings.RATHAUS_SMS_URL = running.url
        yield running


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ports._channels, "sms", KannelChannel())


def booked(make: Maker, **values: Any) -> Appointment:
    office, service, _resource = make.counter()
    return make.booked(office, service, date(2026, 12, 7), "09:20", **{"email": "", "mobile": MOBILE, **values})


def kinds() -> list[str]:
    found = Delivery.objects.filter(channel="sms", state="waiting").order_by("due_at")
    return list(found.values_list("kind", flat=True))


def test_a_phone_gets_the_text_and_its_link_opens_the_appointment(
    make: Maker, now: datetime, gateway: kannel.Kannel, amina: Client
) -> None:
    visit = booked(make, at=now)

    send_due(at=now)

    received = gateway.received()
    assert visit.reference in received
    assert Delivery.objects.get(kind="sms-confirmed").state == "sent"
    link = re.search(r"https?://[^/]+(/t/[^ >]+)", received)
    assert link
    assert visit.reference[:4] in amina.get(link[1], follow=True).content.decode()


def test_a_number_alone_brings_confirmation_and_one_reminder(make: Maker, now: datetime, served: None) -> None:
    booked(make, at=now)

    assert kinds() == ["sms-confirmed", "sms-reminder-1d"]


def test_who_gave_an_address_gets_mails_alone(make: Maker, now: datetime, served: None) -> None:
    booked(make, email="amina@example.org", at=now)

    assert kinds() == []


def test_without_a_gateway_nothing_waits(make: Maker, now: datetime) -> None:
    booked(make, at=now)

    assert kinds() == []


def test_a_cancelled_visit_is_told_and_not_reminded_of(make: Maker, now: datetime, served: None) -> None:
    visit = booked(make, at=now)

    cancel(appointment=visit, by=CITIZEN, at=now + timedelta(hours=1))

    assert kinds() == ["sms-cancelled"]


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_reminder_has_two_parts_at_most_and_names_no_service(make: Maker, now: datetime, language: str) -> None:
    visit = booked(make, at=now)
    Appointment.objects.filter(pk=visit.pk).update(language=language)

    message = compose(str(visit.pk), "sms-reminder-1d", visit.starts_at - timedelta(hours=23))

    assert message is not None
    assert message.to == MOBILE
    assert segments(message.text) <= 2
    assert visit.reference in message.text
    assert "ausweis" not in message.text.lower()


@pytest.mark.parametrize(
    ("due", "sent"),
    [
        (datetime(2026, 11, 23, 8, tzinfo=BERLIN), datetime(2026, 11, 23, 8, tzinfo=BERLIN)),
        (datetime(2026, 11, 23, 19, 59, tzinfo=BERLIN), datetime(2026, 11, 23, 19, 59, tzinfo=BERLIN)),
        (datetime(2026, 11, 23, 20, tzinfo=BERLIN), datetime(2026, 11, 24, 8, tzinfo=BERLIN)),
        (datetime(2026, 11, 24, 7, 59, tzinfo=BERLIN), datetime(2026, 11, 24, 8, tzinfo=BERLIN)),
    ],
)
def test_phones_are_silent_at_night(due: datetime, sent: datetime) -> None:
    assert at_daytime(due, BERLIN) == sent


def test_a_short_link_leads_on_privately_and_in_the_language_of_the_visit(
    make: Maker, now: datetime, amina: Client
) -> None:
    visit = booked(make, at=now)
    Appointment.objects.filter(pk=visit.pk).update(language="en")

    answer = amina.get(f"/t/{token_of(visit)}")

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/en/termin/{token_of(visit)}/"
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert answer.headers["Cache-Control"] == "no-store"
    assert amina.get(f"/t/{token_of(visit)}/").status_code == 303


def test_a_token_is_the_reference_and_22_signs() -> None:
    assert re.fullmatch(r"MU7K2P4Q[A-Za-z0-9_-]{22}", token(UUID(int=1), "MU7K2P4Q", 1))


def test_who_tries_wrong_links_is_slowed_down_and_right_ones_go_on(make: Maker, now: datetime, amina: Client) -> None:
    visit = booked(make, at=now)

    codes = [amina.get(f"/t/{visit.reference}{'A' * 22}").status_code for _ in range(WRONG_LINKS.most + 1)]

    assert codes == [404] * WRONG_LINKS.most + [429]
    assert amina.get(f"/t/{token_of(visit)}").status_code == 303
