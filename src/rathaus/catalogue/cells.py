"""Cells of tables that people fill in: each kind read with a reason where it cannot be, and written back. Pure."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from rathaus.catalogue.saying import Value
from rathaus.catalogue.saying import said as _

LANGUAGES = ("de", "en", "tr", "uk", "ar", "ru", "fr", "pl")
YES, NO = "ja", "nein"
_YES, _NO = {"ja", "j", "yes", "x", "1", "wahr", "true"}, {"nein", "n", "no", "", "0", "falsch", "false"}
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Unusable(ValueError):
    """A cell that cannot be read, and why."""

    def __init__(self, why: Value) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Column:
    """A column: its German and its English name in a file, the field it fills, how a cell is read and written."""

    name: str
    english: str
    field: str
    reads: Callable[[str], Any]
    writes: Callable[[Any], str]


def text(most: int) -> Callable[[str], str]:
    """This will return a reader of texts of at most `most` characters."""

    def reads(cell: str) -> str:
        if len(cell) > most:
            raise Unusable(_("ist länger als %(most)s Zeichen", most=most))
        return cell

    return reads


def lines(most: int) -> Callable[[str], tuple[str, ...]]:
    """This will return a reader of lists, one entry a line, each of at most `most` characters."""

    def reads(cell: str) -> tuple[str, ...]:
        found = tuple(dict.fromkeys(stripped for line in cell.split("\n") if (stripped := line.strip(" "))))
        if any(len(line) > most for line in found):
            raise Unusable(_("hat eine Zeile mit mehr als %(most)s Zeichen", most=most))
        return found

    return reads


def sorted_lines(most: int) -> Callable[[str], tuple[str, ...]]:
    """This will return a reader of such lists whose order means nothing."""
    reads = lines(most)
    return lambda cell: tuple(sorted(reads(cell)))


def flag(cell: str) -> bool:
    """This will read yes or no."""
    word = cell.strip().casefold()
    if word not in _YES | _NO:
        raise Unusable(_("heißt „%(given)s“; schreiben Sie ja oder nein", given=cell[:20]))
    return word in _YES


def number(least: int, most: int, *, empty: int | None) -> Callable[[str], int | None]:
    """This will return a reader of whole numbers; `empty` is what an empty cell says."""

    def reads(cell: str) -> int | None:
        if not cell:
            return empty
        if not (cell.isascii() and cell.isdecimal() and len(cell) < 6 and least <= int(cell) <= most):
            raise Unusable(_("ist keine ganze Zahl von %(least)s bis %(most)s", least=least, most=most))
        return int(cell)

    return reads


def address(cell: str) -> str:
    """This will read an address of the web, or nothing."""
    if cell and not re.fullmatch(r"https?://[^\s<>\"']{1,980}", cell):
        raise Unusable(_("ist keine Adresse, die mit https:// anfängt"))
    return cell


def joined(value: Iterable[object]) -> str:
    """This will write a list, one entry a line."""
    return "\n".join(str(one) for one in value)


def shown(value: object) -> str:
    """This will write a value, nothing for None."""
    return "" if value is None else str(value)


def yes(value: object) -> str:
    """This will write yes or no."""
    return YES if value else NO
