"""Probes of SMS: the gateway, the month's limit, the receipts. Nothing of it keeps the house from being ready."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings

from rathaus.notifications.phones import CHANNEL, has_room, text_rules, used
from rathaus.notifications.ports import ChannelAway, NotAdmitted, channel, is_served
from rathaus.notifications.queries import late_messages, receipts_since
from rathaus.operations.findings import Finding

NEAR = 0.8  # of the month's limit
RECEIPTS_WITHIN = timedelta(hours=2)
LOOKED_BACK = timedelta(days=3)
FEW = 3  # so many SMS without a receipt may be phones that are switched off
CHAPTER = "docs/operations/sms.md"


def gateway(at: datetime) -> Finding:
    """Whether the gateway answers and takes our password; nothing is sent."""
    if not is_served(CHANNEL):
        return Finding("sms", "no gateway is set, SMS are not offered")
    try:
        channel(CHANNEL).look()
    except NotAdmitted as refused:
        mend = f"check user, password and key in RATHAUS_SMS_URL ({CHAPTER}); SMS wait, nothing is lost"
        return Finding("sms", f"the gateway refuses us ({refused})", mend)
    except ChannelAway as away:
        mend = "start the gateway, or check RATHAUS_SMS_URL and the way there; SMS wait and catch up"
        return Finding("sms", f"the gateway is away ({away})", mend)
    return Finding("sms", "the gateway answers and takes our sign-in")


def of_town(at: datetime) -> Iterator[Finding]:
    """This will look at the SMS of the current town, where the house sends any."""
    if not is_served(CHANNEL):
        return
    yield _limit(at)
    if channel(CHANNEL).gives_receipts:
        yield _receipts(at)


def go_out(at: datetime) -> bool:
    """This will tell whether the SMS of the current town go out: none is late, and the month has room (3 queries)."""
    return has_room(1, at=at) and not late_messages(at=at, texts=True)


def _limit(at: datetime) -> Finding:
    most, parts = text_rules().most_parts, used(at=at)
    if most is None:
        return Finding("sms limit", f"{parts} parts this month, no limit is set")
    said = f"{parts} of {most} parts this month"
    if parts >= most:
        mend = "raise it in the administration (SMS); until then mail goes out instead where there is an address"
        return Finding("sms limit", f"{said}, the limit is reached", mend)
    if parts >= NEAR * most:
        return Finding("sms limit", f"{said}, the limit is near", "raise it in the administration (SMS) in time")
    return Finding("sms limit", said)


def _receipts(at: datetime) -> Finding:
    found = receipts_since(at - LOOKED_BACK, until=at - RECEIPTS_WITHIN)
    said = f"{found.answered} for {found.sent} SMS of the last three days"
    if found.answered or found.sent < FEW:
        return Finding("sms receipts", said)
    return Finding("sms receipts", f"{said}: none ever comes", _way_of_receipts())


def _way_of_receipts() -> str:
    if settings.RATHAUS_SMS_URL.startswith("notify") and not settings.RATHAUS_SMS_RECEIPT_TOKEN:
        return f"set RATHAUS_SMS_RECEIPT_TOKEN, and the same token and our address at the gateway ({CHAPTER})"
    return f"let the gateway reach the town's address /sms/, through proxy and firewall ({CHAPTER})"
