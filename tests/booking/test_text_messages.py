"""What people read on their phones, from the booking to a real SMSC and back by the link."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client

from rathaus.booking.actions import cancel, renew_link
from rathaus.booking.actions.fallback import write_instead
from rathaus.booking.actions.trail import text_due
from rathaus.booking.links import token, token_of
from rathaus.booking.messages import compose
from rathaus.booking.models import Appointment
from rathaus.booking.views.short import WRONG_LINKS
from rathaus.identity.queries import CITIZEN, Actor
from rathaus.integrations.kannel.channel import KannelChannel
from rathaus.notifications import ports
from rathaus.notifications.actions import Notice
from rathaus.notifications.models import Delivery, TextRules
from rathaus.notifications.outbox import send_due
from rathaus.notifications.segments import is_gsm, segments
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


def test_a_real_gateway_tells_that_the_text_arrived(
    make: Maker, now: datetime, gateway: kannel.Kannel, settings: Any, amina: Client
) -> None:
    with kannel.Catcher() as catcher:
        settings.RATHAUS_PUBLIC_PORT = catcher.port
        booked(make, at=now)
        send_due(at=now)
        called = catcher.calls.get(timeout=30)

    answer = amina.get(called)

    text = Delivery.objects.get(kind="sms-confirmed")
    assert answer.status_code == 202
    assert (text.state, text.is_delivered, text.parts) == ("sent", True, 1)


def test_a_number_alone_brings_confirmation_and_one_reminder(make: Maker, now: datetime, served: None) -> None:
    booked(make, at=now)

    assert kinds() == ["sms-confirmed", "sms-reminder-1d"]


def test_who_gave_an_address_alone_gets_mails_alone(make: Maker, now: datetime, served: None) -> None:
    booked(make, email="amina@example.org", mobile="", at=now)

    assert kinds() == []


def test_without_a_gateway_nothing_waits(make: Maker, now: datetime) -> None:
    booked(make, at=now)

    assert kinds() == []


def test_a_cancelled_visit_is_told_and_not_reminded_of(make: Maker, now: datetime, served: None) -> None:
    visit = booked(make, at=now)

    cancel(appointment=visit, by=CITIZEN, at=now + timedelta(hours=1))

    assert kinds() == ["sms-cancelled"]


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_a_text_has_few_parts_in_every_language_and_names_no_service(make: Maker, now: datetime, language: str) -> None:
    visit = booked(make, at=now)
    Appointment.objects.filter(pk=visit.pk).update(language=language)

    message = compose(str(visit.pk), "sms-reminder-1d", visit.starts_at - timedelta(hours=23))

    assert message is not None
    assert message.to == MOBILE
    assert segments(message.text) <= (2 if is_gsm(message.text) else 3)
    assert visit.reference in message.text
    assert "ausweis" not in message.text.lower()


def test_who_gave_both_gets_mails_and_the_reminder_of_the_day_before_by_sms(
    make: Maker, now: datetime, served: None
) -> None:
    visit = booked(make, email="amina@example.org", at=now)

    mails = Delivery.objects.filter(subject=f"appointment/{visit.pk}", channel="email").values_list("kind", flat=True)
    assert kinds() == ["sms-reminder-1d"]
    assert sorted(mails) == ["confirmed", "reminder-2h", "reminder-7d"]


def test_what_a_phone_did_not_get_is_told_by_mail_once(make: Maker, now: datetime, served: None) -> None:
    visit = booked(make, email="amina@example.org", at=now)
    lost = Delivery.objects.get(kind="sms-reminder-1d")
    Delivery.objects.filter(pk=lost.pk).update(state="failed", problem="Kannel: receipt 2")

    told = [write_instead(delivery_id=lost.pk, at=lost.due_at + timedelta(minutes=5)) for _ in range(2)]

    mail = Delivery.objects.get(subject=f"appointment/{visit.pk}", channel="email", kind="reminder-1d")
    lost.refresh_from_db()
    assert told == [True, False]
    assert (lost.state, lost.problem) == ("nothing", "by mail instead: Kannel: receipt 2")
    assert compose(str(visit.pk), mail.kind, mail.due_at) is not None


def test_without_an_address_a_lost_text_stays_failed_for_the_desk(make: Maker, now: datetime, served: None) -> None:
    booked(make, at=now)
    lost = Delivery.objects.get(kind="sms-confirmed")
    Delivery.objects.filter(pk=lost.pk).update(state="failed")

    assert not write_instead(delivery_id=lost.pk, at=now)
    lost.refresh_from_db()
    assert lost.state == "failed"


def test_who_books_at_night_is_told_at_once_and_a_change_waits_for_the_morning(
    make: Maker, now: datetime, served: None
) -> None:
    night = datetime(2026, 11, 24, 23, tzinfo=BERLIN)
    visit = booked(make, at=night)
    cancel(appointment=visit, by=CITIZEN, at=night + timedelta(minutes=5))

    due = dict(Delivery.objects.filter(channel="sms").values_list("kind", "due_at"))
    assert due["sms-confirmed"] == night
    assert due["sms-cancelled"] == datetime(2026, 11, 25, 8, tzinfo=BERLIN)


def test_a_change_that_would_come_too_late_goes_out_at_night() -> None:
    start = datetime(2026, 12, 7, 8, 30, tzinfo=BERLIN)
    night = datetime(2026, 12, 6, 22, tzinfo=BERLIN)

    assert text_due(Notice("cancelled", night), start, BERLIN, TextRules()) == night


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


def test_a_short_link_that_was_replaced_says_what_counts_now_and_nothing_of_the_visit(
    make: Maker, now: datetime, amina: Client
) -> None:
    visit = booked(make, at=now)
    old = token_of(visit)
    renew_link(appointment=visit, by=Actor("staff/bruno", frozenset({visit.office_id}), is_staff=True), at=now)

    answers = {path: amina.get(path) for path in (f"/t/{old}", f"/termin/{old}/", f"/t/{visit.reference}{'A' * 22}")}

    assert {answer.status_code for answer in answers.values()} == {404}
    assert "gilt nur der aus unserer letzten Nachricht" in answers[f"/t/{old}"].content.decode()
    assert all(visit.reference not in answer.content.decode().replace(path, "") for path, answer in answers.items())
    assert amina.get(f"/t/{token_of(visit)}").status_code == 303


@pytest.mark.parametrize(("email", "told"), [("", "sms-new-link"), ("amina@example.org", "new-link")])
def test_a_new_link_reaches_who_has_a_phone_alone(
    make: Maker, now: datetime, served: None, email: str, told: str
) -> None:
    visit = booked(make, email=email, at=now)

    renew_link(appointment=visit, by=Actor("staff/bruno", frozenset({visit.office_id}), is_staff=True), at=now)

    message = compose(str(visit.pk), told, now)
    assert Delivery.objects.filter(kind__endswith="new-link").get().kind == told
    assert message is not None
    assert token_of(visit) in message.text


def test_a_token_is_the_reference_and_22_signs() -> None:
    assert re.fullmatch(r"MU7K2P4Q[A-Za-z0-9_-]{22}", token(UUID(int=1), "MU7K2P4Q", 1))


def test_who_tries_wrong_links_is_slowed_down_and_right_ones_go_on(make: Maker, now: datetime, amina: Client) -> None:
    visit = booked(make, at=now)

    codes = [amina.get(f"/t/{visit.reference}{'A' * 22}").status_code for _ in range(WRONG_LINKS.most + 1)]

    assert codes == [404] * WRONG_LINKS.most + [429]
    assert amina.get(f"/t/{token_of(visit)}").status_code == 303
