"""Closed days of an office or of one counter; the sheets follow in the same transaction, and booked visits stay."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rathaus.booking.actions.planning import Planned, plan_office
from rathaus.booking.models import CounterClosure, Resource
from rathaus.core.errors import NotPermitted
from rathaus.identity.queries import Actor
from rathaus.identity.rights import Right
from rathaus.offices.actions.office import add_closure, check_days, check_plans, make_closure, remove_closure, tell
from rathaus.offices.actions.place import tell as tell_of_town
from rathaus.offices.models import Closure, Office


@dataclass(frozen=True, kw_only=True)
class Days:
    """From a day (included) until another (not included), and why, per language."""

    from_on: date
    until_on: date
    reasons: Mapping[str, str]


@transaction.atomic
def close(*, office_id: int, counter: Resource | None, days: Days, by: Actor, at: datetime) -> Planned:
    """This will close an office, or only one of its counters.

    :raises rathaus.offices.actions.office.NoDays: when the first day is not before the other.
    :raises rathaus.core.errors.NotPermitted: for those who do not plan this office.
    """
    check_plans(office_id, by)
    if counter is None:
        add_closure(
            office_id=office_id, from_on=days.from_on, until_on=days.until_on, reasons=days.reasons, by=by, at=at
        )
        return plan_office(office_id=office_id, at=at)
    check_days(days.from_on, days.until_on)
    CounterClosure.objects.create(
        resource=counter, from_on=days.from_on, until_on=days.until_on, reason=days.reasons.get("de", "")[:200]
    )
    tell(office_id, "booking.close_counter", by, at, str(counter.pk), str(days.from_on), str(days.until_on))
    return plan_office(office_id=office_id, resource_ids=[counter.pk], at=at)


@transaction.atomic
def open_again(*, closure: Closure | CounterClosure, by: Actor, at: datetime) -> Planned:
    """This will take a closure away.

    :raises rathaus.core.errors.NotPermitted: for those who do not plan this office.
    """
    if isinstance(closure, Closure):
        remove_closure(closure=closure, by=by, at=at)
        return plan_office(office_id=closure.office_id or 0, at=at)
    office_id = closure.resource.office_id
    check_plans(office_id, by)
    CounterClosure.objects.filter(pk=closure.pk).delete()
    tell(office_id, "booking.open_counter", by, at, str(closure.resource_id), str(closure.from_on))
    return plan_office(office_id=office_id, resource_ids=[closure.resource_id], at=at)


@transaction.atomic
def close_town(*, days: Days, by: Actor, at: datetime) -> Planned:
    """This will close every office of the town, for a local holiday or an outing of all.

    :raises rathaus.offices.actions.office.NoDays: when the first day is not before the other.
    :raises rathaus.core.errors.NotPermitted: for those who do not plan in the whole town.
    """
    check_plans_town(by)
    make_closure(office_id=None, from_on=days.from_on, until_on=days.until_on, reasons=days.reasons)
    tell_of_town("offices.close_town", by, at, [str(days.from_on), str(days.until_on)])
    return plan_town(at)


@transaction.atomic
def open_town(*, closure: Closure, by: Actor, at: datetime) -> Planned:
    """This will take a closure of the whole town away.

    :raises rathaus.core.errors.NotPermitted: for those who do not plan in the whole town.
    """
    check_plans_town(by)
    Closure.objects.filter(pk=closure.pk, office=None).delete()
    tell_of_town("offices.open_town", by, at, [str(closure.from_on), str(closure.until_on)])
    return plan_town(at)


def check_plans_town(by: Actor) -> None:
    """This will refuse those who do not plan in the whole town.

    :raises rathaus.core.errors.NotPermitted: for them.
    """
    if not by.may(Right.PLAN):
        raise NotPermitted(_("Die ganze Stadt schließt nur die Stadtverwaltung."))


def plan_town(at: datetime) -> Planned:
    """This will plan all offices anew, in the transaction of the caller.

    Office by office, by primary key: each locks its resources, then its sheets, as bookings do.
    """
    done = [plan_office(office_id=pk, at=at) for pk in Office.objects.order_by("pk").values_list("pk", flat=True)]
    return Planned(
        made=sum(one.made for one in done),
        changed=sum(one.changed for one in done),
        removed=sum(one.removed for one in done),
        overbooked=sum(one.overbooked for one in done),
    )
