"""A clock that stands still, and Bruno, who has a second factor."""

import pytest

from rathaus.identity.models import Staff
from tests.clock import Clock
from tests.desk.conftest import Desk
from tests.desk.people import at_work, clerk
from tests.makers import Maker


@pytest.fixture
def bruno(make: Maker, clock: Clock) -> Staff:
    """A clerk of one office."""
    return clerk(make.office().pk, at=clock.moment)


@pytest.fixture
def desk(make: Maker, clock: Clock) -> Desk:
    """A counter, and Bruno who works there."""
    office, service, resource = make.counter()
    return Desk(office, service, resource, at_work(office.pk, at=clock.moment))
