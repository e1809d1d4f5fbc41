"""Paul, the data protection officer, and Amina, who asks him."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.test import Client

from rathaus.booking.models import Appointment
from rathaus.identity.actions import make_staff
from rathaus.identity.models import Staff
from rathaus.identity.queries import Actor, actor_of
from rathaus.identity.rights import Role
from rathaus.offices.actions import report_barrier
from rathaus.offices.models import BarrierReport
from tests.clock import Clock
from tests.makers import Maker

EMAIL, MOBILE = "amina@example.org", "+4915123456789"
NEXT_MONDAY = date(2026, 11, 30)


@dataclass(frozen=True)
class Paul:
    """The officer, as account, as actor, and with a browser."""

    member: Staff
    actor: Actor
    client: Client

    def sends(self, page: str = "", **form: Any) -> Any:
        """This will send a form of his pages."""
        return self.client.post(f"/desk/verwaltung/datenschutz/{page}", form)


@pytest.fixture
def paul(town: str, clock: Clock) -> Paul:
    """Signed in."""
    member = make_staff(
        email="paul@amt.example", name="Paul Winkler", password="kranich-lampe-neun-segel", office_ids=[],
        role=Role.PROTECTION, at=clock.moment,
    )  # fmt: skip
    client = Client(HTTP_HOST="localhost")
    client.force_login(member)
    return Paul(member, actor_of(member), client)


@pytest.fixture
def visit(make: Maker, clock: Clock) -> Appointment:
    """Amina comes next Monday."""
    office, service, _resource = make.counter(capacity=9)
    visit = make.booked(office, service, NEXT_MONDAY, "09:00", email=EMAIL)
    Appointment.objects.filter(pk=visit.pk).update(mobile=MOBILE, remark="Rollstuhl")
    visit.refresh_from_db()
    return visit


@pytest.fixture
def dario(visit: Appointment, make: Maker) -> Appointment:
    """A visit of somebody else, in the same office."""
    service = visit.lines.get().service
    return make.booked(visit.office, service, NEXT_MONDAY, "10:00", name="Dario Fremd", email="dario@example.org")


@pytest.fixture
def report(town: str, clock: Clock) -> BarrierReport:
    """Amina told of a barrier."""
    text = "Der Kalender wird nicht vorgelesen."
    return report_barrier(page="/termin/", text=text, email="Amina@Example.org", language="de", at=clock.moment)
