"""The demo towns, also for those who stop the first start because it takes too long."""

from datetime import datetime

import pytest
from django_tenants.utils import schema_context

from rathaus.offices.arms import MOST_MAIL_BYTES
from rathaus.offices.models import Office
from rathaus.offices.queries import arms, arms_for_mail
from rathaus.project.demo import content, towns
from rathaus.towns.models import Town


@pytest.fixture
def filled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Towns that were filled; here an office stands for all that is in them."""
    names: list[str] = []

    def fill(name: str, *_rest: object, **_more: object) -> None:
        names.append(name)
        Office.objects.create(slug=name)

    monkeypatch.setattr(towns, "_fill_town", fill)
    return names


@pytest.fixture
def demo(db: None, now: datetime, filled: list[str]) -> None:
    """Both towns of the database are demo towns, and still empty: the first start was stopped."""
    Town.objects.update(is_demo=True)


@pytest.mark.usefixtures("demo")
def test_a_demo_that_was_stopped_half_way_is_completed(now: datetime, filled: list[str]) -> None:
    told: list[str] = []
    assert not towns.is_complete()

    towns.load(at=now, say=told.append)

    assert filled == ["musterstadt", "beispielhausen"]
    assert told[0] == "Musterstadt: services, offices, appointments"
    assert towns.is_complete()


@pytest.mark.usefixtures("demo")
def test_what_is_there_is_left_alone(now: datetime, filled: list[str]) -> None:
    with schema_context("musterstadt"):
        Office.objects.create(slug="rathaus")

    assert not towns.is_complete()
    towns.load(at=now, say=print)

    assert filled == ["beispielhausen"]


def test_an_operators_own_towns_are_no_demo(db: None) -> None:
    assert towns.is_complete()


def test_an_empty_database_gets_the_demo(db: None) -> None:
    Town.objects.all().delete()

    assert not towns.is_complete()


@pytest.mark.parametrize("name", towns.DEMO)
def test_each_demo_town_has_arms_of_its_own_without_uploading_any(db: None, now: datetime, name: str) -> None:
    with schema_context("musterstadt"):
        content.write_arms(name, at=now)

        assert bytes(arms().png) != b""
        assert arms().is_clear  # cut out along the shield
        assert len(arms_for_mail()) <= MOST_MAIL_BYTES
