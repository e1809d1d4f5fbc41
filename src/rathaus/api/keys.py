"""Keys of clients: making, showing once, finding, revoking.

A key is `rh_<number>_<43 characters>`; the secret part has 256 random bits, so that a plain SHA-256 protects it.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rathaus.api.models import ApiClient
from rathaus.audit.actions import record_write
from rathaus.core.errors import Refused
from rathaus.identity.queries import Actor

KEY = re.compile(r"rh_(\d{1,15})_([\w-]{43})\Z", re.ASCII)
NOBODY = hashlib.sha256(b"nobody").digest()


class NoSuchClient(Refused):
    """There is no client of this number."""


def make_client(
    *,
    title: str,
    scopes: list[str],
    most_holds: int,
    most_requests: int,
    expires_on: date | None,
    by: Actor,
    at: datetime,
) -> tuple[ApiClient, str]:
    """This will make a client and return it with its key, which is never seen again.

    :raises rathaus.core.errors.Refused: without a scope, or with an expiry in the past.
    """
    if not scopes:
        raise Refused(_("Bitte wählen Sie, was der Schlüssel darf."), field="scopes")
    if expires_on is not None and expires_on < timezone.localdate(at):
        raise Refused(_("Dieser Tag ist schon vorbei."), field="expires_on")
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        client = ApiClient.objects.create(
            title=title, proof=_proof(secret), scopes=sorted(scopes), most_holds=most_holds,
            most_requests=most_requests, expires_on=expires_on,
            created_at=at,
        )  # fmt: skip
        _tell(client, "api.make-key", by=by, at=at, scopes=client.scopes)
    return client, f"rh_{client.pk}_{secret}"


def revoke(*, client_id: int, by: Actor, at: datetime) -> ApiClient:
    """This will make a client's key worthless from now on; a second time changes nothing.

    :raises NoSuchClient: when there is none.
    """
    with transaction.atomic():
        client = ApiClient.objects.select_for_update().filter(pk=client_id).first()
        if client is None:
            raise NoSuchClient(_("Diesen Schlüssel gibt es nicht."))
        if client.revoked_at is None:
            client.revoked_at = at
            client.save(update_fields=["revoked_at"])
            _tell(client, "api.revoke-key", by=by, at=at)
    return client


def client_of(authorization: str, *, at: datetime) -> ApiClient | None:
    """This will return the client of an Authorization header (RFC 6750), or None for any key that is not good."""
    scheme, _space, key = authorization.partition(" ")
    parts = KEY.match(key.strip()) if scheme.lower() == "bearer" else None
    if parts is None:
        return None
    client = ApiClient.objects.filter(pk=int(parts[1])).first()
    is_proven = hmac.compare_digest(_proof(parts[2]), bytes(client.proof) if client else NOBODY)
    if client is None or not is_proven or not client.is_good(today=timezone.localdate(at)):
        return None
    return client


def actor_of(client: ApiClient) -> Actor:
    """This will return the client as the trail knows it."""
    return Actor(f"api/{client.pk}")


def titles(numbers: Collection[int]) -> dict[int, str]:
    """This will return what the clients of these numbers are called, revoked ones too (1 query)."""
    return dict(ApiClient.objects.filter(pk__in=numbers).values_list("pk", "title"))


def _proof(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _tell(client: ApiClient, action: str, *, by: Actor, at: datetime, **facts: object) -> None:
    record_write(stream=f"api/{client.pk}", action=action, purpose="api", by=by.pseudonym, at=at, facts=facts)
