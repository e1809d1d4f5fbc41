"""A mail or an SMS to oneself, by the very channel that the messages to citizens take."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from django.db import transaction

from rathaus.administration.wordings import STREAM
from rathaus.audit.actions import Entry, next_sequence, record
from rathaus.core.limits import Limit, spend
from rathaus.identity.gate import Admitted
from rathaus.notifications import phones
from rathaus.notifications.ports import ChannelAway, Message, NotNow, Rejected, Unanswered, channel
from rathaus.notifications.segments import segments

SAMPLES = Limit("sample-mail", most=20, seconds=3600)
SAMPLE_TEXTS = Limit("sample-text", most=5, seconds=3600)  # each costs, and goes to a number that was typed


class Sent(StrEnum):
    """What became of it."""

    DONE = "done"
    AWAY = "away"
    REFUSED = "refused"
    FULL = "full"  # the month's limit of parts is reached


def send_sample(message: Message, who: Admitted, what: list[str], *, at: datetime) -> Sent:
    """This will hand a mail to oneself over at once and tell what the server said; the outbox has no part in it.

    :raises rathaus.core.errors.TooManyTries: after twenty in an hour.
    """
    spend(SAMPLES, str(who.member.pk), at=at)
    _tell("notifications.send_sample", who, what, at)
    return _hand_over("email", message)


def send_sample_text(message: Message, number: str, who: Admitted, what: list[str], *, at: datetime) -> Sent:
    """This will hand an SMS to one's own phone over at once; its parts count for the month, the number is not kept.

    :raises rathaus.core.errors.TooManyTries: after five in an hour.
    """
    parts = segments(message.text)
    if not phones.has_room(parts, at=at):
        return Sent.FULL
    spend(SAMPLE_TEXTS, str(who.member.pk), at=at)
    _tell("notifications.send_sample", who, what, at)
    sent = _hand_over(phones.CHANNEL, replace(message, to=number))
    if sent == Sent.DONE:
        with transaction.atomic():
            phones.count(parts, at=at)
    return sent


def _hand_over(kind: str, message: Message) -> Sent:
    try:
        with channel(kind).conversation() as conversation:
            conversation.hand_over(message, f"sample-{uuid4()}")
    except Rejected:
        return Sent.REFUSED
    except (ChannelAway, NotNow, Unanswered):
        return Sent.AWAY
    return Sent.DONE


@transaction.atomic
def _tell(action: str, who: Admitted, what: list[str], at: datetime) -> None:
    """The trail knows who sent which message to themselves, before it goes out."""
    facts = (("what", what),)
    record([Entry(STREAM, next_sequence(STREAM), at, who.actor.pseudonym, action, "town", (), facts)])
