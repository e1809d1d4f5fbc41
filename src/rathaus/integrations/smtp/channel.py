"""Carries e-mail to the town's mail server, one conversation for many messages.

Tried against real SMTP conversations of aiosmtpd: plain, STARTTLS, sign-in, refused recipients, 4xx and 5xx,
lost connections. Not tried: an outside provider, client certificates, OAuth sign-in, smtps through a proxy.
"""

import smtplib
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.utils import parseaddr
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings

from rathaus.integrations.smtp.mail import Mailbox, as_email, mailbox
from rathaus.notifications.ports import ChannelAway, Message, NotNow, Rejected, Unanswered

TIMEOUT_SECONDS = 30
SLOW_SECONDS = 5.0  # a failure that took so long held a worker, and would do so for every town in turn
REST_SECONDS = 60.0  # so long such a server is not asked again
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
SERVICE_CLOSES = 421  # RFC 5321, section 3.8


_resting_until: dict[str, float] = {}  # address of a silent server -> monotonic seconds


class SmtpChannel:
    """The `Channel` of e-mail."""

    gives_receipts = False

    def look(self) -> None:
        """This will sign in to the mail server and go again.

        :raises rathaus.notifications.ports.ChannelAway: when it cannot be reached or refuses us.
        """
        with self.conversation():
            pass

    @contextmanager
    def conversation(self) -> Iterator["SmtpConversation"]:
        """This will sign in to the mail server for some messages.

        :raises rathaus.notifications.ports.ChannelAway: when it cannot be reached or refuses us.
        """
        server = _connect()
        try:
            yield SmtpConversation(server)
        finally:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()


class SmtpConversation:
    """One connection."""

    def __init__(self, server: smtplib.SMTP) -> None:
        self.server = server
        self.sender = mailbox(parseaddr(settings.RATHAUS_MAIL_FROM)[1])

    def hand_over(self, message: Message, key: str) -> str:
        """This will hand one message over and return its Message-ID.

        :raises rathaus.notifications.ports.Rejected: on 5yz, and for what cannot be an e-mail.
        :raises rathaus.notifications.ports.NotNow: on 4yz.
        :raises rathaus.notifications.ports.ChannelAway: when the connection breaks before the text was sent.
        :raises rathaus.notifications.ports.Unanswered: when it breaks while the text goes out or is answered.
        """
        try:
            recipient = mailbox(message.to)
            mail = as_email(message, key=key, recipient=recipient)
        except ValueError as broken:
            raise Rejected(f"no e-mail can be made of it: {type(broken).__name__}") from broken
        try:
            self._envelope(recipient)
        except (OSError, smtplib.SMTPServerDisconnected) as lost:
            raise ChannelAway(type(lost).__name__) from lost
        try:
            code, _text = self.server.data(mail.as_bytes())
        except smtplib.SMTPDataError as refused:
            code = refused.smtp_code
        except (OSError, smtplib.SMTPServerDisconnected) as lost:
            raise Unanswered(type(lost).__name__) from lost
        self._check(code)
        return str(mail["Message-ID"])

    def _envelope(self, recipient: Mailbox) -> None:
        options = []
        if recipient.needs_utf8:
            if not self.server.has_extn("smtputf8"):
                raise Rejected("the mail server cannot carry this kind of address (SMTPUTF8, RFC 6531)")
            options = ["SMTPUTF8", "BODY=8BITMIME"]
        code = self.server.mail(self.sender.address, options)[0]
        if not 200 <= code < 300 and not options:
            # It is us that the server refuses, before it heard of any recipient: sign-in or encryption missing, our
            # address or our number of mails. No message fails for that; all wait until the operator has mended it.
            raise ChannelAway(f"SMTP {code} to our own address")
        self._check(code)
        self._check(self.server.rcpt(recipient.address)[0])

    def _check(self, code: int) -> None:
        """RFC 5321, section 4.2.1: 2yz is a yes, 4yz may work later, 5yz is final."""
        if 200 <= code < 300:
            return
        if code == SERVICE_CLOSES or code < 0:
            raise ChannelAway(f"SMTP {code}")
        with suppress(OSError, smtplib.SMTPException):
            self.server.rset()
        raise Rejected(f"SMTP {code}") if code >= 500 else NotNow(f"SMTP {code}")


def _connect() -> smtplib.SMTP:
    address, began = str(settings.RATHAUS_SMTP_URL), time.monotonic()
    if began < _resting_until.get(address, 0.0):
        raise ChannelAway("the mail server was silent a moment ago")
    try:
        return _sign_in(urlsplit(address))
    except (OSError, smtplib.SMTPException) as away:
        if time.monotonic() - began > SLOW_SECONDS:
            _resting_until[address] = time.monotonic() + REST_SECONDS
        raise ChannelAway(type(away).__name__) from away


def _sign_in(url: SplitResult) -> smtplib.SMTP:
    if not url.hostname:
        raise ChannelAway("no mail server is configured")
    server = _dial(url.scheme, url.hostname, url.port or PORTS[url.scheme])
    try:
        if url.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        server.ehlo_or_helo_if_needed()
    except BaseException:
        server.close()
        raise
    return server


def _dial(scheme: str, host: str, port: int) -> smtplib.SMTP:
    ours = mailbox(parseaddr(settings.RATHAUS_MAIL_FROM)[1]).domain  # no look-up of this machine's name
    if scheme == "smtps":
        tls = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port, ours, timeout=TIMEOUT_SECONDS, context=tls)
    return smtplib.SMTP(host, port, ours, TIMEOUT_SECONDS)
