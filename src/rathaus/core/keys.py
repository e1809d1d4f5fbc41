"""Keys of a town: derived from the installation's secret, one per town and purpose."""

import base64
import hashlib
import hmac
from functools import lru_cache

from django.conf import settings
from django.db import connection


def current_town() -> str:
    """This will return the schema name of the town that the connection stands in."""
    return str(connection.schema_name)  # type: ignore[attr-defined]


@lru_cache(maxsize=4096)
def _derived(secret: str, town: str, purpose: str) -> bytes:
    return hmac.digest(secret.encode(), f"rathaus/{town}/{purpose}".encode(), "sha256")


def town_key(purpose: str) -> bytes:
    """This will return the 32-byte key of the current town for one purpose (HMAC-SHA-256 as a KDF, RFC 5869)."""
    return _derived(settings.SECRET_KEY, current_town(), purpose)


@lru_cache(maxsize=4096)
def _begun(key: bytes) -> hmac.HMAC:
    """An HMAC that has read its key already; copies of it go on from there, in half the time of a new one."""
    return hmac.new(key, digestmod="sha256")


def mac(purpose: str, *parts: str) -> bytes:
    """This will return the 32-byte HMAC-SHA-256 of the parts (joined unambiguously) under the town's key."""
    code = _begun(town_key(purpose)).copy()
    for part in parts:
        data = part.encode()
        code.update(len(data).to_bytes(4, "big") + data)
    return code.digest()


def urlsafe(data: bytes) -> str:
    """This will return the bytes as base64url text without padding (RFC 4648, section 5)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def pseudonym(purpose: str, value: str) -> str:
    """This will return a stable pseudonym of a value inside the town: 32 hexadecimal characters."""
    return mac(f"pseudonym/{purpose}", value)[:16].hex()


def commitment(salt: bytes, value: str) -> str:
    """This will return the salted commitment that stands for a personal value in the audit (SHA-256, hexadecimal)."""
    return hashlib.sha256(salt + value.encode()).hexdigest()
