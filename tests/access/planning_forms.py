"""The forms of planning, filled in right."""

from django_tenants.utils import schema_context

from rathaus.core.stamps import stamp_of
from rathaus.planning.queries import stamp_of_office, stored_hours
from tests.access.world import TownWorld

OFFICE = {"lead_minutes": "0", "horizon_days": "60", "hold_minutes": "10", "most_minutes": "240", "is_public": "on"}
CLOSURE = {"first_on": "2026-12-05", "last_on": "2026-12-05", "gesehen": "0", "schritt": "schliessen"}


def planning_forms(town: TownWorld, monday: str) -> dict[str, dict[str, str]]:
    """This will return the form of each page of planning."""
    with schema_context(town.name):
        seen = stamp_of_office(town.office.pk)
        hours = stamp_of(stored_hours(town.office.pk))
    return {
        "planning:new": OFFICE | {"de-title": f"Bauamt {town.mark}"},
        "planning:details": OFFICE
        | {
            "de-title": f"Bürgerbüro {town.mark}",
            "takes_appointments": "on",
            "stand": seen,
        },
        "planning:office": {"title": f"Schalter {town.mark}"},
        "planning:counter": {"title": f"Schalter {town.mark}", "is_active": "on", "stand": town.counter_stamp},
        "planning:offer": {
            "service": str(town.hidden_service.pk),
            "minutes": "15",
            "max_persons": "1",
            "counter_0": str(town.counter_id),
            "stand": stamp_of([]),
        },
        "planning:rule": {
            "weekday": "5",
            "opens": "08:00",
            "closes": "09:00",
            "capacity": "1",
            "public_share": "1",
            "rhythm": "weekly",
            "schritt": "trotzdem",
            "stand": stamp_of([]),
        },
        "planning:closures": CLOSURE,
        "planning:town_days": CLOSURE,
        "planning:holidays": {"day_on": "2026-12-05", "title": "Stadtfest", "gesehen": "0", "schritt": "eintragen"},
        "planning:hours": {"day_0": "8–12, 14–18:30", "stand": hours},
        "planning:withheld": {
            "counter": str(town.counter_id),
            "day": monday,
            "opens": "11:30",
            "closes": "11:45",
            "places": "1",
        },
    }
