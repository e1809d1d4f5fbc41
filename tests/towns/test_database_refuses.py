"""What a town must never be called is refused by the database itself."""

import pytest

from tests.refusals import refused


@pytest.mark.parametrize("name", ["", "M", "Musterstadt", "muster-stadt", "1stadt", "pg catalog", 'x"; DROP'])
def test_a_name_that_cannot_be_a_schema(town: str, name: str) -> None:
    said = refused("UPDATE public.towns_town SET schema_name = %s WHERE schema_name = 'musterstadt'", name)

    assert "towns_town_name_is_plain" in said
