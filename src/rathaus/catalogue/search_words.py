"""Words for searching: how a text falls apart, which words mean the same, what a stem is."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from django.db import connection

from rathaus.catalogue.slugs import folded

STEMMERS = {"de": "german_stem", "en": "english_stem"}
MOST_KEPT = 200_000
_INSIDE = re.compile(r"(?<=\w)[*:·](?=\w)")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_UNFOLD = (("ae", "ä"), ("oe", "ö"), ("ue", "ü"))
_stems: dict[tuple[str, str], str] = {}


def words(text: str) -> list[str]:
    """This will return the words of a text in small letters; eID-Karte gives eid, karte and eidkarte."""
    found: list[str] = []
    for match in _WORD.findall(_INSIDE.sub("", text.lower())):
        parts = match.split("-")
        found += [*parts, "".join(parts)] if len(parts) > 1 else parts
    return found


def unfolded(word: str) -> str:
    """This will return a word with ae, oe, ue as umlauts, as it may have been meant."""
    for plain, umlaut in _UNFOLD:
        word = word.replace(plain, umlaut)
    return word


def stemmer(language: str) -> str:
    """This will return PostgreSQL's dictionary of a language."""
    return STEMMERS.get(language, "simple")


def read_stems(language: str, wanted: Iterable[str]) -> dict[str, str]:
    """This will return the stem of each word, "" for a stop word (1 query for words not seen before)."""
    dictionary, wanted = stemmer(language), set(wanted)
    missing = [w for w in wanted if (dictionary, w) not in _stems]
    if missing:
        if len(_stems) > MOST_KEPT:
            _stems.clear()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT w, coalesce((ts_lexize(%s, w))[1], '') FROM unnest(%s::text[]) w", [dictionary, missing]
            )
            _stems.update({(dictionary, word): folded(stem) for word, stem in cursor.fetchall()})
    return {w: _stems.get((dictionary, w), w) for w in wanted}


@cache
def synonyms(language: str) -> dict[str, frozenset[str]]:
    """This will return the words that mean the same as a word, all folded."""
    groups = tomllib.loads((files("rathaus.catalogue") / "words" / "synonyms.toml").read_text(encoding="utf-8"))
    found: dict[str, set[str]] = {}
    for group in groups.get(language, ()):
        same = {folded(w) for w in group}
        for word in same:
            found.setdefault(word, set()).update(same - {word})
    return {word: frozenset(same) for word, same in found.items()}
