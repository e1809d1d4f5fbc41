"""A clock that stands still, and Bruno, who has a second factor."""

from collections.abc import Iterator

import pytest

from rathaus.identity.models import Staff
from tests.clock import Clock
from tests.desk.conftest import Desk
from tests.desk.people import at_work, clerk
from tests.makers import Maker
from tests.oidc import OpenIdProvider


@pytest.fixture(scope="session")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenIdProvider]:
    """The town's own sign-in: a real process, once for all tests."""
    with OpenIdProvider(tmp_path_factory.mktemp("provider")) as running:
        yield running


@pytest.fixture
def bruno(make: Maker, clock: Clock) -> Staff:
    """A clerk of one office."""
    return clerk(make.office().pk, at=clock.moment)


@pytest.fixture
def desk(make: Maker, clock: Clock) -> Desk:
    """A counter, and Bruno who works there."""
    office, service, resource = make.counter()
    return Desk(office, service, resource, at_work(office.pk, at=clock.moment))
