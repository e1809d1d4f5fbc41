"""Numbers of rows, as requests name them."""

import pytest

from rathaus.core.ids import id_in


@pytest.mark.parametrize(("text", "number"), [("7", 7), ("007", 7), ("999999999999999", 999_999_999_999_999)])
def test_a_number_is_read(text: str, number: int) -> None:
    assert id_in(text) == number


@pytest.mark.parametrize("text", ["", " 7", "-7", "7.0", "x", "٣", "²", "\x00", "1" * 16, "9" * 5000])
def test_what_is_no_number_of_a_row_is_none(text: str) -> None:
    assert id_in(text) is None
