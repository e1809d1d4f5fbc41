"""Groups of resources that share people: which free starts can really be seated (architecture, section 4)."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from rathaus.booking.models import TAKING, Appointment, DaySheet, Resource, Seat
from rathaus.booking.rules.seating import VisitSpan, can_be_seated
from rathaus.booking.rules.ticks import each

Taken = dict[date, list[VisitSpan]]


def members_of(resource_id: int) -> tuple[int, list[int]]:
    """This will return a resource's group and the ids of all resources in it (2 queries)."""
    group_id = Resource.objects.values_list("group_id", flat=True).get(pk=resource_id)
    members = Resource.objects.filter(group_id=group_id).values_list("pk", flat=True)
    return int(group_id or 0), list(members)


def lock_day(members: Iterable[int], day: date) -> None:
    """This will lock all sheets of a group's day in key order."""
    list(DaySheet.objects.select_for_update().filter(resource_id__in=members, day=day).order_by("pk").values_list("pk"))


def seats_of(group_id: int) -> dict[int, frozenset[int]]:
    """This will return the group's seats, each with the resources it can serve (2 queries)."""
    seats = Seat.objects.filter(group_id=group_id).prefetch_related("serves")
    return {seat.pk: frozenset(r.pk for r in seat.serves.all()) for seat in seats}


def taken_on(members: Iterable[int], first: date, last: date, at: datetime, without: UUID | None = None) -> Taken:
    """This will return the group's visits per day as (first tick, ticks, resource), without expired holds (1 query)."""
    expired = Q(state__in=["held", "preconfirmed"], held_until__lte=at)
    rows = Appointment.objects.filter(resource_id__in=members, day__range=(first, last), state__in=TAKING)
    found: Taken = {}
    for day, tick, length, resource in (
        rows.exclude(expired)
        .exclude(pk__in=[without] if without else [])
        .values_list("day", "first_tick", "ticks", "resource_id")
    ):
        found.setdefault(day, []).append((tick, length, resource))
    return found


def can_seat(resource_id: int, day: date, new: VisitSpan, *, at: datetime, without: UUID | None = None) -> bool:
    """This will lock the group's day and tell whether its people can serve all its visits and a new one."""
    group_id, members = members_of(resource_id)
    lock_day(members, day)
    taken = taken_on(members, day, day, at, without).get(day, [])
    return can_be_seated([*taken, new], seats_of(group_id))


def seatable(
    resource_id: int, starts: dict[date, int], length: int, at: datetime, moving: Appointment | None = None
) -> dict[date, int]:
    """This will return those of the free starts (day to ticks) at which a new visit can be seated (5 queries)."""
    if not starts:
        return starts
    group_id, members = members_of(resource_id)
    seats = seats_of(group_id)
    taken = taken_on(members, min(starts), max(starts), at, moving.pk if moving else None)
    found: dict[date, int] = {}
    for day, mask in starts.items():
        booked = taken.get(day, [])
        kept = sum(1 << tick for tick in each(mask) if can_be_seated([*booked, (tick, length, resource_id)], seats))
        if kept:
            found[day] = kept
    return found
