"""Holidays of the municipality alone: all offices are closed, and the sheets follow in the same transaction."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rathaus.booking.actions.closures import check_plans_town, plan_town
from rathaus.booking.actions.planning import Planned
from rathaus.core.errors import Refused
from rathaus.identity.queries import Actor
from rathaus.offices.actions.place import tell
from rathaus.offices.models import MunicipalHoliday
from rathaus.offices.queries import place, public_holidays


class IsHolidayAlready(Refused):
    """The day is a holiday of the Land or of the municipality already."""


@transaction.atomic
def add_holiday(*, day: date, title: str, by: Actor, at: datetime) -> Planned:
    """This will make a day a local holiday; visits booked on it stay and are told as too many.

    :raises IsHolidayAlready: when it is one.
    :raises rathaus.core.errors.NotPermitted: for those who do not plan in the whole town.
    """
    check_plans_town(by)
    of_land = public_holidays(place().land, [day.year]).get(day)
    if of_land:
        facts = {"title": of_land}
        raise IsHolidayAlready(_("An diesem Tag ist schon ein Feiertag des Landes: %(title)s.") % facts, field="day_on")
    _row, is_new = MunicipalHoliday.objects.get_or_create(day_on=day, defaults={"title": title})
    if not is_new:
        raise IsHolidayAlready(_("Dieser Tag steht schon in der Liste."), field="day_on")
    tell("offices.add_holiday", by, at, [str(day)])
    return plan_town(at)


@transaction.atomic
def remove_holiday(*, holiday: MunicipalHoliday, by: Actor, at: datetime) -> Planned:
    """This will make a local holiday a day like others.

    :raises rathaus.core.errors.NotPermitted: for those who do not plan in the whole town.
    """
    check_plans_town(by)
    MunicipalHoliday.objects.filter(pk=holiday.pk).delete()
    tell("offices.remove_holiday", by, at, [str(holiday.day_on)])
    return plan_town(at)
