"""From opening rules to day sheets; expired holds back; what lowers capacity says so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Min

from rathaus.booking.models import TAKING, Appointment, CounterClosure, DaySheet, OpeningRule, Policy, Resource, Share
from rathaus.booking.rules import ticks
from rathaus.booking.rules.planning import Opening, Plan, plan_day, recount, with_booked
from rathaus.offices.queries import closed_days

DEFAULT_RASTER = 15


@dataclass
class Planned:
    """How many sheets were made, changed, removed; the days that are overbooked now."""

    made: int = 0
    changed: int = 0
    removed: int = 0
    overbooked: int = 0


def openings(resource: Resource) -> list[Opening]:
    """This will return a resource's opening rules; a missing raster is its shortest offer."""
    shortest = shortest_offer(resource)
    return [opening(rule, shortest) for rule in OpeningRule.objects.filter(resource=resource)]


def shortest_offer(resource: Resource) -> int:
    """This will return the minutes of the shortest offer that can be booked on a resource."""
    bookable = resource.alternatives.filter(offer__is_bookable=True)
    return bookable.aggregate(m=Min("offer__minutes"))["m"] or DEFAULT_RASTER


def opening(rule: OpeningRule, shortest: int) -> Opening:
    """This will return a rule as planning needs it, with the shortest offer (minutes) where it has no raster."""
    return Opening(
        rule.weekday, rule.opens, rule.closes, rule.capacity, rule.public_share, rule.raster or shortest,
        rule.every_weeks, rule.anchor_on, rule.nth, rule.valid_from, rule.valid_until,
    )  # fmt: skip


def days_without(resource: Resource, first: date, last: date) -> frozenset[date]:
    """This will return the days from `first` to `last` (both included) on which the resource alone does not work."""
    rows = CounterClosure.objects.filter(resource=resource, from_on__lte=last, until_on__gt=first)
    return frozenset(row.from_on + timedelta(days=n) for row in rows for n in range((row.until_on - row.from_on).days))


def plan_sheets(*, resources: Iterable[Resource], first: date, last: date) -> Planned:
    """This will bring the sheets of the resources from `first` to `last` (both included) in line with their rules.

    Booked visits stay. Where the new capacity is below what is taken, the sheet says `overbooked`.
    """
    planned = Planned()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    for given in resources:
        with transaction.atomic():
            # The lock comes before the rules are read: two who plan a resource at once cannot leave an older plan.
            resource = (
                Resource.objects.select_for_update(no_key=True, of=["self"]).select_related("office").get(pk=given.pk)
            )
            closed = frozenset(closed_days(resource.office_id, first, last)) | days_without(resource, first, last)
            rules = openings(resource) if resource.is_active else []
            plans = {day: plan_day(rules, day, resource.office.zone, closed) for day in days}
            _bring_in_line(resource, plans, planned)
    return planned


def plan_office(*, office_id: int, at: datetime, resource_ids: Iterable[int] | None = None) -> Planned:
    """This will bring the sheets of an office (or some of its resources) in line, from today to its horizon.

    Everything is locked by primary key before the first sheet changes: resources, then sheets, as bookings do.
    """
    found = Resource.objects.filter(office_id=office_id).select_related("office").order_by("pk")
    if resource_ids is not None:
        found = found.filter(pk__in=list(resource_ids))
    policy = Policy.objects.filter(office_id=office_id).first()
    with transaction.atomic():
        resources = list(found.select_for_update(no_key=True, of=["self"]))
        if not resources or policy is None:
            return Planned()
        first = ticks.local(at, resources[0].office.zone).date()
        last = first + timedelta(days=policy.horizon_days)
        sheets = DaySheet.objects.select_for_update().filter(resource__in=resources, day__range=(first, last))
        list(sheets.order_by("pk").values_list("pk"))
        return plan_sheets(resources=resources, first=first, last=last)


def _bring_in_line(resource: Resource, plans: dict[date, Plan | None], planned: Planned) -> None:
    there = {
        s.day: s
        for s in DaySheet.objects.select_for_update().filter(resource=resource, day__in=list(plans)).order_by("pk")
    }
    taken: dict[date, list[tuple[int, int, bool]]] = {}
    rows = Appointment.objects.filter(resource=resource, day__in=list(plans), state__in=TAKING)
    for day, tick, length, share in rows.values_list("day", "first_tick", "ticks", "share"):
        taken.setdefault(day, []).append((tick, length, share == Share.PUBLIC))
    new = []
    for day, plan in plans.items():
        sheet, booked = there.get(day), taken.get(day, [])
        wanted = with_booked(plan, booked)
        if wanted is None:
            if sheet is not None:
                sheet.delete()
                planned.removed += 1
        elif sheet is None:
            new.append(_filled(DaySheet(resource=resource, day=day), wanted, booked, planned))
        elif sheet.overbooked or _plan_of(sheet) != wanted:
            _filled(sheet, wanted, booked, planned).save()
            planned.changed += 1
    DaySheet.objects.bulk_create(new)
    planned.made += len(new)


def _plan_of(sheet: DaySheet) -> Plan:
    return Plan(sheet.first_tick, tuple(sheet.capacity), tuple(sheet.public_share), sheet.starts)


def _filled(sheet: DaySheet, plan: Plan, booked: list[tuple[int, int, bool]], planned: Planned) -> DaySheet:
    free, left = recount(plan.capacity, plan.public_share, plan.first_tick, booked)
    sheet.first_tick, sheet.length, sheet.starts = plan.first_tick, plan.length, plan.starts
    sheet.capacity, sheet.public_share = list(plan.capacity), list(plan.public_share)
    sheet.free_all, sheet.share_left = free, left
    sheet.overbooked = min(free) < 0 or min(left) < 0
    planned.overbooked += sheet.overbooked
    return sheet


def extend_sheets(*, at: datetime) -> Planned:
    """This will bring all sheets from today to each office's horizon in line with the rules."""
    planned = Planned()
    for policy in Policy.objects.filter(office__takes_appointments=True).select_related("office"):
        today = ticks.local(at, policy.office.zone).date()
        resources = Resource.objects.filter(office=policy.office).select_related("office")
        one = plan_sheets(resources=resources, first=today, last=today + timedelta(days=policy.horizon_days))
        planned = Planned(
            planned.made + one.made,
            planned.changed + one.changed,
            planned.removed + one.removed,
            planned.overbooked + one.overbooked,
        )
    return planned


def tidy_expired(*, at: datetime) -> int:
    """This will give back the expired holds of every sheet that has some; returns the number of sheets."""
    late = list(DaySheet.objects.filter(earliest_expiry__lte=at).order_by("pk").values_list("pk", flat=True))
    for pk in late:
        with connection.cursor() as cursor:
            cursor.execute("SELECT booking_tidy(%s, %s)", [pk, at])
    return len(late)
