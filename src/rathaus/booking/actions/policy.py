"""An office's rules for booking: set, and the sheets made that they ask for."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from rathaus.booking.actions.planning import Planned, plan_office
from rathaus.booking.models import Policy
from rathaus.identity.queries import Actor
from rathaus.offices.actions.office import check_plans, tell


@dataclass(frozen=True, kw_only=True)
class PolicyValues:
    """Lead time, how far ahead, how long a hold lasts, the longest visit."""

    lead_minutes: int = 60
    horizon_days: int = 60
    hold_minutes: int = 10
    most_minutes: int = 240


@transaction.atomic
def set_policy(*, office_id: int, values: PolicyValues, by: Actor, at: datetime) -> Planned:
    """This will set an office's rules for booking and bring its sheets in line up to the horizon.

    :raises rathaus.core.errors.NotPermitted: for those who do not plan this office.
    """
    check_plans(office_id, by)
    Policy.objects.update_or_create(office_id=office_id, defaults=asdict(values))
    tell(office_id, "booking.set_policy", by, at)
    return plan_office(office_id=office_id, at=at)
