"""Rathaus in-process: the queries and actions that its pages call, with audit, jobs and limits, without HTTP."""

import json
import threading
from datetime import date, time
from typing import Any

import django

django.setup()

from django.db import connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.peers import contest  # noqa: E402
from bench.peers.contest import CAPACITY, CLOSES, OPENS, RASTER, Full, Place  # noqa: E402
from rathaus.booking import queries  # noqa: E402
from rathaus.booking.actions.booked import Contact  # noqa: E402
from rathaus.booking.actions.confirm import confirm  # noqa: E402
from rathaus.booking.actions.hold import hold  # noqa: E402
from rathaus.booking.actions.planning import plan_sheets  # noqa: E402
from rathaus.booking.actions.refusals import JustTaken  # noqa: E402
from rathaus.booking.models import Alternative, Appointment, OpeningRule, Policy, Resource  # noqa: E402
from rathaus.booking.rules.ticks import each  # noqa: E402
from rathaus.booking.rules.visit import Wish  # noqa: E402
from rathaus.catalogue.models import Offer, Service, ServiceText  # noqa: E402
from rathaus.identity.queries import CITIZEN  # noqa: E402
from rathaus.offices.models import Office, OfficeText  # noqa: E402
from rathaus.towns.actions import create, inside  # noqa: E402
from rathaus.towns.schema import migrate_towns  # noqa: E402

TOWN = "peers"


def open_office(first: date, last: date) -> tuple[Office, list[Wish]]:
    """This will make the office of the contest and plan its days."""
    service = Service.objects.create(slug="ausweis", channels=["on_site"])
    ServiceText.objects.create(service=service, language="de", title="Ausweis")
    office = Office.objects.create(slug="amt", takes_appointments=True)
    OfficeText.objects.create(office=office, language="de", title="Amt")
    Policy.objects.create(office=office, lead_minutes=0, horizon_days=100, hold_minutes=60)
    resource = Resource.objects.create(office=office, title="Schalter")
    offer = Offer.objects.create(service=service, office=office, minutes=RASTER)
    Alternative.objects.create(offer=offer, resource=resource)
    hours: dict[str, Any] = {"opens": time(OPENS), "closes": time(CLOSES), "raster": RASTER}
    places = {"capacity": CAPACITY, "public_share": CAPACITY}
    OpeningRule.objects.bulk_create(OpeningRule(resource=resource, weekday=d, **hours, **places) for d in range(7))
    plan_sheets(resources=Resource.objects.filter(pk=resource.pk).select_related("office"), first=first, last=last)
    return office, [Wish(service.pk, 1)]


def main() -> None:
    """This will run the contest and print figures as JSON."""
    migrate_towns()
    create(name=TOWN, hosts=[f"{TOWN}.localhost"], title="Peers", at=timezone.now())
    *month, day, raced = contest.open_days(timezone.localdate())
    first, last = month[0], month[-1]
    with inside(TOWN):
        office, wishes = open_office(first, raced)

        def book(place: Place) -> None:
            at = timezone.now()
            tick = OPENS * 12 + place.slot * RASTER // 5
            try:
                held = hold(office_id=office.pk, wishes=wishes, day=place.day, tick=tick, by=CITIZEN, at=at)
            except JustTaken as taken:
                raise Full from taken
            visit = Appointment.objects.get(pk=held.id)
            confirm(appointment=visit, contact=Contact("Amina", "amina@example.org"), by=CITIZEN, at=at)

        for full in month:
            for slot in filter(contest.is_full, range(contest.SLOTS)):
                for _ in range(CAPACITY):
                    book(Place(full, slot))

        figures = contest.timed_month(lambda: read_month(office.pk, wishes, first, last), len(month))
        figures |= contest.timed_bookings(book, day)

        def count(place: Place) -> int:
            tick = OPENS * 12 + place.slot * RASTER // 5
            return Appointment.objects.filter(day=place.day, first_tick=tick, state="confirmed").count()

        figures |= contest.race(entering(book), count, raced, connections.close_all)
    print(json.dumps(figures))


def entering(book: Any) -> Any:
    """A thread has a connection of its own, which must be told the town once."""
    known = threading.local()

    def enter(place: Place) -> None:
        if not hasattr(known, "entered"):
            known.entered = inside(TOWN)
            known.entered.__enter__()
        book(place)

    return enter


def read_month(office: int, wishes: list[Wish], first: date, last: date) -> dict[date, int]:
    """The free starts of each day, as the calendar page reads them."""
    found = queries.free_times_of_offices(office_ids=[office], wishes=wishes, first=first, last=last, at=timezone.now())
    return {day: len(list(each(mask))) for day, mask in found[0].starts.items()}


if __name__ == "__main__":
    main()
