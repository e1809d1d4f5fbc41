"""Carries text messages to `POST /v2/notifications/sms`, one connection for many (docs.notifications.service.gov.uk).

Tried against a server of our own that keeps strictly to the published protocol. Not tried: the real service.
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, unquote, urlsplit

import httpx
from django.conf import settings

from rathaus.notifications.gateways import asked, posted
from rathaus.notifications.ports import ChannelAway, Message, NotAdmitted, NotNow, Rejected

TIMEOUT_SECONDS = 20.0
PATH = "/v2/notifications/sms"
SCHEMES = {"notify": "https", "notify+http": "http"}
UUID_LENGTH = 36
TEMPLATE_PATH = "/v2/template/"
FIELD = "text"  # the one that the template holds: ((text))
FIELD_AS_WRITTEN = f"(({FIELD}))"


class NotifyChannel:
    """The `Channel` of text messages."""

    gives_receipts = True

    def look(self) -> None:
        """This will ask for our template, which must hold nothing but the field for our text.

        :raises rathaus.notifications.ports.ChannelAway: when it cannot be reached.
        :raises rathaus.notifications.ports.NotAdmitted: when it refuses our key, or the template is another one.
        """
        with self.conversation() as service:
            answer = asked(
                service.http, "GET", TEMPLATE_PATH + quote(service.template, safe=""), headers=service.proof()
            )
        if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise ChannelAway(f"Notify {answer.status_code}")
        if answer.status_code != httpx.codes.OK:
            raise NotAdmitted(f"Notify {answer.status_code}")
        if FIELD_AS_WRITTEN not in answer.text:
            raise NotAdmitted("the template lacks ((text))")

    @contextmanager
    def conversation(self) -> Iterator["NotifyConversation"]:
        """This will open one connection for some messages; nothing is dialled before the first."""
        url = urlsplit(str(settings.RATHAUS_SMS_URL))
        if url.scheme not in SCHEMES or not url.hostname:
            raise ChannelAway("no SMS gateway is configured")
        host = url.netloc.rpartition("@")[2]
        template, key = unquote(url.username or ""), unquote(url.password or "")
        with httpx.Client(base_url=f"{SCHEMES[url.scheme]}://{host}", timeout=TIMEOUT_SECONDS) as http:
            yield NotifyConversation(http, template, key)


class NotifyConversation:
    """One connection."""

    def __init__(self, http: httpx.Client, template: str, api_key: str) -> None:
        self.http = http
        self.template = template
        self.api_key = api_key

    def hand_over(self, message: Message, key: str) -> str:
        """This will hand one message over and return its key, which comes back with the receipt as `reference`.

        :raises rathaus.notifications.ports.Rejected: when the number or the text is refused.
        :raises rathaus.notifications.ports.NotNow: on 429 and 5xx.
        :raises rathaus.notifications.ports.ChannelAway: when it cannot be reached, or refuses our key or template.
        :raises rathaus.notifications.ports.Unanswered: when the connection breaks after the message went out.
        """
        sms = {
            "phone_number": message.to,
            "template_id": self.template,
            "personalisation": {FIELD: message.text},
            "reference": key,
        }
        _check(posted(self.http, PATH, json=sms, headers=self.proof()))
        return key

    def proof(self) -> dict[str, str]:
        """The header that proves who asks, good for some seconds."""
        return {"Authorization": f"Bearer {token(self.api_key, at=int(time.time()))}"}


def token(api_key: str, *, at: int) -> str:
    """This will return the token of one request: a JWT (RFC 7519), signed by HS256 with the secret half of the key.

    An API key is `<name>-<service id>-<secret>`, both of the length of a UUID; `at` in seconds since 1970.
    """
    service, secret = api_key[-2 * UUID_LENGTH - 1 : -UUID_LENGTH - 1], api_key[-UUID_LENGTH:]
    parts = [{"typ": "JWT", "alg": "HS256"}, {"iss": service, "iat": at}]
    signed = b".".join(_base64url(json.dumps(part, separators=(",", ":")).encode()) for part in parts)
    return (signed + b"." + _base64url(hmac.digest(secret.encode(), signed, hashlib.sha256))).decode()


def _base64url(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def _check(answer: httpx.Response) -> None:
    code = answer.status_code
    if code == httpx.codes.CREATED:
        return
    if code == httpx.codes.TOO_MANY_REQUESTS or code >= 500:
        raise NotNow(f"Notify {code}")
    if code == httpx.codes.BAD_REQUEST and _is_about_the_person(answer):
        raise Rejected("Notify 400: phone_number")
    raise NotAdmitted(f"Notify {code}")  # key, template or address: it is us whom it refuses


def _is_about_the_person(answer: httpx.Response) -> bool:
    """Whether the refusal names the number; its text is kept nowhere, it may quote it."""
    try:
        return any("phone_number" in str(error.get("message")) for error in answer.json()["errors"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
