"""The examples of the API's page: commands that work as they stand in this town, run in a test one after another."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rathaus.booking import free_times
from rathaus.booking.rules import ticks
from rathaus.booking.rules.visit import Wish
from rathaus.catalogue.models import Offer
from rathaus.core.errors import Refused

DAYS = 60


@dataclass(frozen=True)
class Place:
    """What the examples ask for: a service at an office, and two free times there."""

    office: int
    service: int
    day: str
    time: str
    other_day: str
    other_time: str


NOWHERE = Place(1, 1, "2026-12-07", "09:30", "2026-12-08", "10:00")  # in a town that offers nothing yet


@dataclass(frozen=True)
class Example:
    """A step: what it does, and the command; `$KEY` and `$TOKEN` are the reader's own."""

    title: str | Promise
    method: str
    path: str
    body: dict[str, Any] | None = None
    needs_key: bool = True
    number: int = 0

    def command(self, base: str) -> str:
        """This will return the command line for a shell."""
        lines = [f"curl -X {self.method} '{base}{self.path}'" if self.method != "GET" else f"curl '{base}{self.path}'"]
        lines[0] = lines[0].replace("'", '"') if "$" in self.path else lines[0]
        if self.needs_key:
            lines.append('  -H "Authorization: Bearer $KEY"')
        if self.method == "POST":
            lines.append(f"  -H 'Idempotency-Key: {self.number}-5f0c'")
        if self.body is not None:
            lines.append("  -H 'Content-Type: application/json'")
            lines.append(f"  -d '{orjson.dumps(self.body).decode()}'")
        return " \\\n".join(lines)


def place_for_examples(*, at: datetime) -> Place:
    """This will find something that can be booked now, else made-up numbers (a few queries)."""
    offers = Offer.objects.filter(is_bookable=True, office__is_public=True, office__takes_appointments=True)
    rows = offers.filter(service__is_public=True).order_by("pk").values_list("office_id", "service_id")[:5]
    for office, service in rows:
        first = timezone.localdate(at)
        look: dict[str, Any] = {"first": first, "last": first + timedelta(days=DAYS), "at": at}
        try:
            starts = free_times.free_times_of_offices(office_ids=[office], wishes=[Wish(service, 1)], **look)[0].starts
        except Refused:
            continue
        days = sorted(starts)[1:3]  # tomorrow or later: the first day may be nearly over
        if len(days) == 2:
            times = [ticks.LABELS[next(ticks.each(starts[day]))] for day in days]
            return Place(office, service, days[0].isoformat(), times[0], days[1].isoformat(), times[1])
    return NOWHERE


def examples(place: Place) -> list[Example]:
    """This will return the steps in the order in which they work."""
    mine = "/api/v1/appointments/$TOKEN"
    wish = {"office": place.office, "services": [{"service": place.service, "persons": 1}]}
    month = place.day[:7]
    steps = [
        Example(_("Ämter"), "GET", "/api/v1/offices?limit=5", needs_key=False),
        Example(_("Leistungen, und wo man sie buchen kann"), "GET", "/api/v1/services?limit=5", needs_key=False),
        Example(
            _("Freie Zeiten eines Monats"), "GET",
            f"/api/v1/free-times?office={place.office}&l={place.service}&month={month}", needs_key=False,
        ),
        Example(
            _("Eine Zeit halten; die Antwort nennt den Zugang (token)"), "POST", "/api/v1/holds",
            {**wish, "day": place.day, "time": place.time},
        ),
        Example(
            _("Buchen"), "POST", f"{mine}/confirmation", {"name": "Amina Yılmaz", "email": "amina@example.org"},
        ),
        Example(_("Ansehen"), "GET", mine),
        Example(
            _("Verschieben"), "POST", f"{mine}/move", {"day": place.other_day, "time": place.other_time},
        ),
        Example(_("Absagen"), "POST", f"{mine}/cancellation"),
    ]  # fmt: skip
    return [Example(s.title, s.method, s.path, s.body, s.needs_key, n) for n, s in enumerate(steps, 1)]
