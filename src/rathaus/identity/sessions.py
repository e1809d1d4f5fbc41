"""Sessions of staff: they end after an hour without use, after ten at most, and when somebody ends them."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest

from rathaus.identity.models import Staff, StaffSession
from rathaus.identity.rules import counter_at, device_of, network_of

IDLE = timedelta(minutes=60)
LONGEST = timedelta(hours=10)  # as SESSION_COOKIE_AGE
STEP = timedelta(minutes=1)  # so seldom a session is noted as seen
CODE_KEPT = timedelta(minutes=10)  # longer than any code is accepted
FORGET_CODES = """
UPDATE mfa_authenticator SET data = data - 'last_counter' WHERE (data ->> 'last_counter')::bigint < %s
"""


def stands(request: HttpRequest, member: Staff, *, at: datetime) -> bool:
    """This will tell whether the session of the request may still be used, and note that it was (1 query)."""
    key = request.session.session_key or ""
    row = StaffSession.objects.filter(key=key, staff=member).first()
    if row is None:
        begin(request, member, at=at)
        return True
    if at - row.seen_at > IDLE or at - row.started_at > LONGEST:
        end(StaffSession.objects.filter(pk=row.pk))
        return False
    if at - row.seen_at > STEP:
        StaffSession.objects.filter(pk=row.pk).update(seen_at=at)
    return True


def end(sessions: QuerySet[StaffSession]) -> int:
    """This will end sessions: their browsers are signed out with their next request; returns how many."""
    keys = list(sessions.values_list("key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    return StaffSession.objects.filter(key__in=keys).delete()[0]


def forget_sessions(*, at: datetime) -> int:
    """This will delete the sessions that are over, and which codes were used; returns 0: all are gone at once."""
    Session.objects.filter(expire_date__lt=at).delete()
    end(StaffSession.objects.filter(started_at__lt=at - LONGEST))
    forget_codes(at=at)
    return 0


def forget_codes(*, at: datetime) -> None:
    """This will forget which code a member used last, once nobody could use it again: it tells when they signed in."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET_CODES, [counter_at(at - CODE_KEPT)])


def begin(request: HttpRequest, member: Staff, *, at: datetime, came_by: str | None = None) -> None:
    """This will note that a session of a member has begun; `came_by` is its name at the town's own sign-in."""
    about = {
        "staff": member,
        "started_at": at,
        "seen_at": at,
        "device": device_of(request.headers.get("User-Agent", "")),
        "network": network_of(request.META.get("REMOTE_ADDR", "")),
        "is_by_provider": came_by is not None,
        "provider_session": came_by or "",
    }
    StaffSession.objects.get_or_create(key=request.session.session_key or "", defaults=about)
