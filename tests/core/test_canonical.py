"""Canonical bytes are those of RFC 8785, whichever way they are made."""

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from rathaus.booking.models import Share
from rathaus.core.canonical import canonical

texts = st.text(st.characters(exclude_categories=["Cs"]))
numbers = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(st.dictionaries(texts, values, max_size=5))
def test_the_bytes_are_those_of_the_standard(value: dict[str, object]) -> None:
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


def test_every_control_character_is_written_as_the_standard_says() -> None:
    value = {"text": "".join(map(chr, range(0x110))) + '"\\/\u2028\u2029€😀'}

    assert canonical(value) == rfc8785.dumps(value)


def test_a_choice_is_written_as_its_value() -> None:
    assert canonical({"share": Share.PUBLIC}) == b'{"share":"public"}'


@pytest.mark.parametrize("number", [2**53, -(2**53)])
def test_a_number_that_json_cannot_hold_exactly_is_refused(number: int) -> None:
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical({"n": number})
