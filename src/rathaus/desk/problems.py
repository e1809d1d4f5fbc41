"""What went wrong or waits too long: jobs of the town, messages of the appointments that one may see."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Case, Q, QuerySet, UUIDField, When
from django.db.models.functions import Cast, Substr
from procrastinate.contrib.django.models import ProcrastinateJob

from rathaus.booking.models import Appointment
from rathaus.booking.queries import Excess, overbooked_days, visible_to, visits_beyond_places
from rathaus.booking.wordings import KINDS
from rathaus.core.keys import current_town
from rathaus.identity.queries import Actor
from rathaus.notifications.models import Delivery, Wording
from rathaus.notifications.wordings import broken

LONG = timedelta(minutes=15)
STALLED = timedelta(minutes=2)  # without a sign of life from its worker
MOST = 200
SUBJECT = "appointment/"
EVERY_TOWN = "public"  # named by the jobs that set about the work of every town


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
    overbooked: list[Excess]
    unfit: list[Wording]

    @property
    def copies(self) -> int:
        """How many copies may have been sent beside the first."""
        return sum(letter.delivery.perhaps_twice for letter in self.twice)

    @property
    def appointment_ids(self) -> set[UUID]:
        """Whose appointments the page shows."""
        of_letters = {letter.appointment.pk for letter in [*self.failed, *self.late, *self.twice]}
        return of_letters | {visit.pk for excess in self.overbooked for visit in excess.visits}


def problems(actor: Actor, *, at: datetime) -> Problems:
    """This will return what went wrong in the town and among the messages and visits that the actor may see."""
    waiting = [Delivery.State.WAITING, Delivery.State.SENDING]
    return Problems(
        jobs=list(failed_jobs().order_by("-id")[:MOST]),
        stalled=list(stalled_jobs(at=at).order_by("-id")[:MOST]),
        failed=letters(actor, failed_deliveries()),
        late=letters(actor, Delivery.objects.filter(state__in=waiting, due_at__lt=at - LONG).order_by("due_at")),
        twice=letters(actor, Delivery.objects.filter(perhaps_twice__gt=0).order_by("-id")),
        unfit=broken(KINDS),
        overbooked=visits_beyond_places(actor, overbooked_days(actor, from_on=_today(at))[:MOST]),
    )


def count_of_problems(actor: Actor, *, at: datetime) -> int:
    """This will return how many jobs and messages have failed, and how many days are overbooked (3 queries)."""
    overbooked = overbooked_days(actor, from_on=_today(at)).count()
    return failed_jobs().count() + of_visible(actor, failed_deliveries()).count() + overbooked


def _today(at: datetime) -> date:
    """The day that has not ended anywhere yet: offices of one town may stand in several zones."""
    return (at - timedelta(hours=12)).date()


def letters(actor: Actor, deliveries: QuerySet[Delivery]) -> list[Letter]:
    """This will return those of the deliveries whose appointment the actor may see, up to 200 (2 queries)."""
    rows = list(of_visible(actor, deliveries)[:MOST])
    seen = visible_to(actor).in_bulk([row.appointment_id for row in rows])  # type: ignore[attr-defined]
    return [Letter(row, seen[row.appointment_id]) for row in rows]  # type: ignore[attr-defined]


def of_visible(actor: Actor, deliveries: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """This will return those of the deliveries whose appointment the actor may see, with `appointment_id`."""
    number = Cast(Substr("subject", len(SUBJECT) + 1), UUIDField())
    named = Case(When(subject__regex=f"^{SUBJECT}[0-9a-f-]{{36}}$", then=number))
    return deliveries.annotate(appointment_id=named).filter(appointment_id__in=visible_to(actor).values("pk"))


def failed_deliveries() -> QuerySet[Delivery]:
    """This will return the messages that could not be delivered, newest first."""
    return Delivery.objects.filter(state=Delivery.State.FAILED).order_by("-id")


def failed_jobs() -> QuerySet[ProcrastinateJob]:
    """This will return the jobs of this town, and of all towns together, that gave up."""
    return _jobs().filter(status="failed")


def stalled_jobs(*, at: datetime) -> QuerySet[ProcrastinateJob]:
    """This will return the same of those whose worker has given no sign of life for two minutes."""
    silent = Q(worker=None) | Q(worker__last_heartbeat__lt=at - STALLED)
    return _jobs().filter(silent, status="doing")


def _jobs() -> QuerySet[ProcrastinateJob]:
    found: QuerySet[ProcrastinateJob] = ProcrastinateJob.objects.filter(args__town__in=[current_town(), EVERY_TOWN])
    return found
