"""What happened to members of staff, for those who care."""

from dataclasses import dataclass
from typing import Literal

from rathaus.core.events import Event


@dataclass(frozen=True)
class StaffInvited(Event):
    """Somebody was invited (again); the letter with the link is in the outbox."""

    name = "identity.invited"
    staff_id: int


@dataclass(frozen=True)
class SignInChanged(Event):
    """A member signs in another way from now on; if it was not them, they ought to know."""

    name = "identity.sign-in-changed"
    staff_id: int
    change: Literal[
        "passkey-added", "passkey-removed", "password-changed", "recovery-code-used", "recovery-codes-made",
        "second-step-reset",
    ]  # fmt: skip
