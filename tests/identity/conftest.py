"""A clock that stands still, and Bruno, who has a second factor."""

from datetime import datetime

import pytest
from django.utils import timezone

from rathaus.identity.models import Staff
from tests.booking.conftest import Clock
from tests.desk.conftest import Desk
from tests.desk.people import at_work, clerk
from tests.makers import Maker


@pytest.fixture
def clock(now: datetime, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Views see Monday, 23 November 2026, 10:00 in Berlin, until a test moves the clock."""
    still = Clock(now)
    monkeypatch.setattr(timezone, "now", lambda: still.moment)
    return still


@pytest.fixture
def bruno(make: Maker, clock: Clock) -> Staff:
    """A clerk of one office."""
    return clerk(make.office().pk, at=clock.moment)


@pytest.fixture
def desk(make: Maker, clock: Clock) -> Desk:
    """A counter, and Bruno who works there."""
    office, service, resource = make.counter()
    return Desk(office, service, resource, at_work(office.pk, at=clock.moment))
