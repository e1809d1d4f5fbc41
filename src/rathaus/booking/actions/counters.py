"""Counters and their opening rules: each change brings the sheets in line in the same transaction."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, time

from django.db import transaction

from rathaus.booking.actions.planning import Planned, plan_office
from rathaus.booking.models import OpeningRule, Policy, Resource
from rathaus.identity.queries import Actor
from rathaus.offices.actions.office import check_plans, tell


@dataclass(frozen=True, kw_only=True)
class RuleValues:
    """An opening rule: see booking.models.OpeningRule."""

    weekday: int
    opens: time
    closes: time
    capacity: int
    public_share: int
    raster: int | None = None
    every_weeks: int = 1
    anchor_on: date | None = None
    nth: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None


@transaction.atomic
def add_counter(*, office_id: int, title: str, by: Actor, at: datetime) -> Resource:
    """This will give an office a counter, which opens by its first rule.

    :raises rathaus.core.errors.NotPermitted: for those who do not plan this office.
    """
    check_plans(office_id, by)
    Policy.objects.get_or_create(office_id=office_id)
    counter = Resource.objects.create(office_id=office_id, title=title)
    tell(office_id, "booking.add_counter", by, at, str(counter.pk))
    return counter


@transaction.atomic
def change_counter(*, counter: Resource, title: str, is_active: bool, by: Actor, at: datetime) -> Planned:
    """This will name a counter and let it work or rest; visits booked on it stay.

    :raises rathaus.core.errors.NotPermitted: for those who do not plan this office.
    """
    check_plans(counter.office_id, by)
    Resource.objects.filter(pk=counter.pk).update(title=title, is_active=is_active)
    tell(counter.office_id, "booking.change_counter", by, at, str(counter.pk))
    return plan_office(office_id=counter.office_id, resource_ids=[counter.pk], at=at)


@transaction.atomic
def save_rule(*, counter: Resource, rule_id: int | None, values: RuleValues, by: Actor, at: datetime) -> Planned:
    """This will add an opening rule to a counter (`rule_id` None), or change the one with this id.

    :raises rathaus.core.errors.NotPermitted: for those who do not plan this office.
    """
    check_plans(counter.office_id, by)
    if rule_id is None:
        OpeningRule.objects.create(resource=counter, **asdict(values))
    else:
        OpeningRule.objects.filter(pk=rule_id, resource=counter).update(**asdict(values))
    tell(counter.office_id, "booking.save_rule", by, at, str(counter.pk))
    return plan_office(office_id=counter.office_id, resource_ids=[counter.pk], at=at)


@transaction.atomic
def remove_rule(*, counter: Resource, rule_id: int, by: Actor, at: datetime) -> Planned:
    """This will take an opening rule away; visits booked in its hours stay.

    :raises rathaus.core.errors.NotPermitted: for those who do not plan this office.
    """
    check_plans(counter.office_id, by)
    OpeningRule.objects.filter(pk=rule_id, resource=counter).delete()
    tell(counter.office_id, "booking.remove_rule", by, at, str(counter.pk))
    return plan_office(office_id=counter.office_id, resource_ids=[counter.pk], at=at)
