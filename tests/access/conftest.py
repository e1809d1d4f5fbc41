"""One world for all tests of a module: built once, and whatever a test does to it is taken back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from django_tenants.utils import schema_context

from rathaus.booking import plan as plans
from rathaus.towns import middleware
from tests.access.world import HOSTS, TownWorld, build
from tests.conftest import NOW


@dataclass(frozen=True)
class World:
    """Both towns."""

    here: TownWorld
    there: TownWorld

    @property
    def towns(self) -> tuple[TownWorld, TownWorld]:
        """One after the other."""
        return self.here, self.there


@contextmanager
def quiet(moment: datetime = NOW) -> Iterator[None]:
    """This will have the clock stand still at Monday, 23 November 2026, 10:00 in Berlin."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: moment)
        yield


def both_towns() -> World:
    """This will build both towns in the database at hand; each has a visitor who works in the other."""
    plans.forget()
    middleware.forget_hosts()
    here, there = (build(name, NOW) for name in HOSTS)
    here.sessions["other_town"], there.sessions["other_town"] = there.sessions["own"], here.sessions["own"]
    return World(here, there)


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Both towns, inside a transaction that is undone after the module."""
    with django_db_blocker.unblock(), quiet(), transaction.atomic(durable=True):
        yield both_towns()
        transaction.set_rollback(True)
    plans.forget()
    middleware.forget_hosts()


@pytest.fixture
def world(built: World) -> Iterator[World]:
    """Both towns as they were built, whatever the test before did; stands in the first."""
    with transaction.atomic(), schema_context("musterstadt"):
        yield built
        transaction.set_rollback(True)


@contextmanager
def undone() -> Iterator[None]:
    """This will take back what happens inside the block."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
