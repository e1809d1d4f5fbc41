"""A closed day says in the citizen's language which holiday it is."""

from datetime import date

import pytest

from rathaus.offices.holiday_names import BETWEEN, NAMES
from rathaus.offices.queries import public_holidays
from rathaus.offices.rules import LAENDER


def test_every_holiday_of_every_land_has_a_name_in_our_languages() -> None:
    found = {name for land in ["", *LAENDER] for name in public_holidays(land, range(2026, 2036)).values()}
    found = {part for name in found for part in name.split(BETWEEN)}

    assert {name for name in found if "Jahrestag" not in name} <= set(NAMES)


@pytest.mark.parametrize(
    ("language", "name"),
    [("de", "Tag der Deutschen Einheit"), ("en", "Day of German Unity"), ("tr", "Alman Birliği Günü"),
     ("ru", "День германского единства")],
)  # fmt: skip
def test_a_holiday_is_named_in_the_language(language: str, name: str) -> None:
    assert public_holidays("NW", [2026], language)[date(2026, 10, 3)] == name


def test_two_holidays_on_one_day_are_both_named() -> None:
    assert public_holidays("NW", [2008], "fr")[date(2008, 5, 1)] == "Ascension; Fête du Travail"
