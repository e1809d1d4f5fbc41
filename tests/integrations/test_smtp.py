"""What a mail server and we say to each other."""

import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from rathaus.integrations.smtp.channel import SmtpChannel
from rathaus.integrations.smtp.mail import NoMailbox, as_email, mailbox
from rathaus.notifications.ports import Attachment, ChannelAway, Message, NotNow, Picture, Rejected, Unanswered
from tests.peers import MailServer, hang_up

AMINA, DARIO = "amina@example.org", "dario@example.org"


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with MailServer() as server:
        settings.RATHAUS_SMTP_URL = server.url
        yield server


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate of `localhost`, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    own_key = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(own_key + builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return path


def letter(to: str = AMINA, **values: Any) -> Message:
    given = {"subject": "Grüße aus dem Bürgerbüro", "text": "Guten Tag\n.\nBis bald\n", **values}
    return Message(to=to, **given)


def send(*messages: Message) -> list[str]:
    with SmtpChannel().conversation() as conversation:
        return [conversation.hand_over(message, f"key{number}") for number, message in enumerate(messages)]


def test_a_mail_arrives_as_it_was_written(server: MailServer) -> None:
    file = Attachment("termin.ics", b"BEGIN:VCALENDAR", "text/calendar; method=REQUEST; charset=utf-8")

    receipts = send(letter(html="<p>Grüße</p>", attachments=(file,), sender="Stadt Köln", reply_to="amt@example.org"))

    (mail,) = server.mails
    assert receipts == [mail["Message-ID"]] == ["<key0@rathaus.localhost>"]
    assert (mail["To"], mail["Subject"]) == (AMINA, "Grüße aus dem Bürgerbüro")
    assert (mail["From"], mail["Reply-To"]) == ("Stadt Köln <post@rathaus.localhost>", "amt@example.org")
    assert mail.get_body(("plain",)).get_content().splitlines() == ["Guten Tag", ".", "Bis bald"]  # type: ignore[union-attr]
    assert "<p>Grüße</p>" in mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    (attached,) = mail.iter_attachments()
    assert attached.get_content_type() == "text/calendar"
    assert attached.get_param("method") == "REQUEST"
    assert mail.as_bytes().isascii()


def test_a_picture_comes_along_inside_the_html_and_nothing_else_moves(server: MailServer) -> None:
    file = Attachment("termin.ics", b"BEGIN:VCALENDAR", "text/calendar; method=REQUEST; charset=utf-8")
    arms = Picture("wappen-1@rathaus", b"\x89PNG arms", "image/png")

    send(letter(html='<img src="cid:wappen-1@rathaus">', attachments=(file,), pictures=(arms,)))

    (mail,) = server.mails
    html = mail.get_body(("related",))
    assert html is not None
    assert html.get_content_type() == "multipart/related"
    page, picture = html.iter_parts()
    assert 'src="cid:wappen-1@rathaus"' in page.get_content()
    assert (picture["Content-ID"], picture.get_content_disposition()) == ("<wappen-1@rathaus>", "inline")
    assert picture.get_content() == b"\x89PNG arms"
    assert mail.get_body(("plain",)).get_content().startswith("Guten Tag")  # type: ignore[union-attr]
    assert [part.get_filename() for part in mail.iter_attachments()] == ["termin.ics"]


def test_a_long_subject_in_other_letters_keeps_its_spaces(server: MailServer) -> None:
    subject = "Оформлено: Ваша запись, Четверг, 26 ноября 2026, 8:20"
    send(letter(subject=subject))

    (mail,) = server.mails
    assert mail["Subject"] == subject
    assert as_email(letter(subject=subject), key="k", recipient=mailbox(AMINA)).as_bytes().isascii()


def test_one_connection_carries_many(server: MailServer) -> None:
    send(*[letter() for _ in range(5)])

    assert (len(server.mails), server.sessions) == (5, 1)


@pytest.mark.parametrize(("answer", "verdict"), [("550 no such user", Rejected), ("450 come back", NotNow)])
def test_a_refused_recipient_does_not_spoil_the_next(server: MailServer, answer: str, verdict: type[Exception]) -> None:
    server.recipients[DARIO] = answer

    with SmtpChannel().conversation() as conversation:
        with pytest.raises(verdict, match=f"^SMTP {answer[:3]}$"):
            conversation.hand_over(letter(DARIO), "1")
        conversation.hand_over(letter(), "2")

    assert server.to == [AMINA]


@pytest.mark.parametrize(("answer", "verdict"), [("554 looks like spam", Rejected), ("451 disk is full", NotNow)])
def test_a_refused_text_does_not_spoil_the_next(server: MailServer, answer: str, verdict: type[Exception]) -> None:
    server.texts = [answer]

    with SmtpChannel().conversation() as conversation:
        with pytest.raises(verdict):
            conversation.hand_over(letter(DARIO), "1")
        conversation.hand_over(letter(), "2")

    assert server.to == [AMINA]


def test_a_connection_lost_before_the_text_leaves_no_doubt(server: MailServer) -> None:
    server.recipients[DARIO] = hang_up

    with SmtpChannel().conversation() as conversation, pytest.raises(ChannelAway):
        conversation.hand_over(letter(DARIO), "1")


@pytest.mark.parametrize(
    "answer",
    ["530 5.7.0 Must issue a STARTTLS command first", "550 5.7.1 sender rejected", "452 4.3.1 too many mails today"],
)
def test_a_server_that_refuses_us_is_away_and_no_message_fails(server: MailServer, answer: str) -> None:
    server.sender = answer
    with pytest.raises(ChannelAway, match=f"SMTP {answer[:3]} to our own address"):
        send(letter())


def test_a_server_that_closes_is_away(server: MailServer) -> None:
    server.recipients[DARIO] = "421 shutting down"

    with SmtpChannel().conversation() as conversation, pytest.raises(ChannelAway):
        conversation.hand_over(letter(DARIO), "1")


def test_a_connection_lost_after_the_text_leaves_a_doubt(server: MailServer) -> None:
    server.texts = [hang_up]

    with SmtpChannel().conversation() as conversation, pytest.raises(Unanswered):
        conversation.hand_over(letter(), "1")


@pytest.mark.parametrize("url", ["", "smtp://127.0.0.1:1", "smtp://no-such-host.invalid"])
def test_no_server_is_away(settings: Any, url: str) -> None:
    settings.RATHAUS_SMTP_URL = url

    with pytest.raises(ChannelAway), SmtpChannel().conversation():
        pytest.fail("there is no server")


def test_a_silent_server_is_away(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rathaus.integrations.smtp.channel.TIMEOUT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.RATHAUS_SMTP_URL = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(ChannelAway), SmtpChannel().conversation():
            pytest.fail("it said nothing")


def test_a_silent_server_holds_a_worker_once_and_not_for_every_town(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rathaus.integrations.smtp.channel.TIMEOUT_SECONDS", 0.2)
    monkeypatch.setattr("rathaus.integrations.smtp.channel.SLOW_SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.RATHAUS_SMTP_URL = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        for reason in ("SMTPServerDisconnected", "silent a moment ago"):
            with pytest.raises(ChannelAway, match=reason), SmtpChannel().conversation():
                pytest.fail("it said nothing")

        monkeypatch.setattr("rathaus.integrations.smtp.channel._resting_until", {})  # a minute later
        with pytest.raises(ChannelAway, match="SMTPServerDisconnected"), SmtpChannel().conversation():
            pytest.fail("it said nothing")


def test_a_server_that_greets_with_a_no_is_away(settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as grim:
        settings.RATHAUS_SMTP_URL = f"smtp://127.0.0.1:{grim.getsockname()[1]}"

        def greet() -> None:
            link, _address = grim.accept()
            with link:
                link.sendall(b"554 not you\r\n")

        thread = threading.Thread(target=greet)
        thread.start()
        with pytest.raises(ChannelAway), SmtpChannel().conversation():
            pytest.fail("it refused us")
        thread.join()


@pytest.fixture
def safe_server(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """A server with STARTTLS that wants rathaus / s3cret, and whose certificate we trust."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate)

    def check(server: Any, session: Any, envelope: Any, mechanism: str, login: LoginPassword) -> AuthResult:
        return AuthResult(success=login == LoginPassword(b"rathaus", b"s3cret"), handled=False)

    with MailServer(tls_context=tls, require_starttls=True, auth_required=True, authenticator=check) as server:
        yield server


def test_mail_goes_encrypted_and_signed_in(safe_server: MailServer, settings: Any) -> None:
    settings.RATHAUS_SMTP_URL = safe_server.url.replace("smtp://127.0.0.1", "smtp+starttls://rathaus:s3cret@localhost")

    send(letter())

    assert safe_server.to == [AMINA]


def test_a_wrong_password_is_away(safe_server: MailServer, settings: Any) -> None:
    settings.RATHAUS_SMTP_URL = safe_server.url.replace("smtp://127.0.0.1", "smtp+starttls://rathaus:wrong@localhost")

    with pytest.raises(ChannelAway, match="SMTPAuthenticationError"), SmtpChannel().conversation():
        pytest.fail("it let us in")


def test_a_certificate_of_somebody_else_is_away(safe_server: MailServer, settings: Any) -> None:
    settings.RATHAUS_SMTP_URL = safe_server.url.replace("smtp://", "smtp+starttls://rathaus:s3cret@")

    with pytest.raises(ChannelAway, match="SSL"), SmtpChannel().conversation():
        pytest.fail("127.0.0.1 is not in the certificate")


@pytest.mark.parametrize(
    "address",
    [
        "amina@example.org\nBcc: dario@example.org", "amina@example.org\r\nDATA",
        "amina@example.org, dario@example.org",
        "Amina <amina@example.org>", "amina", "@example.org", "amina@", "a b@example.org", '"a b"@example.org',
        "amina@exa\0mple.org", "amina@example.org>", "x" * 65 + "@example.org", "amina@" + "x" * 300, "a@b@c.org",
        "amina@-.\u2024.org", "amina@ex\u200eample.org",
    ],
)  # fmt: skip
def test_what_is_not_one_mailbox_is_never_sent(server: MailServer, address: str) -> None:
    with SmtpChannel().conversation() as conversation, pytest.raises(Rejected):
        conversation.hand_over(letter(address), "1")

    assert server.to == []


@pytest.mark.parametrize("field", ["subject", "sender"])
def test_a_line_break_in_a_header_is_never_sent(server: MailServer, field: str) -> None:
    with SmtpChannel().conversation() as conversation, pytest.raises(Rejected):
        conversation.hand_over(letter(**{field: "Termin\r\nBcc: dario@example.org"}), "1")

    assert server.mails == []


def test_a_domain_in_other_letters_travels_as_idna(server: MailServer) -> None:
    send(letter("amina@bücher.example"))

    assert server.to == ["amina@xn--bcher-kva.example"]


def test_a_local_part_in_other_letters_needs_a_server_that_can(server: MailServer, settings: Any) -> None:
    send(letter("jürgen@bücher.example"))
    with MailServer(enable_SMTPUTF8=False) as plain:
        settings.RATHAUS_SMTP_URL = plain.url
        with SmtpChannel().conversation() as conversation, pytest.raises(Rejected, match="SMTPUTF8"):
            conversation.hand_over(letter("jürgen@example.org"), "1")

    assert server.to == ["jürgen@xn--bcher-kva.example"]


def test_refusals_name_no_address(server: MailServer) -> None:
    server.recipients[AMINA] = f"550 <{AMINA}> unknown"
    with SmtpChannel().conversation() as conversation, pytest.raises(Rejected) as refused:
        conversation.hand_over(letter(), "1")
    with pytest.raises(NoMailbox) as broken:
        mailbox("amina@example.org\n")

    assert "amina" not in f"{refused.value} {broken.value}"


def test_a_broken_address_for_replies_is_left_out() -> None:
    mail = as_email(letter(reply_to="amt@x.de\nBcc: dario@x.de"), key="k", recipient=mailbox(AMINA))

    assert mail["Reply-To"] is None
