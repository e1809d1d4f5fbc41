"""Browsers in which a member has signed in before: tries in them count apart, and nobody nearby locks them out.

A whole town hall stands behind one address. Somebody there who guesses at a colleague's password would use up the tries
of that account and network; the colleague's own browser has tries of its own (OWASP: device cookies).
It spares no step.
"""

import secrets
from datetime import timedelta

import orjson
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from rathaus.identity.models import Staff
from rathaus.identity.sealing import seal, unseal

COOKIE = f"{settings.COOKIE_PREFIX}bekannt"
PURPOSE = "known-browser"
LASTS = timedelta(days=180)


def remember_browser(request: HttpRequest, answer: HttpResponse, member: Staff) -> None:
    """This will have the browser show next time that this member has signed in there."""
    if known_as(request, member.email):
        return
    text = seal(PURPOSE, orjson.dumps([member.email, secrets.token_urlsafe(16)]).decode())
    answer.set_cookie(
        COOKIE, text, max_age=LASTS, path="/", secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )


def known_as(request: HttpRequest, email: str) -> str:
    """This will return the number of a browser in which the account has signed in before, else nothing."""
    try:
        seconds = int(LASTS.total_seconds())
        account, number = orjson.loads(unseal(PURPOSE, request.COOKIES.get(COOKIE, ""), seconds=seconds))
    except (InvalidToken, ValueError, TypeError):
        return ""
    return str(number) if account == email.strip().lower() else ""
