"""Visits that a closure concerns, and the proof that whoever closes has seen them."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from rathaus.booking.actions.closures import Days
from rathaus.booking.models import CounterClosure, Resource
from rathaus.booking.outlook import Concerned, visits_between
from rathaus.offices.models import Closure


def concerned(counters: Iterable[int], days: Days | Closure | CounterClosure) -> list[Concerned]:
    """This will return the visits to come that are booked on the counters on these days."""
    last = days.until_on - timedelta(days=1)
    return visits_between(counters=counters, first=days.from_on, last=last, at=timezone.now())


def concerned_in_town(days: Days | Closure) -> list[Concerned]:
    """This will return the visits to come that are booked anywhere in the town on these days."""
    return concerned(Resource.objects.values_list("pk", flat=True), days)


def seen(visits: Iterable[Concerned]) -> str:
    """This will name the visits that a page has shown, alike in every process: whoever confirms has seen just these."""
    return str(sum(int(visit.id.replace("-", "")[-12:], 16) for visit in visits))
