"""How the outbox is doing: what an operator and the desk are shown."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, Sum

from rathaus.notifications import phones
from rathaus.notifications.models import Delivery

OVERDUE = timedelta(minutes=15)


@dataclass(frozen=True)
class OutboxState:
    """Messages that should be out by now, that came to nothing for good, that may have arrived twice; why."""

    overdue: int
    failed: int
    perhaps_twice: int
    last_problem: str
    last_sent_at: datetime | None


def outbox_state(*, at: datetime) -> OutboxState:
    """This will return how the current town's outbox is doing (2 queries)."""
    unfinished = Q(state__in=[Delivery.State.WAITING, Delivery.State.SENDING])
    found = Delivery.objects.aggregate(
        overdue=Count("pk", filter=unfinished & Q(due_at__lte=at - OVERDUE)),
        failed=Count("pk", filter=Q(state=Delivery.State.FAILED)),
        twice=Sum("perhaps_twice"),
        last=Max("sent_at"),
    )
    troubled = Delivery.objects.filter(unfinished | Q(state=Delivery.State.FAILED)).exclude(problem="")
    problem = troubled.order_by("-due_at").values_list("problem", flat=True).first()
    return OutboxState(found["overdue"], found["failed"], found["twice"] or 0, problem or "", found["last"])


@dataclass(frozen=True)
class Receipts:
    """How many SMS went out, and of how many the gateway said what became of them."""

    sent: int
    answered: int


def receipts_since(since: datetime, *, until: datetime) -> Receipts:
    """This will count the SMS that went out in a span, and their receipts (1 query)."""
    rows = Delivery.objects.filter(channel=phones.CHANNEL, sent_at__gte=since, sent_at__lt=until)
    is_answered = Q(is_delivered=True) | Q(state=Delivery.State.FAILED)
    found = rows.aggregate(sent=Count("pk"), answered=Count("pk", filter=is_answered))
    return Receipts(found["sent"], found["answered"])


def late_messages(*, at: datetime, texts: bool) -> int:
    """This will count what should have gone out a quarter of an hour ago: SMS or all else (up to 3 queries).

    SMS that wait for the morning are not late.
    """
    if texts and phones.is_silent(at):
        return 0
    late = Delivery.objects.filter(state__in=["waiting", "sending"], due_at__lt=at - OVERDUE)
    return (late.filter if texts else late.exclude)(channel=phones.CHANNEL).count()
