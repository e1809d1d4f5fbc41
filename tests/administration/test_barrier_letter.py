"""The town is told of every barrier that somebody reports."""

from datetime import datetime
from typing import Any

from django.test import Client

from rathaus.identity.queries import SYSTEM
from rathaus.notifications.models import Delivery
from rathaus.notifications.outbox import send_due
from rathaus.offices.actions import answered, set_place
from rathaus.offices.models import BarrierReport
from rathaus.portal.actions import report_barrier
from tests.peers import MailServer

REPORT = {"page": "/termin/", "text": "Der Kalender\nwird nicht vorgelesen.", "email": "amina@example.org"}


def test_the_town_gets_a_mail_that_it_can_answer(town: str, now: datetime, settings: Any) -> None:
    set_place(email="post@musterstadt.example", by=SYSTEM, at=now)
    report_barrier(**REPORT, language="de", at=now)

    with MailServer() as server:
        settings.RATHAUS_SMTP_URL = server.url
        send_due(at=now)
        (mail,) = server.mails

    assert mail["To"] == "post@musterstadt.example"
    assert mail["Reply-To"] == "amina@example.org"
    assert "wird nicht vorgelesen." in mail.get_content()
    assert "/desk/verwaltung/texte/" in mail.get_content()


def test_what_is_answered_is_not_told_any_more(town: str, now: datetime, settings: Any) -> None:
    set_place(email="post@musterstadt.example", by=SYSTEM, at=now)
    report = report_barrier(**REPORT, language="de", at=now)
    answered(report_id=report.pk, by=SYSTEM, at=now)

    with MailServer() as server:
        settings.RATHAUS_SMTP_URL = server.url
        send_due(at=now)

    assert server.mails == []
    assert Delivery.objects.get().state == Delivery.State.NOTHING


def test_without_an_address_it_stands_in_the_administration_only(amina: Client, now: datetime) -> None:
    amina.post("/barrierefreiheit/", {"text": "Der Kalender wird nicht vorgelesen."})

    assert BarrierReport.objects.count() == 1
    assert not Delivery.objects.exists()
