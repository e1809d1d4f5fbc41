"""The forms of planning, filled in right."""

from collections.abc import Callable

from django_tenants.utils import schema_context

from rathaus.core.stamps import stamp_of
from rathaus.planning.queries import stamp_of_office, stored_hours
from tests.access.world import TownWorld

OFFICE = {"lead_minutes": "0", "horizon_days": "60", "hold_minutes": "10", "most_minutes": "240", "is_public": "on"}
CLOSURE = {"first_on": "2026-12-05", "last_on": "2026-12-05", "gesehen": "0", "schritt": "schliessen"}


STAMPS: dict[str, Callable[[int], str]] = {
    "planning:details": stamp_of_office,
    "planning:hours": lambda office_id: stamp_of(stored_hours(office_id)),
}


def planning_form(name: str, town: TownWorld, monday: str) -> dict[str, str]:
    """This will return the form of a page of planning, with the stamp of what it shows."""
    filled = _forms(town, monday).get(name, {})
    if name not in STAMPS:
        return filled
    with schema_context(town.name):
        return filled | {"stand": STAMPS[name](town.office.pk)}


def _forms(town: TownWorld, monday: str) -> dict[str, dict[str, str]]:
    return {
        "planning:new": OFFICE | {"de-title": f"Bauamt {town.mark}"},
        "planning:details": OFFICE | {"de-title": f"Bürgerbüro {town.mark}", "takes_appointments": "on"},
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
        "planning:hours": {"day_0": "8–12, 14–18:30"},
        "planning:withheld": {
            "counter": str(town.counter_id),
            "day": monday,
            "opens": "11:30",
            "closes": "11:45",
            "places": "1",
        },
    }
