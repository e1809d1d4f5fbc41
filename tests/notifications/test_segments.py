"""How many parts a text message has."""

import pytest

from rathaus.notifications.segments import segments


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("ä" * 160, 1),
        ("ä" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 152, 3),
        ("ı" * 70, 1),
        ("ı" * 71, 2),
        ("ş" + "a" * 134, 3),
        ("🙂" * 35, 1),
        ("🙂" * 36, 2),
        ("🙂" * 67, 3),
    ],
)
def test_parts_are_counted_as_networks_count_them(text: str, parts: int) -> None:
    assert segments(text) == parts
