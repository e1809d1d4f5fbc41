"""The link of an invitation: derived, never stored, good once and for a week."""

import base64
import binascii
import hmac
from datetime import datetime, timedelta

from rathaus.core.keys import mac, urlsafe
from rathaus.identity.models import Staff

LASTS = timedelta(days=7)
MAC_BYTES = 18
ID_BYTES = 6
LENGTH = (ID_BYTES + MAC_BYTES) * 4 // 3


def token_of(member: Staff) -> str:
    """This will return the token of a member's present invitation: 32 characters, HMAC-SHA-256 cut to 144 bits."""
    return urlsafe(member.pk.to_bytes(ID_BYTES, "big") + _proof(member))


def invited(text: str, *, at: datetime) -> Staff | None:
    """This will return who was invited by this token (1 query); None for any that is not right or not good any more."""
    try:
        data = base64.urlsafe_b64decode(text) if len(text) == LENGTH else b""
    except (ValueError, binascii.Error):
        data = b""
    number, proof = int.from_bytes(data[:ID_BYTES], "big"), data[ID_BYTES:]
    member = Staff.objects.filter(pk=number, is_active=True).first() or Staff(pk=0)
    is_right = hmac.compare_digest(proof, _proof(member))
    return member if is_right and member.invited_until is not None and at < member.invited_until else None


def _proof(member: Staff) -> bytes:
    return mac("invitation", str(member.pk), str(member.invitation), member.email)[:MAC_BYTES]
