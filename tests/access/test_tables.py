"""The net of the matrix has no holes: what a request writes is seen."""

import pytest
from django_tenants.utils import schema_context

from rathaus.core.limits import Limit, spend
from rathaus.offices.models import Office, OfficeText
from tests.access.conftest import World, undone
from tests.access.tables import changed, contents
from tests.conftest import NOW


def test_nothing_done_is_nothing_changed(world: World) -> None:
    assert changed(contents()) == set()


@pytest.mark.parametrize("town", ["musterstadt", "beispielhausen"])
def test_a_row_that_is_changed_added_or_gone_is_seen(world: World, town: str) -> None:
    before = contents()
    with schema_context(town):
        with undone():
            Office.objects.update(phone="0221 1")
            assert f"{town}.offices_office" in changed(before)
        with undone():
            Office.objects.create(slug="neu")
            assert f"{town}.offices_office" in changed(before)
        with undone():
            OfficeText.objects.all().delete()
            assert f"{town}.offices_officetext" in changed(before)
        with undone():
            spend(Limit("looks", most=9, seconds=60), "198.51.100.7", at=NOW)
            assert changed(before) == set()


def test_what_was_taken_back_counts_no_more_and_the_next_change_is_seen_all_the_same(world: World) -> None:
    before = contents()
    with undone():
        Office.objects.update(phone="0221 1")

    assert changed(before) == set()
    assert changed(before) == set()
    Office.objects.update(phone="0221 2")
    assert "musterstadt.offices_office" in changed(before)
