"""A clerk at work in an office with one counter, on a Monday at 10:00."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client

from rathaus.booking.models import Appointment, Resource
from rathaus.catalogue.models import Service
from rathaus.offices.models import Office
from tests.clock import Clock
from tests.desk.people import at_work
from tests.makers import Maker

TODAY = date(2026, 11, 23)
NEXT_MONDAY = date(2026, 11, 30)


@dataclass(frozen=True)
class Desk:
    """An office, what it offers, and Bruno's browser."""

    office: Office
    service: Service
    resource: Resource
    bruno: Client


@pytest.fixture
def desk(make: Maker, clock: Clock) -> Desk:
    """Two places on Mondays 8 to 12, of which the public gets one."""
    office, service, resource = make.counter(capacity=2, share=1)
    return Desk(office, service, resource, at_work(office.pk, at=clock.moment))


@pytest.fixture
def visit(desk: Desk, make: Maker) -> Appointment:
    """Amina comes today at 10:30."""
    return make.booked(desk.office, desk.service, TODAY, "10:30")


@pytest.fixture
def foreign(make: Maker, clock: Clock) -> Appointment:
    """A visit at an office where Bruno does not work."""
    office, service, _resource = make.counter()
    return make.booked(office, service, TODAY, "11:00", name="Dario Fremd")
