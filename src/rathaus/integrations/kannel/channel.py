"""Carries text messages to Kannel's `sendsms` (user guide 1.4.5, chapter 6), one connection for many messages.

Sent by POST with X-Kannel headers: neither the number nor the text nor the password stands in an access log.
Tried against a real Kannel with its fake SMSC. Not tried: an outside SMSC, client certificates.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

import httpx
from django.conf import settings
from django.urls import reverse

from rathaus.notifications.gateways import asked, posted
from rathaus.notifications.ports import ChannelAway, Message, NotAdmitted, NotNow, Rejected
from rathaus.notifications.segments import is_gsm
from rathaus.towns import queries as towns

TIMEOUT_SECONDS = 20.0
PATH = "/cgi-bin/sendsms"
SCHEMES = {"kannel": "http", "kannels": "https"}
GSM, UCS2 = "0", "2"
DLR_MASK = "19"  # 1 delivered to the phone, 2 not delivered, 16 refused by the SMSC


class KannelChannel:
    """The `Channel` of text messages."""

    gives_receipts = True

    def look(self) -> None:
        """This will ask for a message to nobody: Kannel checks the password first, then refuses for want of a number.

        :raises rathaus.notifications.ports.ChannelAway: when it cannot be reached.
        :raises rathaus.notifications.ports.NotAdmitted: when it refuses our password.
        """
        with _gateway() as http:
            code = asked(http, "POST", PATH, content=b"").status_code
        if code != httpx.codes.BAD_REQUEST:
            _check(code)

    @contextmanager
    def conversation(self) -> Iterator["KannelConversation"]:
        """This will open one connection for some messages; nothing is dialled before the first."""
        with _gateway() as http:
            yield KannelConversation(http, towns.base_url())


def _gateway() -> httpx.Client:
    url = urlsplit(str(settings.RATHAUS_SMS_URL))
    if url.scheme not in SCHEMES or not url.hostname:
        raise ChannelAway("no SMS gateway is configured")
    host = url.netloc.rpartition("@")[2]
    headers = {
        "X-Kannel-Username": unquote(url.username or ""),
        "X-Kannel-Password": unquote(url.password or ""),
        "X-Kannel-From": settings.RATHAUS_SMS_FROM,
    }
    return httpx.Client(base_url=f"{SCHEMES[url.scheme]}://{host}", headers=headers, timeout=TIMEOUT_SECONDS)


class KannelConversation:
    """One connection."""

    def __init__(self, http: httpx.Client, base_url: str) -> None:
        self.http = http
        self.base_url = base_url

    def hand_over(self, message: Message, key: str) -> str:
        """This will hand one message over and return its key: Kannel gives no number of its own.

        :raises rathaus.notifications.ports.Rejected: on 4xx, except for those that are about us.
        :raises rathaus.notifications.ports.NotNow: on 5xx.
        :raises rathaus.notifications.ports.ChannelAway: when it cannot be reached.
        :raises rathaus.notifications.ports.NotAdmitted: when it refuses our password.
        :raises rathaus.notifications.ports.Unanswered: when the connection breaks after the message went out.
        """
        headers = {
            "X-Kannel-To": message.to,
            "X-Kannel-Coding": GSM if is_gsm(message.text) else UCS2,
            "X-Kannel-DLR-Mask": DLR_MASK,
            "X-Kannel-DLR-Url": f"{self.base_url}{reverse('kannel:receipt', args=[key])}?status=%d",
            "Content-Type": "text/plain; charset=UTF-8",
        }
        _check(posted(self.http, PATH, content=message.text.encode(), headers=headers).status_code)
        return key


def _check(code: int) -> None:
    if 200 <= code < 300:
        return
    if code in {401, 403, 404, 407}:  # it is us whom it refuses: no message fails for that
        raise NotAdmitted(f"Kannel {code}")
    raise Rejected(f"Kannel {code}") if 400 <= code < 500 else NotNow(f"Kannel {code}")
