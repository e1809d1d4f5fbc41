"""The local mailbox: what is sent by SMTP can be read on a page, and nowhere else."""

import json
import os
import smtplib
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from rathaus.integrations.mailbox.pages import link
from rathaus.integrations.mailbox.store import Store
from rathaus.integrations.mailbox.texts import FOLDER, Texts, is_to
from rathaus.integrations.mailbox.words import language_of
from rathaus.integrations.sms_file.channel import FileChannel
from rathaus.notifications.ports import Message
from rathaus.project.run_settings import is_free, texts_url
from tests.peers import eventually

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Mailbox:
    smtp: int
    page: int

    def send(self, message: EmailMessage, *, to: str = "") -> None:
        with smtplib.SMTP("127.0.0.1", self.smtp) as server:
            server.send_message(message, to_addrs=[to] if to else None)

    def get(self, path: str, **headers: str) -> str:
        request = urllib.request.Request(f"http://localhost:{self.page}{path}", headers=headers)
        with urllib.request.urlopen(request, timeout=5) as answer:
            return str(answer.read().decode())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def letter(*, to: str = "amina@example.org", subject: str = "Ihr Termin am 3. März") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Rathaus <post@rathaus.localhost>", to, subject
    message.set_content("Guten Tag <Amina>,\nabsagen: http://localhost:8000/termin/abc?x=1&y=2.\n")
    message.add_alternative("<p>Guten Tag</p><script>alert(1)</script>", subtype="html")
    message.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="termin.ics")
    return message


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Mailbox]:
    found = Mailbox(free_port(), free_port())
    words = [sys.executable, "-m", "rathaus.integrations.mailbox", str(tmp_path), str(found.smtp), str(found.page)]
    process = subprocess.Popen(words)
    assert eventually(lambda: not is_free("127.0.0.1", found.page))  # it opens the page last
    yield found
    process.terminate()
    assert process.wait(5) == 0


def test_a_mail_that_was_sent_is_listed_and_shown(mailbox: Mailbox) -> None:
    mailbox.send(letter())
    mailbox.send(letter(to="bruno@example.org", subject="Anderes"))
    (mail,) = json.loads(mailbox.get("/messages.json?to=AMINA@example.org"))
    assert mail["subject"] == "Ihr Termin am 3. März"
    assert mail["links"] == ["http://localhost:8000/termin/abc?x=1&y=2"]
    assert mail["attachments"] == ["termin.ics"]
    assert "Anderes" in mailbox.get("/")
    page = mailbox.get(f"/mail/{mail['id']}")
    assert "&lt;Amina&gt;" in page
    assert 'href="http://localhost:8000/termin/abc?x=1&amp;y=2"' in page
    assert mailbox.get(f"/mail/{mail['id']}/part/0") == "BEGIN:VCALENDAR"
    assert "Subject: Ihr Termin" in mailbox.get(f"/mail/{mail['id']}.eml")


def test_the_envelope_decides_who_received_it(mailbox: Mailbox) -> None:
    mailbox.send(letter(to="visible@example.org"), to="hidden@example.org")
    assert len(json.loads(mailbox.get("/messages.json?to=hidden@example.org"))) == 1


def test_a_picture_that_came_along_is_shown_in_the_html(mailbox: Mailbox) -> None:
    message = letter()
    page = message.get_body(("html",))
    assert page is not None
    page.set_content('<img src="cid:arms@x">', subtype="html")
    page.add_related(b"arms", "image", "png", cid="<arms@x>")
    mailbox.send(message)
    number = json.loads(mailbox.get("/messages.json"))[0]["id"]
    assert '<img src="data:image/png;base64,YXJtcw==">' in mailbox.get(f"/mail/{number}/html")


def test_html_of_a_mail_can_do_nothing(mailbox: Mailbox) -> None:
    mailbox.send(letter())
    number = json.loads(mailbox.get("/messages.json"))[0]["id"]
    with urllib.request.urlopen(f"http://localhost:{mailbox.page}/mail/{number}/html", timeout=5) as answer:
        policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox ")
    assert "default-src 'none'" in policy
    assert "allow-scripts" not in policy


