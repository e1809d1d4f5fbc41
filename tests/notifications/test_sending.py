"""What becomes of messages that are due."""

import logging
from datetime import datetime, timedelta
from typing import Any

import pytest

from rathaus.notifications import ports
from rathaus.notifications.actions import Notice, schedule, withdraw
from rathaus.notifications.models import Delivery
from rathaus.notifications.outbox import CLAIM, GIVE_UP_AFTER, backoff, send_due
from rathaus.notifications.ports import Message
from rathaus.notifications.queries import outbox_state
from tests.peers import MailServer, hang_up

pytestmark = pytest.mark.usefixtures("town")
MINUTE = timedelta(minutes=1)


def due(*names: str, at: datetime, kind: str = "news", **values: Any) -> None:
    for name in names:
        schedule(subject=f"letter/{name}", notices=[Notice(kind, at, **values)], at=at)


def row(name: str) -> Delivery:
    return Delivery.objects.get(subject=f"letter/{name}")


def send_all(at: datetime) -> None:
    while send_due(at=at):
        pass


def test_what_is_due_is_sent_once(server: MailServer, now: datetime) -> None:
    due("amina", "chloe", at=now)

    send_all(now)
    send_all(now + timedelta(days=1))

    assert server.to == ["amina@example.org", "chloe@example.org"]
    amina = row("amina")
    assert (amina.state, amina.attempts, amina.perhaps_twice, amina.claimed_until) == ("sent", 1, 0, None)
    assert amina.provider_id == server.mails[0]["Message-ID"]
    assert amina.sent_at is not None


def test_what_is_not_due_yet_waits(server: MailServer, now: datetime) -> None:
    due("amina", at=now + MINUTE)

    send_all(now)

    assert (server.to, row("amina").state) == ([], "waiting")


def test_what_comes_too_late_is_not_sent(server: MailServer, now: datetime) -> None:
    due("amina", at=now, expires_at=now + MINUTE)

    send_all(now + MINUTE)

    assert (server.to, row("amina").state, row("amina").problem) == ([], "nothing", "too late")


def test_what_has_nothing_to_say_is_not_sent(server: MailServer, now: datetime) -> None:
    due("nobody", at=now)

    send_all(now)

    assert (server.sessions, row("nobody").state) == (0, "nothing")


def test_what_was_withdrawn_is_not_sent(server: MailServer, now: datetime) -> None:
    due("amina", at=now)

    assert withdraw(subject="letter/amina") == 1
    send_all(now)

    assert (server.to, row("amina").state) == ([], "cancelled")


def test_withdrawing_some_kinds_leaves_the_others(now: datetime) -> None:
    due("amina", at=now)
    due("amina", at=now, kind="reminder")

    assert withdraw(subject="letter/amina", kinds=["reminder"]) == 1

    assert list(Delivery.objects.filter(state="waiting").values_list("kind", flat=True)) == ["news"]


def test_the_same_message_is_planned_once_and_comes_back_after_a_withdrawal(server: MailServer, now: datetime) -> None:
    due("amina", at=now)
    due("amina", at=now)
    withdraw(subject="letter/amina")
    due("amina", at=now)

    send_all(now)
    due("amina", at=now)
    send_all(now)

    assert server.to == ["amina@example.org"]


def test_five_hundred_go_out_in_one_go(server: MailServer, now: datetime) -> None:
    due(*[f"p{n}" for n in range(500)], at=now)

    send_all(now)

    assert sorted(server.to) == sorted(f"p{n}@example.org" for n in range(500))
    assert server.sessions == 3
    assert Delivery.objects.filter(state="sent").count() == 500


def test_a_refused_address_fails_for_good_and_alone(server: MailServer, now: datetime) -> None:
    server.recipients["dario@example.org"] = "550 <dario@example.org> unknown"
    due("amina", "dario", "chloe", at=now)

    send_all(now)
    send_all(now + timedelta(days=1))

    assert server.to == ["amina@example.org", "chloe@example.org"]
    assert (row("dario").state, row("dario").problem, row("dario").attempts) == ("failed", "SMTP 550", 1)


def test_not_now_is_tried_again_at_growing_distances(server: MailServer, now: datetime) -> None:
    server.recipients["dario@example.org"] = "450 later"
    due("dario", "amina", at=now)

    send_all(now)
    assert (row("dario").state, row("amina").state) == ("waiting", "sent")
    send_all(now + timedelta(seconds=59))
    assert row("dario").attempts == 1
    send_all(now + 2 * MINUTE)
    assert row("dario").attempts == 2
    server.recipients.clear()
    send_all(now + 3 * MINUTE)
    assert row("dario").attempts == 2
    send_all(now + 5 * MINUTE)
    assert (row("dario").state, row("dario").problem, row("dario").perhaps_twice) == ("sent", "", 0)


def test_not_now_for_days_is_given_up(server: MailServer, now: datetime) -> None:
    server.recipients["dario@example.org"] = "450 later"
    due("dario", at=now)

    send_all(now + GIVE_UP_AFTER)

    assert (row("dario").state, row("dario").problem) == ("failed", "SMTP 450")


