"""A browser on its way to the town's sign-in and back: what it has to bring along, in a cookie of its own.

The cookie is sealed under the town's key and good for ten minutes; it is taken away with the first answer. It binds the
answer to the browser that began (state), the token to this answer (nonce) and the code to us (PKCE verifier).
"""

import hmac
import secrets
from dataclasses import asdict, dataclass

import orjson
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from rathaus.identity.sealing import seal, unseal

COOKIE = "stadtkonto"
PURPOSE = "provider-trip"
SECONDS = 600


@dataclass(frozen=True)
class Trip:
    """What one way to the provider and back holds together."""

    state: str
    nonce: str
    verifier: str
    next_url: str


def begin(next_url: str) -> Trip:
    """This will return a fresh trip: each of its secrets has 256 random bits."""
    return Trip(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48), next_url)


def give(answer: HttpResponse, trip: Trip, *, path: str) -> None:
    """This will have the browser keep the trip, for the page that it comes back to."""
    text = seal(PURPOSE, orjson.dumps(asdict(trip)).decode())
    answer.set_cookie(
        COOKIE, text, max_age=SECONDS, path=path, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )


def take(request: HttpRequest) -> Trip | None:
    """This will return the trip that the browser began, if the answer it brings (`state`) belongs to it."""
    try:
        found = Trip(**orjson.loads(unseal(PURPOSE, request.COOKIES.get(COOKIE, ""), seconds=SECONDS)))
    except (InvalidToken, ValueError, TypeError):
        return None
    is_its_own = hmac.compare_digest(found.state.encode(), request.GET.get("state", "").encode())
    return found if is_its_own else None
