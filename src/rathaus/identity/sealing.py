"""Secrets as they are kept: encrypted under a key of the town, one for each purpose."""

import base64

from cryptography.fernet import Fernet

from rathaus.core.keys import town_key


def seal(purpose: str, text: str) -> str:
    """This will return a secret as it is stored: a stolen dump alone tells nothing."""
    return _box(purpose).encrypt(text.encode()).decode()


def unseal(purpose: str, sealed: str, *, seconds: int | None = None) -> str:
    """This will return a stored secret in clear, if it is no older than `seconds`.

    :raises cryptography.fernet.InvalidToken: when it was stored under another key, altered, or is too old.
    """
    return _box(purpose).decrypt(sealed.encode(), ttl=seconds).decode()


def _box(purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(town_key(purpose)))
