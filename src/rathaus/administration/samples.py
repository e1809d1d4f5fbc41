"""A mail to oneself, by the very channel that the mails to citizens take."""

from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from rathaus.core.limits import Limit, spend
from rathaus.identity.gate import Admitted
from rathaus.notifications.ports import ChannelAway, Message, NotNow, Rejected, Unanswered, channel

SAMPLES = Limit("sample-mail", most=20, seconds=3600)


class Sent(StrEnum):
    """What became of it."""

    DONE = "done"
    AWAY = "away"
    REFUSED = "refused"


def send_sample(message: Message, who: Admitted, *, at: datetime) -> Sent:
    """This will hand the message over to the mail server at once and tell what it said; the outbox has no part in it.

    :raises rathaus.core.errors.TooManyTries: after twenty in an hour.
    """
    spend(SAMPLES, str(who.member.pk), at=at)
    try:
        with channel("email").conversation() as conversation:
            conversation.hand_over(message, f"sample-{uuid4()}")
    except Rejected:
        return Sent.REFUSED
    except (ChannelAway, NotNow, Unanswered):
        return Sent.AWAY
    return Sent.DONE