@pytest.mark.parametrize(
    "path", ["/mail/20260101-000000-000000-0000", "/../secret-key", "/mail/..%2fx.eml", "/nothing"]
)
def test_what_is_not_there_is_not_there(mailbox: Mailbox, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        mailbox.get(path)
    with caught.value as answer:
        assert answer.code == 404


def test_a_foreign_page_cannot_read_it_by_another_name(mailbox: Mailbox) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        mailbox.get("/messages.json", Host="evil.example")
    with caught.value as answer:
        assert answer.code == 421


def test_mails_are_there_after_a_restart_and_the_oldest_go_first(tmp_path: Path) -> None:
    store = Store(tmp_path, most=2)
    for name in "abc":
        store.add(letter(subject=name).as_bytes(), recipients=["amina@example.org"], at=AT)
    assert [mail.subject for mail in store.newest()] == ["c", "b"]
    assert [mail.subject for mail in Store(tmp_path).newest(to="amina@example.org")] == ["c", "b"]
    store.clear()
    assert list(tmp_path.glob("*.eml")) == []


def test_an_address_in_a_mail_cannot_smuggle_a_header(tmp_path: Path) -> None:
    mail = Store(tmp_path).add(b"Subject: x\r\n\r\ny", recipients=["a@b.example\r\nSubject: evil"], at=AT)
    assert mail.subject == "x"


def test_links_end_before_the_full_stop() -> None:
    assert link("http://a.example/b. <") == '<a href="http://a.example/b">http://a.example/b</a>. &lt;'


def send_text(folder: Path, settings: Any, *, to: str = "+4915123456789", key: str = "a1") -> None:
    settings.RATHAUS_SMS_URL = texts_url(folder / FOLDER)
    text = "Musterstadt: Termin gebucht. <b> http://localhost:8000/t/ABC"
    with FileChannel().conversation() as conversation:
        conversation.hand_over(Message(to=to, subject="", text=text), key)


def test_a_text_message_stands_beside_the_mails_with_its_link(mailbox: Mailbox, tmp_path: Path, settings: Any) -> None:
    mailbox.send(letter())
    send_text(tmp_path, settings)
    page = mailbox.get("/")
    assert "Ihr Termin am 3. März" in page
    assert '&lt;b&gt; <a href="http://localhost:8000/t/ABC">' in page
    assert "SMS an +4915123456789 von Rathaus, 1 Teil" in page
    (text,) = json.loads(mailbox.get("/texts.json?to=0151%2023456789"))
    assert text["links"] == ["http://localhost:8000/t/ABC"]
    assert "SMS an" not in mailbox.get("/?to=amina@example.org")
    urllib.request.urlopen(f"http://localhost:{mailbox.page}/delete", data=b"", timeout=5).close()
    assert "Noch keine Post" in mailbox.get("/")
    assert "bekommt die Bestätigung gleich als SMS" in mailbox.get("/")


def test_the_oldest_text_messages_go_first_and_foreign_files_are_passed_over(tmp_path: Path, settings: Any) -> None:
    for number, key in enumerate(("a1", "b2", "c3")):
        send_text(tmp_path, settings, key=key)
        os.utime(tmp_path / FOLDER / f"{key}.json", (number, number))
    (tmp_path / FOLDER / "other.json").write_text("[]")
    assert [text.key for text in Texts(tmp_path / FOLDER, most=2).newest()] == ["c3", "b2"]
    assert not (tmp_path / FOLDER / "a1.json").exists()


@pytest.mark.parametrize(
    ("wanted", "is_found"),
    [("", True), ("+49 151 23456789", True), ("0151/23456789", True), ("0152", False), ("a1@b.example", False)],
)
def test_a_number_is_found_however_it_is_written(wanted: str, is_found: bool) -> None:
    assert is_to("+4915123456789", wanted) is is_found


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "de"),
        ("de-DE,de;q=0.9,en;q=0.8", "de"),
        ("en-GB,en;q=0.9,de;q=0.8", "en"),
        ("de;q=0.5, en", "en"),
        ("uk,ru;q=0.9", "en"),
        ("en;q=0, de;q=0.1", "de"),
        (";q=x,,", "en"),
    ],
)
def test_the_mailbox_speaks_what_the_browser_asks_for(accepted: str, language: str) -> None:
    assert language_of(accepted) == language


def test_a_language_that_was_chosen_is_kept(mailbox: Mailbox) -> None:
    mailbox.send(letter())
    number = json.loads(mailbox.get("/messages.json"))[0]["id"]
    address = f"http://localhost:{mailbox.page}/?to=amina@example.org&sprache=en"
    with urllib.request.urlopen(address, timeout=5) as answer:
        page, cookie = answer.read().decode(), answer.headers["Set-Cookie"]
    assert "1 of 1 messages" in page
    assert 'href="/?to=amina%40example.org&amp;sprache=de" lang="de"' in page

    mail = mailbox.get(f"/mail/{number}", Cookie=cookie.partition(";")[0])

    assert "All messages" in mail
    assert "Reply to" not in mail  # the letter names nobody to answer
