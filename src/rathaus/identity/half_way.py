"""A sign-in between its two steps: kept in the session for ten minutes, worth nothing without the second."""

import hmac
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from rathaus.identity.models import Staff

KEY = "sign-in"
SECONDS = 600


@dataclass(frozen=True)
class HalfWay:
    """Who gave the first step (a password, or the town's own sign-in), where they want to go, a secret to set up."""

    member: Staff
    next_url: str
    secret: str
    came_by: str | None  # the name of the session at the town's own sign-in, "" where it tells none; None: a password


def remember(
    request: HttpRequest, member: Staff, *, next_url: str, secret: str, at: datetime, came_by: str | None = None
) -> None:
    """This will start a new session that knows the first step only."""
    request.session.flush()
    request.session[KEY] = {
        "member": member.pk,
        "proof": member.get_session_auth_hash(),
        "at": at.timestamp(),
        "next": next_url,
        "secret": secret,
        "came_by": came_by,
    }


def recall(request: HttpRequest, *, at: datetime) -> HalfWay | None:
    """This will return the sign-in that waits for its second step, unless ten minutes are over."""
    kept = request.session.get(KEY)
    if not kept or not 0 <= at.timestamp() - float(kept["at"]) <= SECONDS:
        return None
    member = Staff.objects.filter(pk=kept["member"], is_active=True).first()
    if member is None or not hmac.compare_digest(member.get_session_auth_hash(), str(kept["proof"])):
        return None
    return HalfWay(member, str(kept["next"]), str(kept["secret"]), kept.get("came_by"))


def safe_next(request: HttpRequest, url: str | None) -> str:
    """This will return where to go after signing in: a page of this host, else the desk."""
    is_ours = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return url if url and url.startswith("/") and is_ours else resolve_url(settings.LOGIN_REDIRECT_URL)
