"""Text messages to a real Kannel and its fake SMSC."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from rathaus.integrations.kannel.channel import KannelChannel
from rathaus.notifications.ports import ChannelAway, Message, NotAdmitted, Rejected, Unanswered
from tests import kannel

AMINA = "+4915123456789"
pytestmark = pytest.mark.usefixtures("town")


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[kannel.Kannel]:
    kannel.install()
    with kannel.Kannel(tmp_path_factory.mktemp("kannel")) as running:
        yield running


def send(text: str, to: str = AMINA) -> str:
    with KannelChannel().conversation() as conversation:
        return conversation.hand_over(Message(to=to, subject="", text=text), "key0")


def test_a_text_arrives_at_the_phone(gateway: kannel.Kannel, settings: Any) -> None:
    settings.RATHAUS_SMS_URL = gateway.url

    receipt = send("Termin MU7K2P4Q")

    assert receipt == "key0"
    assert f"<Rathaus {AMINA} text Termin MU7K2P4Q>" in gateway.received()


def test_a_wrong_password_is_away_and_no_message_fails(gateway: kannel.Kannel, settings: Any) -> None:
    settings.RATHAUS_SMS_URL = gateway.url.replace("s3cret", "wrong")

    with pytest.raises(ChannelAway, match="Kannel 403"):
        send("Termin")


def test_a_message_to_nobody_is_never_taken(gateway: kannel.Kannel, settings: Any) -> None:
    settings.RATHAUS_SMS_URL = gateway.url

    with pytest.raises(Rejected, match="Kannel 400"):
        send("Termin", to="")


@pytest.mark.parametrize("url", ["", "kannel://127.0.0.1:1"])
def test_no_gateway_is_away(settings: Any, url: str) -> None:
    settings.RATHAUS_SMS_URL = url

    with pytest.raises(ChannelAway):
        send("Termin")


def test_an_answer_that_never_comes_leaves_a_doubt(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rathaus.integrations.kannel.channel.TIMEOUT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.RATHAUS_SMS_URL = f"kannel://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(Unanswered):
            send("Termin")


def test_a_look_tells_a_gateway_that_takes_us_from_one_that_does_not_and_sends_nothing(
    gateway: kannel.Kannel, settings: Any
) -> None:
    before = gateway.output.read_bytes().count(b"Got message")
    settings.RATHAUS_SMS_URL = gateway.url
    KannelChannel().look()
    settings.RATHAUS_SMS_URL = gateway.url.replace("s3cret", "wrong")
    with pytest.raises(NotAdmitted, match="Kannel 403"):
        KannelChannel().look()
    settings.RATHAUS_SMS_URL = "kannel://127.0.0.1:1"
    with pytest.raises(ChannelAway, match="ConnectError"):
        KannelChannel().look()

    assert gateway.output.read_bytes().count(b"Got message") == before
