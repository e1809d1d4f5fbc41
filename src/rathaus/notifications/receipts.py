"""Receipts: what a gateway says later about an SMS that it took."""

import hmac
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from rathaus.core.events import publish
from rathaus.core.keys import mac
from rathaus.notifications import phones
from rathaus.notifications.events import MessageUndelivered
from rathaus.notifications.models import Delivery

Outcome = Literal["delivered", "failed"]
SENDING, SENT, FAILED = Delivery.State.SENDING, Delivery.State.SENT, Delivery.State.FAILED


def key_of(delivery_id: int) -> str:
    """This will return the key of a message: 32 hexadecimal characters, an HMAC under the town's key."""
    return mac("delivery", str(delivery_id))[:16].hex()


def note_receipt(*, key: str, outcome: Outcome, at: datetime, problem: str = "") -> bool:
    """This will note what became of the SMS of a key; False when there is none. The same receipt twice changes nothing.

    A receipt proves that the gateway has the message: what was in doubt is not sent again.
    """
    with transaction.atomic():
        found = Delivery.objects.select_for_update().filter(channel=phones.CHANNEL, provider_id=key).first()
        if found is None or not hmac.compare_digest(key.encode(), key_of(found.pk).encode()):
            return False
        if outcome == "delivered":
            _delivered(found, at)
        elif not found.is_delivered and found.state in {SENDING, SENT}:
            _count_doubt(found, at)
            Delivery.objects.filter(pk=found.pk).update(state=FAILED, claimed_until=None, problem=problem[:200])
            publish([MessageUndelivered(found.pk)])
    return True


def _delivered(found: Delivery, at: datetime) -> None:
    if found.is_delivered or found.state not in {SENDING, SENT, FAILED}:
        return
    _count_doubt(found, at)
    Delivery.objects.filter(pk=found.pk).update(
        state=SENT, is_delivered=True, claimed_until=None, problem="", sent_at=Coalesce(F("sent_at"), at)
    )


def _count_doubt(found: Delivery, at: datetime) -> None:
    """Counts a message whose sender has not come to say that it went out."""
    if found.state == SENDING:
        phones.count(found.parts, at=at)
