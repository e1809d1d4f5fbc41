"""`python -m bench.town STEP`: prepares the town `bench` through the product's own actions; prints JSON."""

import json
import sys
from datetime import date, time, timedelta
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from rathaus.booking.actions.planning import plan_sheets  # noqa: E402
from rathaus.booking.models import Alternative, DaySheet, OpeningRule, Policy, Resource  # noqa: E402
from rathaus.catalogue.models import Offer, Service, ServiceText  # noqa: E402
from rathaus.offices.models import Office, OfficeText  # noqa: E402
from rathaus.towns.actions import create, inside  # noqa: E402

TOWN, HOST = "bench", "bench.localhost"
COUNTERS = 8
SPREAD = 60  # offices over which bookings spread

PAST = """
INSERT INTO booking_appointment (id, reference, kind, office_id, resource_id, day, first_tick, ticks, zone, starts_at,
    share, state, booked_by, persons, name, email, mobile, remark, language, link_version, sequence, extensions,
    created_at, booked_at, ended_at, trail, cancelled_by, cancel_note)
SELECT gen_random_uuid(), left(encode(sha256((%(salt)s || n::text)::bytea), 'base64'), 8), 'visit',
    %(office)s, %(resource)s, %(today)s::date - 1 - (n %% 3000), 96 + (n %% 90), 3, 'Europe/Berlin',
    now() - make_interval(days => (1 + n %% 3000)::int), 'public', 'done',
    'online', 1, '', '', '', '', 'de', 1, 0, 0, now(), now(), now(), 1, '', ''
FROM generate_series(1, %(number)s) AS n
ON CONFLICT DO NOTHING
"""


def an_office(title: str, service: Service, *, capacity: int = COUNTERS) -> tuple[Office, Resource]:
    """This will make an office open every day from 8 to 18 with one resource of `capacity` counters."""
    office = Office.objects.create(slug=title, takes_appointments=True)
    OfficeText.objects.create(office=office, language="de", title=title)
    Policy.objects.create(office=office, lead_minutes=0, horizon_days=70, hold_minutes=60)
    resource = Resource.objects.create(office=office, title="Schalter")
    offer = Offer.objects.create(service=service, office=office, minutes=15)
    Alternative.objects.create(offer=offer, resource=resource)
    OpeningRule.objects.bulk_create(
        OpeningRule(
            resource=resource,
            weekday=d,
            opens=time(8),
            closes=time(18),
            capacity=capacity,
            public_share=capacity,
            raster=15,
        )
        for d in range(7)
    )
    return office, resource


def half_book(resource: Resource, *, every: int) -> None:
    """This will book whole columns of a sheet: of each `every` quarters of an hour one is full."""
    fill(resource, lambda tick: (tick // 3) % every == 0)


def fill(resource: Resource, is_full: Any) -> None:
    """This will book all counters at the ticks for which `is_full` holds; visits and sheets agree."""
    for sheet in DaySheet.objects.filter(resource=resource):
        with connection.cursor() as cursor:
            for start in range(0, sheet.length - 2, 3):
                if is_full(start):
                    cursor.execute(
                        VISITS,
                        {
                            "office": resource.office_id,
                            "resource": resource.pk,
                            "day": sheet.day,
                            "tick": sheet.first_tick + start,
                            "number": COUNTERS,
                        },
                    )


VISITS = """
WITH visits AS (
    INSERT INTO booking_appointment (id, reference, kind, office_id, resource_id, day, first_tick, ticks, zone,
        starts_at, share, state, booked_by, persons, name, email, mobile, remark, language, link_version, sequence,
        extensions, created_at, booked_at, trail, cancelled_by, cancel_note)
    SELECT gen_random_uuid(), left(encode(sha256(random()::text::bytea), 'base64'), 8), 'visit',
        %(office)s, %(resource)s, %(day)s, %(tick)s, 3, 'Europe/Berlin', %(day)s::date, 'public', 'confirmed',
        'online', 1, '', '', '', '', 'de', 1, 0, 0, now(), now(), 1, '', ''
    FROM generate_series(1, %(number)s) RETURNING 1)
SELECT bool_and(booking_take(%(resource)s, %(day)s, %(tick)s, 3, 'public', NULL, now())) FROM visits
"""


def prepare() -> dict[str, Any]:
    """This will make the town: read offices (half booked), a full and an empty one, offices to book, a race."""
    create(name=TOWN, hosts=[HOST], title="Bench", at=timezone.now())
    today = timezone.localdate()
    with inside(TOWN):
        service = Service.objects.create(slug="ausweis", channels=["on_site"])
        ServiceText.objects.create(service=service, language="de", title="Ausweis")
        made = [an_office(f"lesen-{n}", service) for n in range(10)]
        empty, full, race = (
            an_office("leer", service),
            an_office("voll", service),
            an_office("rennen", service, capacity=10),
        )
        spread = [an_office(f"buchen-{n}", service) for n in range(SPREAD)]
        resources = [r for _, r in [*made, empty, full, race, *spread]]
        plan_sheets(
            resources=Resource.objects.filter(pk__in=[r.pk for r in resources]).select_related("office"),
            first=today,
            last=today + timedelta(days=69),
        )
        for _, resource in made:
            half_book(resource, every=2)
        fill(full[1], lambda _tick: True)
        past(made[0], 1000, "a", today)
        return {
            "service": service.pk, "read": [o.pk for o, _ in made], "resources": [r.pk for _, r in made],
            "empty": empty[0].pk, "full": full[0].pk, "race": race[0].pk, "book": [o.pk for o, _ in spread],
            "book_resources": [r.pk for _, r in spread], "slug": "leer", "today": today.isoformat(),
        }  # fmt: skip


def past(office: tuple[Office, Resource], number: int, salt: str, today: date) -> None:
    """This will add past appointments (without sheets of their own: long gone and archived days)."""
    with connection.cursor() as cursor:
        cursor.execute(
            PAST, {"office": office[0].pk, "resource": office[1].pk, "today": today, "number": number, "salt": salt}
        )


def million() -> dict[str, Any]:
    """This will add a million past appointments to the first office."""
    with inside(TOWN):
        office = Office.objects.get(slug="lesen-0")
        past((office, Resource.objects.get(office=office)), 1_000_000, "b", timezone.localdate())
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE booking_appointment")
            cursor.execute("SELECT count(*) FROM booking_appointment")
            return {"appointments": cursor.fetchone()[0]}


def forget_past() -> dict[str, Any]:
    """This will remove the past appointments again, so that the recount sees the load's own."""
    with inside(TOWN), connection.cursor() as cursor:
        cursor.execute("DELETE FROM booking_appointment WHERE day < %s", [timezone.localdate()])
        return {"removed": cursor.rowcount}


def version() -> dict[str, Any]:
    """This will return the plan's version, which pgbench needs to call the function that the view calls."""
    with inside(TOWN), connection.cursor() as cursor:
        cursor.execute("SELECT version FROM booking_planversion")
        return {"version": cursor.fetchone()[0]}


if __name__ == "__main__":
    steps = {"prepare": prepare, "million": million, "forget-past": forget_past, "version": version}
    print(json.dumps(steps[sys.argv[1]]()))
