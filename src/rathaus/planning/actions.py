"""What planning does by joining offices and booking; each in one transaction."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from rathaus.booking.actions.planning import Planned
from rathaus.booking.actions.policy import PolicyValues, set_policy
from rathaus.core.errors import Refused
from rathaus.core.stamps import stamp_of
from rathaus.identity.queries import Actor
from rathaus.offices.actions import OfficeFacts, Words, change_office, create_office
from rathaus.offices.models import Office
from rathaus.planning.queries import stamp_of_office


class ChangedMeanwhile(Refused):
    """Somebody else saved since the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Jemand hat das hier inzwischen geändert. Ihre Angaben stehen noch im Formular: Vergleichen Sie mit "
                "der gespeicherten Fassung, dann speichern Sie noch einmal."
            )
        )


class DoesNotFit(Refused):
    """The database refused what no form had noticed."""

    def __init__(self) -> None:
        super().__init__(
            _("Diese Angaben passen nicht zusammen, deshalb ist nichts gespeichert. Bitte prüfen Sie sie noch einmal.")
        )


@transaction.atomic
def create(*, facts: OfficeFacts, words: Mapping[str, Words], policy: PolicyValues, by: Actor, at: datetime) -> Office:
    """This will make an office with its rules for booking.

    :raises rathaus.core.errors.Refused: as offices.actions.create_office.
    """
    office = create_office(facts=facts, words=words, by=by, at=at)
    set_policy(office_id=office.pk, values=policy, by=by, at=at)
    return office


@transaction.atomic
def change(
    *,
    office_id: int,
    seen: str,
    facts: OfficeFacts,
    words: Mapping[str, Words],
    policy: PolicyValues,
    by: Actor,
    at: datetime,
) -> Planned:
    """This will change an office with its rules for booking, and bring its sheets in line.

    :raises ChangedMeanwhile: when it is not what the actor saw (`seen`, see queries.stamp_of_office).
    :raises rathaus.core.errors.Refused: as offices.actions.change_office.
    """
    lock(office_id)
    if seen != stamp_of_office(office_id):
        raise ChangedMeanwhile
    change_office(office_id=office_id, facts=facts, words=words, by=by, at=at)
    return set_policy(office_id=office_id, values=policy, by=by, at=at)


def guarded(*, office_id: int, rows: Callable[[], Iterable[Model]], seen: str, do: Callable[[], Planned]) -> Planned:
    """This will do a step of planning, if the rows are still what the actor saw (`seen`, their stamp).

    :raises ChangedMeanwhile: when they are not.
    :raises DoesNotFit: when the database refuses what the step writes.
    :raises rathaus.core.errors.Refused: as the step does.
    """
    try:
        with transaction.atomic():
            lock(office_id)
            if seen != stamp_of(rows()):
                raise ChangedMeanwhile
            return do()
    except IntegrityError as error:
        raise DoesNotFit from error


def lock(office_id: int) -> None:
    """This will have those who plan an office wait for each other, but nobody who books there."""
    Office.objects.select_for_update(no_key=True).get(pk=office_id)
