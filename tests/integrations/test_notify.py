"""Text messages to a server of the shape of GOV.UK Notify, and its receipts."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from rathaus.integrations.notify.channel import NotifyChannel
from rathaus.notifications.actions import Notice, schedule
from rathaus.notifications.models import Delivery
from rathaus.notifications.ports import ChannelAway, Message, NotAdmitted, NotNow, Rejected
from rathaus.notifications.receipts import key_of
from tests.notify import KEY, TRIAL_LIMIT, Notify

AMINA = "+4915123456789"
WORD = "a-token-that-nobody-guesses"


@pytest.fixture(scope="module")
def notify(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Notify]:
    with Notify(tmp_path_factory.mktemp("notify")) as running:
        yield running


def send(text: str, to: str = AMINA) -> str:
    with NotifyChannel().conversation() as conversation:
        return conversation.hand_over(Message(to=to, subject="", text=text), "key0")


def test_a_text_is_taken_with_its_key_as_reference(notify: Notify, settings: Any) -> None:
    settings.RATHAUS_SMS_URL = notify.url

    assert send("Termin MU7K2P4Q, şehir") == "key0"

    sms = notify.taken()[-1]
    assert (sms["phone_number"], sms["reference"]) == (AMINA, "key0")
    assert sms["personalisation"] == {"text": "Termin MU7K2P4Q, şehir"}


def test_a_wrong_key_or_template_is_away_and_no_message_fails(notify: Notify, settings: Any) -> None:
    for address in (notify.address(key=KEY[:-1] + "f"), notify.address(template="another")):
        settings.RATHAUS_SMS_URL = address
        with pytest.raises(ChannelAway, match=r"Notify 40[03]"):
            send("Termin")


def test_a_number_that_is_none_is_never_taken(notify: Notify, settings: Any) -> None:
    settings.RATHAUS_SMS_URL = notify.url

    with pytest.raises(Rejected, match="phone_number"):
        send("Termin", to="+49")


def test_a_limit_is_not_now(notify: Notify, settings: Any) -> None:
    settings.RATHAUS_SMS_URL = notify.url

    with pytest.raises(NotNow, match="Notify 429"):
        send("Termin", to=TRIAL_LIMIT)


def test_a_receipt_needs_the_token(town: str, now: datetime, amina: Client, settings: Any) -> None:
    schedule(subject="letter/amina", notices=[Notice("news", now)], at=now, channel="sms")
    row = Delivery.objects.get()
    Delivery.objects.update(state="sent", provider_id=key_of(row.pk))
    told = {"id": "x", "reference": key_of(row.pk), "to": AMINA, "status": "permanent-failure"}

    def post(word: str, body: Any = told) -> int:
        headers = {"authorization": f"Bearer {word}"}
        return amina.post("/sms/notify/", body, content_type="application/json", headers=headers).status_code

    assert post("") == 403  # no token is set: nobody is believed
    settings.RATHAUS_SMS_RECEIPT_TOKEN = WORD
    assert [post(""), post(WORD + "x"), post(WORD, ["nonsense"]), post(WORD, {**told, "status": "created"})] == [
        403,
        403,
        400,
        204,
    ]
    assert Delivery.objects.get().state == "sent"
    assert post(WORD) == 204
    assert (Delivery.objects.get().state, Delivery.objects.get().problem) == ("failed", "Notify: permanent-failure")


def test_a_look_finds_a_wrong_key_another_template_and_sends_nothing(notify: Notify, settings: Any) -> None:
    before = len(notify.taken())
    settings.RATHAUS_SMS_URL = notify.url
    NotifyChannel().look()
    for address, told in ((notify.address(key=KEY[:-1] + "f"), "403"), (notify.address(template="another"), "404")):
        settings.RATHAUS_SMS_URL = address
        with pytest.raises(NotAdmitted, match=f"Notify {told}"):
            NotifyChannel().look()

    assert len(notify.taken()) == before
