"""What tests of the journey share: a clock that stands still, and a counter with free times."""

import pytest
from django.test import Client

from rathaus.booking.models import Appointment
from tests.booking.journey import Counter, Journey
from tests.clock import Clock
from tests.makers import Maker


@pytest.fixture
def counter(make: Maker, clock: Clock) -> Counter:
    """Bürgerbüro with Personalausweis on one counter, Mondays 8 to 12, two places."""
    office, service, resource = make.counter(capacity=2)
    return Counter(office, service, resource)


@pytest.fixture
def journey(amina: Client, counter: Counter) -> Journey:
    """Amina's way through the pages."""
    return Journey(amina, counter)


@pytest.fixture
def booked(journey: Journey) -> Appointment:
    """A visit that Amina booked on the pages: Monday, 30 November 2026, 9:00."""
    return journey.booked()
