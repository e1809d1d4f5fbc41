"""Sending what is due. Each message passes two commits: "its handing over begins", and what came of it.

A row is claimed with SKIP LOCKED and stays `waiting`, so that it can still be withdrawn. It is `sending` only
from the first commit to the second. Whoever finds a row `sending` after its claim has run out (the worker died,
or the answer got lost) hands it over once more and counts that in `perhaps_twice`: the only way to a second copy.
"""

import logging
import time
import traceback
from contextlib import ExitStack
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import F, Q

from rathaus.core.events import publish
from rathaus.core.metrics import MESSAGES
from rathaus.notifications import phones, ports
from rathaus.notifications.events import MessageUndelivered
from rathaus.notifications.models import Delivery
from rathaus.notifications.ports import ChannelAway, Conversation, Message, NotNow, Rejected, Unanswered
from rathaus.notifications.receipts import key_of
from rathaus.notifications.segments import segments

log = logging.getLogger("rathaus.notifications")
BATCH = 200
CLAIM = timedelta(minutes=5)
LONGEST_RUN = timedelta(minutes=1)  # well within a claim, however slow the channel is
LONGEST_PAUSE = timedelta(hours=1)
LONGEST_PAUSE_WHILE_AWAY = timedelta(minutes=10)
GIVE_UP_AFTER = timedelta(days=4)  # RFC 5321, section 4.5.4.1: at least 4 to 5 days of "not now"
WAITING, SENDING = Delivery.State.WAITING, Delivery.State.SENDING


def backoff(attempts: int, longest: timedelta = LONGEST_PAUSE) -> timedelta:
    """This will return how long a message rests after so many tries in vain: 1 minute, doubling."""
    return min(timedelta(minutes=2 ** min(max(attempts - 1, 0), 10)), longest)


def send_due(*, at: datetime, most: int = BATCH) -> int:
    """This will send what is due in the current town, up to `most`; call it again until it returns 0.

    Returns how many messages came to a verdict: 0 when nothing is due or nothing can be sent at present.
    """
    started = time.monotonic()
    rows = _claim(at, most)
    run = _Run(at, started)
    for name in sorted({row.channel for row in rows}):
        run.send(name, [row for row in rows if row.channel == name])
    return run.verdicts


def _claim(at: datetime, most: int) -> list[Delivery]:
    rested = Q(claimed_until=None) | Q(claimed_until__lte=at)
    due = Q(rested, state=WAITING, due_at__lte=at) | Q(state=SENDING, claimed_until__lte=at)
    if ports.is_served(phones.CHANNEL) and phones.is_silent(at):
        due &= ~Q(channel=phones.CHANNEL) | Q(due_at__gt=at - phones.FRESH)
    with transaction.atomic():
        rows = list(Delivery.objects.select_for_update(skip_locked=True).filter(due).order_by("due_at", "pk")[:most])
        Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(claimed_until=at + CLAIM)
    for row in rows:
        row.claimed_until = at + CLAIM
    return rows


def _where(fault: Exception) -> str:
    """Kind and place of a fault, without its text: that may hold a name or an address."""
    place = traceback.extract_tb(fault.__traceback__)[-1]
    return f"{type(fault).__name__} in {place.filename}:{place.lineno}"


