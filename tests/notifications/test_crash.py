"""Sending with real commits: two senders at once, and one that dies at the worst moment."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django_tenants.utils import schema_context

from rathaus.integrations.smtp.channel import SmtpConversation
from rathaus.notifications.actions import Notice, schedule
from rathaus.notifications.models import Delivery
from rathaus.notifications.outbox import CLAIM, send_due
from tests.peers import MailServer, python

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DIE = """
import os
from datetime import datetime
from django_tenants.utils import schema_context
from rathaus.integrations.smtp.channel import SmtpConversation
from rathaus.notifications import ports
from rathaus.notifications.outbox import send_due

def dying(self, message, key, hand_over=SmtpConversation.hand_over):
    if WHEN == "before":
        os.kill(os.getpid(), 9)
    receipt = hand_over(self, message, key)
    if message.to.startswith("p3@"):
        os.kill(os.getpid(), 9)  # the server has said yes, we have not committed it
    return receipt

SmtpConversation.hand_over = dying
ports.compose_with("letter", lambda name, kind, at: ports.Message(f"{name}@example.org", kind, "x"))
with schema_context("musterstadt"):
    send_due(at=datetime.fromisoformat("2026-11-23T09:00:00+00:00"))
"""


@pytest.fixture
def letters(race_town: str) -> Iterator[None]:
    for number in range(40):
        schedule(subject=f"letter/p{number}", notices=[Notice("news", NOW)], at=NOW)
    yield
    connection.close()


def send_all(at: datetime) -> None:
    while send_due(at=at):
        pass


@pytest.mark.usefixtures("letters")
def test_a_sender_killed_after_the_yes_makes_one_counted_second_copy(server: MailServer) -> None:
    done = python(f'WHEN = "after"\n{DIE}', RATHAUS_SMTP_URL=server.url)
    assert done.returncode == -9, done.stderr
    assert server.to == [f"p{n}@example.org" for n in range(4)]
    send_all(NOW + timedelta(minutes=1))
    assert len(server.to) == 4  # its claim still stands

    send_all(NOW + CLAIM)

    assert sorted(server.to) == sorted([f"p{n}@example.org" for n in range(40)] + ["p3@example.org"])
    assert list(Delivery.objects.exclude(perhaps_twice=0).values_list("subject", "perhaps_twice")) == [("letter/p3", 1)]
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    copies = [mail["Message-ID"] for mail in server.mails if mail["To"] == "p3@example.org"]
    assert len(copies) == 2
    assert len(set(copies)) == 1


@pytest.mark.usefixtures("letters")
def test_a_sender_killed_before_it_spoke_counts_one_doubt_and_makes_no_copy(server: MailServer) -> None:
    done = python(f'WHEN = "before"\n{DIE}', RATHAUS_SMTP_URL=server.url)
    assert (done.returncode, server.to) == (-9, [])

    send_all(NOW + CLAIM)

    assert sorted(server.to) == sorted(f"p{n}@example.org" for n in range(40))
    assert Delivery.objects.exclude(perhaps_twice=0).count() == 1


@pytest.mark.usefixtures("letters")
def test_two_senders_at_once_send_each_message_once(server: MailServer) -> None:
    for number in range(40, 160):
        schedule(subject=f"letter/p{number}", notices=[Notice("news", NOW)], at=NOW)
    worked: list[int] = []

    def sender() -> None:
        try:
            with schema_context("musterstadt"):
                while count := send_due(at=NOW, most=20):
                    worked.append(count)
        finally:
            connection.close()

    threads = [threading.Thread(target=sender) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(server.to) == sorted(f"p{n}@example.org" for n in range(160))
    assert sum(worked) == 160
    assert set(Delivery.objects.values_list("state", "attempts", "perhaps_twice")) == {("sent", 1, 0)}
    assert server.sessions > 2


@pytest.mark.usefixtures("letters")
def test_a_lost_database_leaves_a_doubt_that_is_counted(server: MailServer) -> None:
    original = SmtpConversation.hand_over

    def broken() -> None:
        raise OSError("the database is gone")

    with pytest.MonkeyPatch.context() as patch:

        def cut(self: SmtpConversation, message: Any, key: str) -> str:
            receipt = original(self, message, key)
            if message.to.startswith("p3@"):
                connection.close()
                patch.setattr(connection, "connect", broken)
            return receipt

        patch.setattr(SmtpConversation, "hand_over", cut)
        with pytest.raises(OSError, match="gone"):
            send_due(at=NOW)
    send_all(NOW + CLAIM)

    assert server.to.count("p3@example.org") == 2
    assert list(Delivery.objects.exclude(perhaps_twice=0).values_list("subject", flat=True)) == ["letter/p3"]
