"""What people type into the search: made clean before anything reads it."""

import unicodedata

MOST_CHARACTERS = 200


def clean_query(text: str) -> str:
    """This will return what was typed, at most 200 characters, without control characters, spaces as one."""
    composed = unicodedata.normalize("NFC", text[: 2 * MOST_CHARACTERS])
    visible = "".join(" " if unicodedata.category(c).startswith(("C", "Z")) else c for c in composed)
    return " ".join(visible.split())[:MOST_CHARACTERS].strip()
