"""Edda sends herself a message on trial: to nobody else, not too often, and the trail knows."""

import json
from pathlib import Path
from typing import Any

import pytest

from rathaus.audit.models import Event
from rathaus.identity.models import Staff
from rathaus.integrations.sms_file.channel import FileChannel
from rathaus.notifications import ports
from rathaus.notifications.models import TextMonth, TextRules, Wording
from rathaus.project.run_settings import texts_url
from tests.administration.conftest import browser_of, words
from tests.makers import Maker
from tests.peers import MailServer

PAGE = "/desk/verwaltung/nachrichten/sms-confirmed/de/"
SENT = {"body": "{stadt}: {wann}, {ort}, Nummer {nummer}. {link}", "number": "0151 23456789", "schritt": "test-sms"}


@pytest.fixture
def gateway(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which text messages arrive."""
    settings.RATHAUS_SMS_URL = texts_url(tmp_path)
    monkeypatch.setitem(ports._channels, "sms", FileChannel())
    return tmp_path


def arrived(folder: Path) -> list[dict[str, str]]:
    """The text messages in the folder."""
    return [json.loads(path.read_bytes()) for path in folder.glob("*.json")]


def test_a_test_sms_goes_to_ones_own_phone_and_is_counted_and_in_the_trail(
    edda: Staff, make: Maker, gateway: Path
) -> None:
    make.counter()

    answer = browser_of(edda).post(PAGE, SENT)

    (text,) = arrived(gateway)
    assert text["to"] == "+4915123456789"
    assert text["text"].startswith("Musterstadt: ")
    assert "Die Test-SMS ist unterwegs zu Ihrem Handy." in words(answer)
    assert TextMonth.objects.get().messages == 1
    assert not Wording.objects.exists()
    event = Event.objects.get(action="notifications.send_sample")
    assert b"23456789" not in bytes(event.canonical)


@pytest.mark.parametrize("number", ["", "0221 4710 100", "+1 900"])
def test_a_test_sms_goes_to_a_mobile_number_only(edda: Staff, make: Maker, gateway: Path, number: str) -> None:
    make.counter()

    answer = browser_of(edda).post(PAGE, {**SENT, "number": number})

    assert arrived(gateway) == []
    assert "Bitte" in words(answer)
    assert not Event.objects.filter(action="notifications.send_sample").exists()


def test_no_test_sms_beyond_the_months_limit(edda: Staff, make: Maker, gateway: Path) -> None:
    make.counter()
    TextRules.objects.create(most_parts=0)

    answer = browser_of(edda).post(PAGE, SENT)

    assert "Die Grenze des Monats für SMS ist erreicht." in words(answer)
    assert arrived(gateway) == []


def test_no_more_test_sms_than_five_in_an_hour(edda: Staff, make: Maker, gateway: Path) -> None:
    make.counter()
    browser = browser_of(edda)

    answers = [browser.post(PAGE, SENT).status_code for _time in range(6)]

    assert answers == [200] * 5 + [429]
    assert len(arrived(gateway)) == 5


def test_a_gateway_that_is_away_is_told_and_the_words_stay(
    edda: Staff, make: Maker, gateway: Path, settings: Any
) -> None:
    make.counter()
    settings.RATHAUS_SMS_URL = texts_url(gateway / "a" / "file")
    (gateway / "a").write_text("no folder")

    answer = browser_of(edda).post(PAGE, SENT)

    assert "Das SMS-Gateway antwortet gerade nicht." in words(answer)
    assert "Nummer {nummer}" in words(answer)


def test_a_test_mail_is_in_the_trail(edda: Staff, make: Maker, settings: Any) -> None:
    make.counter()
    with MailServer() as server:
        settings.RATHAUS_SMTP_URL = server.url

        browser_of(edda).post(PAGE.replace("sms-", ""), {"body": "{anrede}", "schritt": "testmail"})

    assert Event.objects.filter(action="notifications.send_sample").count() == 1