class _Run:
    """One pass over claimed rows."""

    def __init__(self, at: datetime, started: float) -> None:
        self.at = at
        self.started = started
        self.verdicts = 0

    @property
    def now(self) -> datetime:
        """The moment of the entry point and what has passed since."""
        return self.at + timedelta(seconds=time.monotonic() - self.started)

    def send(self, name: str, rows: list[Delivery]) -> None:
        """This will send the rows in one conversation; those that it does not come to are set free."""
        left = list(rows)
        before = self.verdicts
        try:
            with ExitStack() as stack:
                conversation: Conversation | None = None
                while left and self.now < self.at + LONGEST_RUN:
                    message = self._worded(left[0])
                    if message is not None:
                        conversation = conversation or stack.enter_context(ports.channel(name).conversation())
                        self._hand_over(conversation, left[0], message)
                    del left[0]
        except (ChannelAway, Unanswered) as lost:
            log.warning("channel %s: %s (%s); %d messages wait", name, type(lost).__name__, lost, len(left))
            self._set_free(left, lost, is_progress=self.verdicts > before)
            if self.verdicts == before:
                return
            left = []
        self._set_free(left, None, is_progress=True)

    def _worded(self, row: Delivery) -> Message | None:
        """The message, or None where there is none to send: settled already."""
        if row.expires_at is not None and row.expires_at <= self.now:
            self._settle(row, Delivery.State.NOTHING, problem="too late")
            return None
        try:
            message = ports.compose(row.subject, row.kind, self.now)
        except DatabaseError:
            raise
        except Exception as fault:  # noqa: BLE001 - one message that cannot be worded must not stop the others
            log.error("a %s message cannot be worded: %s", row.kind, _where(fault))  # noqa: TRY400 - its text may name people
            row.attempts += 1
            self._again(row, f"cannot be worded: {type(fault).__name__}", state=Delivery.State(row.state))
            return None
        if message is None:
            self._settle(row, Delivery.State.NOTHING)
        return message

    def _hand_over(self, conversation: Conversation, row: Delivery, message: Message) -> None:
        row.parts = segments(message.text) if row.channel == phones.CHANNEL else 0
        if row.parts and not phones.has_room(row.parts, at=self.now):
            self._settle(row, Delivery.State.FAILED, problem="limit of the month")
            return
        if not self._begin(row):
            return
        try:
            receipt = conversation.hand_over(message, key_of(row.pk))
        except Rejected as never:
            self._settle(row, Delivery.State.FAILED, problem=str(never)[:200])
        except NotNow as later:
            self._again(row, str(later), state=WAITING)
        except ChannelAway as away:
            self._rest(row, away, LONGEST_PAUSE_WHILE_AWAY, state=WAITING)
            raise
        except Unanswered as lost:
            self._rest(row, lost, LONGEST_PAUSE, state=SENDING)
            raise
        else:
            self._settle(row, Delivery.State.SENT, provider_id=receipt, sent_at=self.now)

    def _begin(self, row: Delivery) -> bool:
        """Commits that the handing over begins; not when the row was withdrawn or another worker has it by now."""
        again = 1 if row.state == SENDING else 0
        mine = Delivery.objects.filter(pk=row.pk, state=row.state, claimed_until=row.claimed_until)
        key = {"provider_id": key_of(row.pk), "parts": row.parts} if row.parts else {}
        begun = mine.update(state=SENDING, attempts=F("attempts") + 1, perhaps_twice=F("perhaps_twice") + again, **key)
        row.attempts += 1
        return bool(begun)

    def _settle(self, row: Delivery, state: Delivery.State, **values: object) -> None:
        self.verdicts += 1
        if row.channel == phones.CHANNEL:
            self._settle_text(row, state, values)
        else:
            Delivery.objects.filter(pk=row.pk).update(state=state, claimed_until=None, **{"problem": "", **values})
        MESSAGES.labels(row.channel, state.value).inc()

    def _settle_text(self, row: Delivery, state: Delivery.State, values: dict[str, object]) -> None:
        """Settles an SMS and counts it; a receipt that was faster than the answer is not overruled."""
        is_sent = state is Delivery.State.SENT
        with transaction.atomic():
            open_rows = Delivery.objects.filter(pk=row.pk, **({"state": SENDING} if is_sent else {}))
            settled = open_rows.update(state=state, claimed_until=None, **{"problem": "", **values})
            if settled and is_sent:
                phones.count(row.parts, at=self.now)
            elif state is Delivery.State.FAILED:
                publish([MessageUndelivered(row.pk)])

    def _again(self, row: Delivery, problem: str, *, state: Delivery.State) -> None:
        """The message rests and is tried again, for some days."""
        if self.now >= row.due_at + GIVE_UP_AFTER:
            self._settle(row, Delivery.State.FAILED, problem=problem[:200])
            return
        self.verdicts += 1
        Delivery.objects.filter(pk=row.pk).update(
            state=state, attempts=row.attempts, claimed_until=self.now + backoff(row.attempts), problem=problem[:200]
        )

    def _rest(self, row: Delivery, lost: Exception, longest: timedelta, *, state: Delivery.State) -> None:
        pause = backoff(row.attempts, longest)
        Delivery.objects.filter(pk=row.pk).update(state=state, claimed_until=self.now + pause, problem=str(lost)[:200])

    def _set_free(self, rows: list[Delivery], lost: Exception | None, *, is_progress: bool) -> None:
        """Gives up the claim of rows that were not begun; where nothing went through, they rest first."""
        for row in rows:
            mine = Delivery.objects.filter(pk=row.pk, state=row.state, claimed_until=row.claimed_until)
            if is_progress:
                mine.update(claimed_until=self.at if row.state == SENDING else None)
                continue
            pause = backoff(row.attempts + 1, LONGEST_PAUSE_WHILE_AWAY)
            mine.update(claimed_until=self.now + pause, attempts=F("attempts") + 1, problem=str(lost)[:200])
