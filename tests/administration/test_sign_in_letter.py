"""A member is told by mail when their sign-in changed: whoever did it at their open desk is found out."""

from datetime import datetime
from email.message import EmailMessage
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from rathaus.administration.tasks import TELL_OF_SIGN_IN, tell
from rathaus.identity.actions import add_passkey, change_password, remove_passkey
from rathaus.identity.models import Staff
from rathaus.identity.passkeys.ceremony import NewKey
from rathaus.notifications.models import Delivery
from tests.clock import Clock
from tests.desk.people import PASSWORD, clerk
from tests.makers import Maker
from tests.peers import MailServer


@pytest.fixture
def bruno(make: Maker, clock: Clock) -> Staff:
    return clerk(make.office().pk, at=clock.moment)


def mail_of(settings: Any) -> EmailMessage:
    """What the job that waits sends."""
    job = ProcrastinateJob.objects.filter(task_name=TELL_OF_SIGN_IN).latest("id")
    with MailServer() as server:
        settings.RATHAUS_SMTP_URL = server.url
        tell(**job.args)
        (mail,) = server.mails
    return mail


def test_bruno_is_told_of_a_new_passkey_and_of_its_end(bruno: Staff, now: datetime, settings: Any) -> None:
    passkey = add_passkey(member=bruno, key=NewKey(b"k", b"x", 0), name="Laptop", at=now)
    added = mail_of(settings)
    remove_passkey(member=bruno, passkey_id=passkey.pk, at=now)
    removed = mail_of(settings)

    assert added["To"] == bruno.email
    assert "wurde ein Passkey hinzugefügt" in added.get_content()
    assert "/desk/konto/" in added.get_content()
    assert "wurde ein Passkey entfernt" in removed.get_content()


def test_bruno_is_told_of_another_password(bruno: Staff, now: datetime, settings: Any) -> None:
    change_password(member=bruno, current=PASSWORD, password="kranich-lampe-neun-segel", at=now)

    assert "Ihr Passwort wurde geändert." in mail_of(settings).get_content()


def test_whoever_left_meanwhile_gets_no_letter(bruno: Staff, now: datetime, settings: Any) -> None:
    add_passkey(member=bruno, key=NewKey(b"k", b"x", 0), name="Laptop", at=now)
    Staff.objects.update(is_active=False)
    with MailServer() as server:
        settings.RATHAUS_SMTP_URL = server.url
        tell(**ProcrastinateJob.objects.latest("id").args)

    assert server.mails == []
    assert Delivery.objects.get().state == Delivery.State.NOTHING
