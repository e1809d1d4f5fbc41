"""How allauth's second factors meet our staff: their secrets are encrypted under the town's key."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from rathaus.identity.models import Staff
from rathaus.identity.sealing import seal, unseal


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts of staff."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """This will keep sign-up closed: staff are invited."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor of staff."""

    def get_totp_issuer(self) -> str:
        """This will return the name that an authenticator app shows."""
        return "Rathaus"

    def get_totp_label(self, user: Any) -> str:
        """This will return the account's name in an authenticator app."""
        return user.email if isinstance(user, Staff) else ""

    def encrypt(self, text: str) -> str:
        """This will return a secret as it is stored: nobody signs in with a stolen dump alone."""
        return seal("second-factor", text)

    def decrypt(self, encrypted_text: str) -> str:
        """This will return a stored secret in clear.

        :raises cryptography.fernet.InvalidToken: when it was stored under another key.
        """
        return unseal("second-factor", encrypted_text)
