"""What becomes of SMS: receipts, costs, the limit of a month, silence at night."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from rathaus.notifications import phones, ports
from rathaus.notifications.actions import Notice, schedule
from rathaus.notifications.models import Delivery, TextMonth, TextRules
from rathaus.notifications.outbox import send_due
from rathaus.notifications.ports import ChannelAway, Message, NotNow, Rejected, Unanswered
from rathaus.notifications.receipts import key_of, note_receipt

pytestmark = pytest.mark.usefixtures("town")
HOUR = timedelta(hours=1)
NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/Berlin"))
NIGHT = datetime(2026, 11, 23, 23, tzinfo=ZoneInfo("Europe/Berlin"))


class Gateway:
    """Takes SMS, or behaves as the test says: what stands in `moods` is raised, one for each message."""

    def __init__(self) -> None:
        self.texts: list[tuple[str, str]] = []
        self.moods: list[Exception] = []

    @contextmanager
    def conversation(self) -> Iterator["Gateway"]:
        yield self

    def hand_over(self, message: Message, key: str) -> str:
        if self.moods:
            raise self.moods.pop(0)
        self.texts.append((message.to, key))
        return key


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Gateway:
    found = Gateway()
    monkeypatch.setitem(ports._channels, "sms", found)
    return found


def due(name: str = "amina", *, at: datetime = NOON) -> Delivery:
    schedule(subject=f"letter/{name}", notices=[Notice("news", at)], at=at, channel="sms")
    return Delivery.objects.get(subject=f"letter/{name}")


def now_of(row: Delivery) -> Delivery:
    return Delivery.objects.get(pk=row.pk)


def test_a_text_is_counted_and_its_receipt_noted_once(gateway: Gateway) -> None:
    row = due()

    send_due(at=NOON)
    told = [note_receipt(key=key_of(row.pk), outcome="delivered", at=NOON) for _ in range(2)]

    assert told == [True, True]
    assert (now_of(row).state, now_of(row).is_delivered, now_of(row).parts) == ("sent", True, 1)
    month = TextMonth.objects.get()
    assert (month.first_on.isoformat(), month.messages, month.parts) == ("2026-11-01", 1, 1)


def test_a_receipt_that_says_no_leaves_the_text_failed_and_a_later_yes_counts(gateway: Gateway) -> None:
    row = due()
    send_due(at=NOON)

    note_receipt(key=key_of(row.pk), outcome="failed", at=NOON, problem="Kannel: receipt 2")
    assert (now_of(row).state, now_of(row).problem) == ("failed", "Kannel: receipt 2")

    note_receipt(key=key_of(row.pk), outcome="delivered", at=NOON)
    note_receipt(key=key_of(row.pk), outcome="failed", at=NOON)
    assert (now_of(row).state, now_of(row).problem) == ("sent", "")


def test_a_receipt_settles_a_doubt_so_that_nothing_is_sent_twice(gateway: Gateway) -> None:
    row = due()
    gateway.moods = [Unanswered("ReadTimeout")]
    send_due(at=NOON)
    assert now_of(row).state == "sending"

    note_receipt(key=key_of(row.pk), outcome="delivered", at=NOON)
    send_due(at=NOON + HOUR)

    assert gateway.texts == []
    assert now_of(row).state == "sent"
    assert TextMonth.objects.get().messages == 1


@pytest.mark.parametrize("mood", [ChannelAway("away"), NotNow("Kannel 503"), Unanswered("ReadTimeout")])
def test_whatever_a_gateway_does_the_text_goes_out_later(gateway: Gateway, mood: Exception) -> None:
    row = due()
    gateway.moods = [mood]

    send_due(at=NOON)
    send_due(at=NOON + HOUR)

    assert now_of(row).state == "sent"
    assert len(gateway.texts) == 1


def test_what_will_never_be_taken_fails(gateway: Gateway) -> None:
    row = due()
    gateway.moods = [Rejected("Kannel 400")]

    send_due(at=NOON)

    assert (now_of(row).state, now_of(row).problem) == ("failed", "Kannel 400")
    assert not TextMonth.objects.exists()


def test_a_month_has_a_limit_and_the_next_one_begins_anew(gateway: Gateway) -> None:
    TextRules.objects.create(pk=1, most_parts=1)
    first, second = due("amina"), due("chloe")

    send_due(at=NOON)

    assert sorted([now_of(first).state, now_of(second).state]) == ["failed", "sent"]
    assert Delivery.objects.get(state="failed").problem == "limit of the month"
    assert phones.has_room(1, at=NOON + timedelta(days=10))


def test_what_could_not_be_sent_by_day_waits_for_the_morning(gateway: Gateway) -> None:
    row = due(at=NIGHT - 4 * HOUR)

    send_due(at=NIGHT)
    assert now_of(row).state == "waiting"

    send_due(at=NIGHT + 9 * HOUR)
    assert now_of(row).state == "sent"


def test_what_was_meant_for_just_now_goes_out_at_night(gateway: Gateway) -> None:
    row = due(at=NIGHT)

    send_due(at=NIGHT)

    assert now_of(row).state == "sent"


@pytest.mark.parametrize(
    ("start", "end", "hour", "opens"),
    [(20, 8, 19, 19), (20, 8, 20, 8), (20, 8, 7, 8), (1, 5, 4, 5), (1, 5, 5, 5), (0, 0, 3, 3)],
)
def test_each_town_has_quiet_hours_of_its_own(start: int, end: int, hour: int, opens: int) -> None:
    moment = NOON.replace(hour=hour)

    later = phones.at_daytime(moment, ZoneInfo("Europe/Berlin"), TextRules(quiet_from=start, quiet_until=end))

    assert later.hour == opens
    assert moment <= later < moment + 24 * HOUR


def test_quiet_hours_end_by_the_clock_also_when_it_changes() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    before = datetime(2026, 10, 24, 22, tzinfo=berlin)

    assert phones.at_daytime(before, berlin, TextRules()) == datetime(2026, 10, 25, 8, tzinfo=berlin)


def test_kannel_tells_by_an_address_that_only_it_knows(gateway: Gateway, amina: Client) -> None:
    row = due()
    send_due(at=NOON)
    address = f"/sms/kannel/{key_of(row.pk)}/"

    wrong = [amina.get(f"/sms/kannel/{'0' * 32}/?status=1"), amina.get(f"{address}?status=9")]
    head = amina.head(f"{address}?status=2")
    assert [answer.status_code for answer in [*wrong, head]] == [404, 404, 404]
    assert now_of(row).state == "sent"

    assert amina.get(f"{address}?status=1").status_code == 202
    assert now_of(row).is_delivered
