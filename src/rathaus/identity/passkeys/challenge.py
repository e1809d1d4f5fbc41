"""The question that a passkey answers: kept in the session, for five minutes, for one answer."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from fido2.utils import websafe_decode, websafe_encode

from rathaus.core.errors import TooManyTries
from rathaus.core.limits import Limit, spend
from rathaus.identity.passkeys.ceremony import not_believed

Purpose = Literal["add", "first", "second"]
KEY = "passkey"
SECONDS = 300
BYTES = 32
# Two requests at once may both read the session; only one of them may spend the question.
ANSWERS = Limit("passkey-answer", most=1, seconds=2 * SECONDS)


@dataclass(frozen=True)
class Question:
    """What was asked, and what for: a new passkey, a sign-in, or its second step."""

    challenge: bytes
    purpose: Purpose


def ask(request: HttpRequest, purpose: Purpose, *, at: datetime) -> bytes:
    """This will return a new question for one purpose; an earlier one of this browser is void."""
    challenge = secrets.token_bytes(BYTES)
    request.session[KEY] = {"challenge": websafe_encode(challenge), "purpose": purpose, "at": at.timestamp()}
    return challenge


def take(request: HttpRequest, *purposes: Purpose, at: datetime) -> Question:
    """This will return the question that waits for its answer, and use it up, whatever the answer is.

    :raises rathaus.identity.passkeys.ceremony.NotBelieved: when none waits, or it is old, used, or of another purpose.
    """
    kept = request.session.pop(KEY, None)
    if not kept or kept["purpose"] not in purposes or not 0 <= at.timestamp() - float(kept["at"]) <= SECONDS:
        raise not_believed()
    try:
        spend(ANSWERS, str(kept["challenge"]), at=at)
    except TooManyTries as used:
        raise not_believed() from used
    return Question(websafe_decode(str(kept["challenge"])), kept["purpose"])
