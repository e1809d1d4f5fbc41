"""What went wrong or waits too long: jobs of the town, messages of the appointments that one may see."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob

from rathaus.booking.models import Appointment
from rathaus.booking.queries import visible_to
from rathaus.core.keys import current_town
from rathaus.identity.queries import Actor
from rathaus.notifications.models import Delivery

LONG = timedelta(minutes=15)
STALLED = timedelta(minutes=2)  # without a sign of life from its worker
MOST = 200


@dataclass(frozen=True)
class Letter:
    """A message and the appointment that it belongs to."""

    delivery: Delivery
    appointment: Appointment


@dataclass(frozen=True)
class Problems:
    """Everything that the page of problems shows."""

    jobs: list[ProcrastinateJob]
    stalled: list[ProcrastinateJob]
    failed: list[Letter]
    late: list[Letter]
    twice: list[Letter]

    @property
    def copies(self) -> int:
        """How many copies may have been sent beside the first."""
        return sum(letter.delivery.perhaps_twice for letter in self.twice)


def problems(actor: Actor, *, at: datetime) -> Problems:
    """This will return what went wrong in the town and among the messages that the actor may see (8 queries)."""
    waiting = [Delivery.State.WAITING, Delivery.State.SENDING]
    return Problems(
        jobs=list(failed_jobs().order_by("-id")[:MOST]),
        stalled=list(stalled_jobs(at=at).order_by("-id")[:MOST]),
        failed=letters(actor, failed_deliveries()),
        late=letters(actor, Delivery.objects.filter(state__in=waiting, due_at__lt=at - LONG).order_by("due_at")),
        twice=letters(actor, Delivery.objects.filter(perhaps_twice__gt=0).order_by("-id")),
    )


def count_of_problems(actor: Actor) -> int:
    """This will return how many jobs and messages have failed (3 queries)."""
    return failed_jobs().count() + len(letters(actor, failed_deliveries()))


def letters(actor: Actor, deliveries: QuerySet[Delivery]) -> list[Letter]:
    """This will return those of the deliveries whose appointment the actor may see, up to 200 (2 queries)."""
    rows = list(deliveries[:MOST])
    ids = {row.pk: appointment_id(row) for row in rows}
    seen = visible_to(actor).filter(pk__in={i for i in ids.values() if i}).in_bulk() if rows else {}
    return [Letter(row, seen[found]) for row in rows if (found := ids[row.pk]) in seen and found]


def appointment_id(delivery: Delivery) -> UUID | None:
    """This will return the appointment that a message belongs to, if it belongs to one."""
    kind, _, number = delivery.subject.partition("/")
    try:
        return UUID(number) if kind == "appointment" else None
    except ValueError:
        return None


def failed_deliveries() -> QuerySet[Delivery]:
    """This will return the messages that could not be delivered, newest first."""
    return Delivery.objects.filter(state=Delivery.State.FAILED).order_by("-id")


def failed_jobs() -> QuerySet[ProcrastinateJob]:
    """This will return the jobs of this town that gave up."""
    return _jobs().filter(status="failed")


def stalled_jobs(*, at: datetime) -> QuerySet[ProcrastinateJob]:
    """This will return the jobs of this town whose worker has given no sign of life for two minutes."""
    silent = Q(worker=None) | Q(worker__last_heartbeat__lt=at - STALLED)
    return _jobs().filter(silent, status="doing")


def _jobs() -> QuerySet[ProcrastinateJob]:
    found: QuerySet[ProcrastinateJob] = ProcrastinateJob.objects.filter(args__town=current_town())
    return found
