"""What is done to members of staff: invited, given roles, closed, signed in."""

from rathaus.identity.actions.members import accept, close, give_role, invite, renew_invitation, reopen, take_role
from rathaus.identity.actions.sign_in import (
    CODES,
    PASSWORDS,
    PASSWORDS_OF_NETWORK,
    CodeWrong,
    HasSecondFactor,
    NotKnown,
    check_code,
    check_password,
    make_staff,
    new_secret,
    reset_password,
    reset_second_factor,
    set_up_second_factor,
)

__all__ = [
    "CODES",
    "PASSWORDS",
    "PASSWORDS_OF_NETWORK",
    "CodeWrong",
    "HasSecondFactor",
    "NotKnown",
    "accept",
    "check_code",
    "check_password",
    "close",
    "give_role",
    "invite",
    "make_staff",
    "new_secret",
    "renew_invitation",
    "reopen",
    "reset_password",
    "reset_second_factor",
    "set_up_second_factor",
    "take_role",
]
