"""What is put into the outbox, and taken out of it again before it is sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Value
from django.db.models.functions import Concat, Left

from rathaus.audit.actions import Entry, next_sequence, record
from rathaus.core.events import publish
from rathaus.identity.queries import Actor
from rathaus.notifications.events import MessageDue
from rathaus.notifications.models import Delivery, TextRules

STREAM = "town/sms"
SCHEDULE = "SELECT notifications_schedule(%s, %s, %s, %s::text[], %s::timestamptz[], %s::timestamptz[])"


@dataclass(frozen=True)
class Notice:
    """A message to come: its kind, when it is due, and from when on it would make no sense any more."""

    kind: str
    due_at: datetime
    expires_at: datetime | None = None


def schedule(*, subject: str, notices: Iterable[Notice], at: datetime, channel: str = "email") -> None:
    """This will put messages into the outbox, one row per (subject, kind, due); a cancelled twin is revived."""
    rows = list(notices)
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            SCHEDULE,
            [subject, channel, at, [n.kind for n in rows], [n.due_at for n in rows], [n.expires_at for n in rows]],
        )


def withdraw(*, subject: str, kinds: Iterable[str] | None = None) -> int:
    """This will cancel what still waits for a subject (of the given kinds); returns how many."""
    waiting = Delivery.objects.filter(subject=subject, state=Delivery.State.WAITING)
    if kinds is not None:
        waiting = waiting.filter(kind__in=list(kinds))
    return waiting.update(state=Delivery.State.CANCELLED)


def forget_subjects(*, subjects: Iterable[str]) -> int:
    """This will delete every message about these subjects, sent or not; returns how many."""
    return Delivery.objects.filter(subject__in=list(subjects)).delete()[0]


def forget_older(*, prefix: str, before: datetime) -> int:
    """This will delete every message about subjects of one kind that was scheduled before then; returns how many."""
    return Delivery.objects.filter(subject__startswith=prefix, created_at__lt=before).delete()[0]


def try_again(*, delivery_id: int, at: datetime) -> bool:
    """This will have a message that could not be delivered sent once more; False when it had not failed."""
    failed = Delivery.objects.filter(pk=delivery_id, state=Delivery.State.FAILED)
    with transaction.atomic():
        is_waiting = bool(failed.update(state=Delivery.State.WAITING, attempts=0, claimed_until=at, problem=""))
        if is_waiting:
            publish([MessageDue(delivery_id)])
    return is_waiting


def give_way(*, delivery_id: int) -> None:
    """This will mark an SMS that failed as told by mail instead, so that nobody at the desk need do so."""
    failed = Delivery.objects.filter(pk=delivery_id, state=Delivery.State.FAILED)
    failed.update(state=Delivery.State.NOTHING, problem=Concat(Value("by mail instead: "), Left("problem", 150)))


def set_text_rules(
    *, quiet_from: int, quiet_until: int, price: Decimal, most_parts: int | None, by: Actor, at: datetime
) -> None:
    """This will set when phones stay silent, what a part of an SMS costs (euros), and how many parts a month may have.

    What waits already keeps its hour.
    """
    values = {"quiet_from": quiet_from, "quiet_until": quiet_until, "price": price, "most_parts": most_parts}
    facts = (("what", [str(value) for value in values.values()]),)
    with transaction.atomic():
        TextRules.objects.update_or_create(pk=1, defaults=values)
        entry = Entry(STREAM, next_sequence(STREAM), at, by.pseudonym, "notifications.text-rules", "sms", (), facts)
        record([entry])
