"""What tests of the journey share: a clock that stands still, and a counter with free times."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from rathaus.booking.models import Appointment
from tests.booking.journey import Counter, Journey
from tests.makers import Maker


class Clock:
    """The moment that views see."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def forward(self, **span: float) -> None:
        """This will let time pass."""
        self.moment += timedelta(**span)


@pytest.fixture
def clock(now: datetime, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Views see Monday, 23 November 2026, 10:00 in Berlin, until a test moves the clock."""
    still = Clock(now)
    monkeypatch.setattr(timezone, "now", lambda: still.moment)
    return still


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
