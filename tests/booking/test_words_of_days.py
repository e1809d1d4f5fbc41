"""Days in a sentence are written as the language writes them."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from rathaus.booking.words import moment

AT = datetime(2026, 11, 26, 8, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("de", "Donnerstag, 26. November 2026, 8:20 Uhr"),
        ("fr", "jeudi 26 novembre 2026 à 8:20"),
        ("pl", "czwartek, 26 listopada 2026, godz. 8:20"),
        ("ru", "четверг, 26 ноября 2026, 8:20"),
        ("uk", "четвер, 26 листопада 2026, 8:20"),
    ],
)
def test_the_name_of_a_day_begins_as_its_language_has_it(code: str, said: str) -> None:
    with translation.override(code):
        assert moment(AT) == said
