"""Addresses of services and offices: readable, unique, and never changed once given."""

import re
import unicodedata
from collections.abc import Container

MOST = 76
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_GAP = re.compile(r"[^a-z0-9]+")


def folded(text: str) -> str:
    """This will return the text in small letters without marks: ä is ae, ß is ss, é is e."""
    small = text.lower()
    if small.isascii():
        return small
    small = unicodedata.normalize("NFC", small).translate(_GERMAN)
    return small if small.isascii() else _unmarked(small)


def _unmarked(small: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", small) if not unicodedata.combining(c))


def slug_of(title: str) -> str:
    """This will return a title as an address: at most 76 characters, cut at a word's end, never empty."""
    slug = _GAP.sub("-", folded(re.sub(r"(?<=\w)[*:_](?=\w)", "", title))).strip("-")
    if len(slug) > MOST:
        slug = slug[: MOST + 1].rsplit("-", 1)[0][:MOST].strip("-")
    return slug or "eintrag"


def free_slug(title: str, taken: Container[str]) -> str:
    """This will return the title's address, with a number from 2 on where it is taken."""
    slug = slug_of(title)
    number, found = 2, slug
    while found in taken:
        found, number = f"{slug}-{number}", number + 1
    return found
