"""Groups of resources that share people: which free starts can really be seated (architecture, section 4)."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from rathaus.booking.models import TAKING, Appointment, DaySheet, Resource, Seat
from rathaus.booking.rules.seating import VisitSpan, can_be_seated
from rathaus.booking.rules.ticks import each

Taken = dict[date, list[VisitSpan]]


def members_of(resource_id: int) -> tuple[int, list[int]]:
    """This will return a resource's group (0: none) and the ids of all resources in it (2 queries)."""
    group_id = Resource.objects.only("group_id").get(pk=resource_id).group_id
    if group_id is None:
        return 0, [resource_id]
    return group_id, list(Resource.objects.filter(group_id=group_id).values_list("pk", flat=True))


def lock_day(members: Iterable[int], day: date) -> None:
    """This will lock all sheets of a group's day in key order."""
    list(DaySheet.objects.select_for_update().filter(resource_id__in=members, day=day).order_by("pk").values_list("pk"))


def seats_of(group_id: int) -> dict[int, frozenset[int]]:
    """This will return the group's seats, each with the resources it can serve (2 queries)."""
    seats = Seat.objects.filter(group_id=group_id).prefetch_related("serves")
    return {seat.pk: frozenset(r.pk for r in seat.serves.all()) for seat in seats}


def tidy_day(members: Iterable[int], day: date, at: datetime) -> None:
    """This will give back the group's expired holds of a day, but none that is being confirmed at this moment."""
    late = DaySheet.objects.filter(resource_id__in=members, day=day, earliest_expiry__lte=at)
    with connection.cursor() as cursor:
        for pk in late.order_by("pk").values_list("pk", flat=True):
            cursor.execute("SELECT booking_tidy(%s, %s)", [pk, at])


def taken_on(members: Iterable[int], first: date, last: date, without: UUID | None = None) -> QuerySet[Appointment]:
    """This will return what takes up the group's people on some days."""
    rows = Appointment.objects.filter(resource_id__in=members, day__range=(first, last), state__in=TAKING)
    return rows.exclude(pk=without) if without else rows


def spans_of(rows: QuerySet[Appointment]) -> Taken:
    """This will return visits per day as (first tick, ticks, resource) (1 query)."""
    found: Taken = {}
    for day, tick, length, resource in rows.values_list("day", "first_tick", "ticks", "resource_id"):
        found.setdefault(day, []).append((tick, length, resource))
    return found


def can_seat(resource_id: int, day: date, new: VisitSpan, *, at: datetime, without: UUID | None = None) -> bool:
    """This will lock the group's day and tell whether its people can serve all its visits and a new one.

    A hold that has just expired counts while somebody is confirming it: that may still succeed.
    """
    group_id, members = members_of(resource_id)
    lock_day(members, day)
    tidy_day(members, day, at)
    taken = spans_of(taken_on(members, day, day, without)).get(day, [])
    return can_be_seated([*taken, new], seats_of(group_id))


def seatable(
    resource_id: int, starts: dict[date, int], length: int, at: datetime, moving: Appointment | None = None
) -> dict[date, int]:
    """This will return those of the free starts (day to ticks) at which a new visit can be seated (5 queries)."""
    if not starts:
        return starts
    group_id, members = members_of(resource_id)
    seats = seats_of(group_id)
    expired = Q(state__in=["held", "preconfirmed"], held_until__lte=at)
    without = moving.pk if moving else None
    taken = spans_of(taken_on(members, min(starts), max(starts), without).exclude(expired))
    found: dict[date, int] = {}
    for day, mask in starts.items():
        booked = taken.get(day, [])
        kept = sum(1 << tick for tick in each(mask) if can_be_seated([*booked, (tick, length, resource_id)], seats))
        if kept:
            found[day] = kept
    return found
