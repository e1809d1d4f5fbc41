"""Recovery codes: ten that stand in for the second factor, each once, when app and passkeys are lost."""

import secrets
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from rathaus.audit.actions import record_write
from rathaus.core.events import publish
from rathaus.identity.events import SignInChanged
from rathaus.identity.models import RecoveryCode, Staff
from rathaus.identity.queries import staff_stream
from rathaus.identity.rules import RECOVERY_CODES, RECOVERY_DIGITS, in_groups


def renew_recovery_codes(*, member: Staff, at: datetime) -> list[str]:
    """This will give a member ten new codes and return them, to be shown once; the old ones are void.

    A code is its number and 49 random bits. Less than 112 bits are kept as passwords are (OWASP ASVS 6.5.2).
    """
    random = RECOVERY_DIGITS - 1
    codes = [f"{number}{secrets.randbelow(10**random):0{random}}" for number in range(RECOVERY_CODES)]
    hashed = [make_password(code) for code in codes]
    with transaction.atomic():
        Staff.objects.select_for_update().get(pk=member.pk)
        member.recovery_codes.all().delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(staff=member, number=number, hashed=one) for number, one in enumerate(hashed)
        )
        _tell(member, "identity.renew-recovery-codes", at)
        publish([SignInChanged(member.pk, "recovery-codes-made")])
    return [in_groups(code) for code in codes]


def use_recovery_code(member: Staff, digits: str, *, at: datetime) -> bool:
    """This will use up the member's code; False when there is none like it. The caller holds the member's row."""
    row = member.recovery_codes.filter(number=int(digits[0])).first()
    if row is None or not check_password(digits, row.hashed):
        return False
    row.delete()
    _tell(member, "identity.sign-in-by-recovery-code", at)
    publish([SignInChanged(member.pk, "recovery-code-used")])
    return True


def _tell(member: Staff, action: str, at: datetime) -> None:
    stream = staff_stream(member)
    record_write(stream=stream, action=action, purpose="sign-in", by=stream, at=at)