def test_without_a_server_all_wait_and_catch_up(server: MailServer, settings: Any, now: datetime) -> None:
    here, settings.RATHAUS_SMTP_URL = settings.RATHAUS_SMTP_URL, "smtp://127.0.0.1:1"
    due(*[f"p{n}" for n in range(300)], at=now)

    for minute in range(30):
        assert send_due(at=now + minute * MINUTE) == 0
    assert set(Delivery.objects.values_list("state", "perhaps_twice")) == {("waiting", 0)}
    assert outbox_state(at=now + 30 * MINUTE).overdue == 300
    assert outbox_state(at=now + 30 * MINUTE).last_problem == "ConnectionRefusedError"
    settings.RATHAUS_SMTP_URL = here
    send_all(now + 41 * MINUTE)

    assert len(server.to) == len(set(server.to)) == 300
    assert outbox_state(at=now + 41 * MINUTE).overdue == 0


def test_without_a_server_nothing_is_given_up(settings: Any, now: datetime) -> None:
    settings.RATHAUS_SMTP_URL = ""
    due("amina", at=now)

    send_all(now + GIVE_UP_AFTER)

    assert (row("amina").state, row("amina").problem) == ("waiting", "no mail server is configured")


def test_a_lost_connection_is_opened_again_in_mid_batch(server: MailServer, now: datetime) -> None:
    server.recipients["p5@example.org"] = hang_up
    due(*[f"p{n}" for n in range(10)], at=now)

    send_all(now)

    assert sorted(server.to) == sorted(f"p{n}@example.org" for n in range(10) if n != 5)
    assert (row("p5").state, row("p5").perhaps_twice, row("p6").attempts) == ("waiting", 0, 1)
    server.recipients.clear()
    send_all(now + 2 * MINUTE)
    assert (row("p5").state, row("p5").perhaps_twice) == ("sent", 0)


def test_a_lost_answer_is_a_counted_doubt(server: MailServer, now: datetime) -> None:
    server.texts = ["250 OK", hang_up]
    due("amina", "chloe", "dario", at=now)

    send_all(now)
    assert row("chloe").state == "sending"
    send_all(now + 2 * MINUTE)

    assert server.to == ["amina@example.org", "chloe@example.org", "dario@example.org", "chloe@example.org"]
    assert [row(name).perhaps_twice for name in ("amina", "chloe", "dario")] == [0, 1, 0]
    assert len({mail["Message-ID"] for mail in server.mails}) == 3
    assert outbox_state(at=now).perhaps_twice == 1


def test_a_doubt_about_what_is_pointless_by_now_is_not_sent_again(server: MailServer, now: datetime) -> None:
    server.texts = [hang_up]
    due("amina", at=now, expires_at=now + MINUTE)

    send_all(now)
    send_all(now + 2 * MINUTE)

    assert (row("amina").state, row("amina").perhaps_twice, len(server.mails)) == ("nothing", 0, 1)


def test_a_claim_that_ran_out_before_anything_was_sent_is_no_doubt(server: MailServer, now: datetime) -> None:
    due("amina", at=now)
    Delivery.objects.update(claimed_until=now + CLAIM)  # a worker died right after claiming

    send_all(now)
    assert server.to == []
    send_all(now + CLAIM)

    assert (row("amina").state, row("amina").perhaps_twice, len(server.to)) == ("sent", 0, 1)


def test_withdrawn_between_claim_and_sending_is_not_sent(
    server: MailServer, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(name: str, kind: str, at: datetime) -> Message:
        withdraw(subject="letter/amina")
        return Message(to="amina@example.org", subject=kind, text="")

    monkeypatch.setitem(ports._composers, "letter", write)
    due("amina", at=now)

    send_all(now)

    assert (server.to, row("amina").state) == ([], "cancelled")


def test_what_cannot_be_worded_stops_nobody_else(
    server: MailServer, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    due("broken", "amina", at=now)
    schedule(subject="unheard-of/1", notices=[Notice("news", now)], at=now)

    send_all(now)

    assert server.to == ["amina@example.org"]
    assert (row("broken").state, row("broken").problem) == ("waiting", "cannot be worded: ZeroDivisionError")
    send_all(now + GIVE_UP_AFTER)
    assert row("broken").state == "failed"


def test_logs_and_problems_name_nobody(
    server: MailServer, settings: Any, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.recipients["amina@example.org"] = "550 <amina@example.org> is gone"
    server.recipients["chloe@example.org"] = hang_up
    due("amina", "broken", "chloe", at=now)
    send_all(now)
    settings.RATHAUS_SMTP_URL = "smtp://127.0.0.1:1"
    due("amina", at=now + MINUTE)
    send_all(now + MINUTE)

    ours = [r for r in caplog.records if not r.name.startswith(("mail.", "asyncio"))]
    said = " ".join(logging.Formatter().format(r) for r in ours)
    assert "channel email" in said
    assert "@example.org" not in said + " ".join(Delivery.objects.values_list("problem", flat=True))


def test_pauses_double_up_to_an_hour() -> None:
    assert [int(backoff(n) / MINUTE) for n in (0, 1, 2, 3, 7, 8, 500)] == [1, 1, 2, 4, 60, 60, 60]
