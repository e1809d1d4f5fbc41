"""Tables with a row for each thing and language; what is true in every language stands in the German row. Pure.

Columns have a German and an English name; both are read, whatever the language of whoever brings the table.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rathaus.catalogue.cells import LANGUAGES, NO, SLUG, YES, Column, Unusable, flag
from rathaus.catalogue.saying import Said, Value
from rathaus.catalogue.saying import said as _
from rathaus.catalogue.sheet import Row, Sheet, line_of, read, written
from rathaus.catalogue.source_file import BrokenFile, Fault, Note

KEY, LANGUAGE = "schluessel", "sprache"
ENGLISH = {KEY: "key", LANGUAGE: "language"}
IN_ENGLISH = {YES: "yes", NO: "no"}


@dataclass
class Found:
    """A thing of a table: where it stands first, and what its cells say, by field; words by language."""

    key: str
    place: Said
    facts: dict[str, Any] = field(default_factory=dict)
    words: dict[str, dict[str, Any]] = field(default_factory=dict)
    of_row: dict[str, Any] = field(default_factory=dict)  # of its last row


Check = Callable[[Mapping[str, Any], Callable[[str, Value], None]], None]  # facts, and how to note a mistake


@dataclass(frozen=True)
class Kind:
    """A kind of table: its columns, and the name of the one that has to be filled in every row.

    `of_row` are said by every row; `check` looks at the facts of a thing together.
    """

    words: tuple[Column, ...]
    facts: tuple[Column, ...]
    title: str
    longest_key: int
    of_row: tuple[Column, ...] = ()
    check: Check = lambda _facts, _fault: None

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns behind key and language."""
        return (*self.of_row, *self.words, *self.facts)

    @property
    def english(self) -> dict[str, str]:
        """The English names by the German ones."""
        return ENGLISH | {column.name: column.english for column in self.columns}

    def names(self, *, english: bool = False) -> list[str]:
        """The names of all columns, as a table is written."""
        names = [KEY, LANGUAGE, *(column.name for column in self.columns)]
        return [self.english[name] for name in names] if english else names

    def written(self, things: Iterable[Found], *, english: bool = False) -> bytes:
        """This will return things as a table that `read` reads back to the same."""
        return written(self.names(english=english), (row for one in things for row in self._rows(one, english=english)))

    def read(self, data: bytes, name: str) -> tuple[list[Found], list[Note]]:
        """This will return what a table says, thing by thing, and what was strange about it.

        A column that is missing is not named; an empty cell says that there is nothing.

        :raises BrokenFile: with every mistake found, each with its line.
        """
        sheet = read(data, self.english, (KEY, self.title), name)
        reading = _Reading(self, name, sheet)
        for row in sheet.rows:
            reading.take(row)
        if reading.faults:
            raise BrokenFile(reading.faults)
        return list(reading.found.values()), list(sheet.notes)

    def _rows(self, one: Found, *, english: bool) -> Iterator[list[str]]:
        def cells(columns: tuple[Column, ...], values: Mapping[str, Any]) -> Iterator[str]:
            for column in columns:
                cell = column.writes(values[column.field]) if column.field in values else ""
                yield IN_ENGLISH.get(cell, cell) if english and column.reads is flag else cell

        for code in sorted(one.words, key=lambda code: (code != "de", code)):
            facts = one.facts if code == "de" else {}
            yield [
                one.key, code, *cells(self.of_row, one.of_row), *cells(self.words, one.words[code]),
                *cells(self.facts, facts),
            ]  # fmt: skip


@dataclass
class _Reading:
    """What is collected of the rows of one file: things by key, and the mistakes."""

    kind: Kind
    name: str
    sheet: Sheet
    faults: list[Fault] = field(default_factory=list)
    found: dict[str, Found] = field(default_factory=dict)

    def take(self, row: Row) -> None:
        """This will add a row to its thing."""
        if (named := self._named(row)) is None:
            return
        key, code = named
        one = self.found.setdefault(key, Found(key, line_of(row.line)))
        one.words[code] = self._cells(row, self.kind.words)
        one.of_row = self._cells(row, self.kind.of_row)
        if not row.cells[self.kind.title]:
            self._fault(row, self.kind.title, _("fehlt"))
        if code == "de":
            one.facts = self._cells(row, self.kind.facts)
            self.kind.check(one.facts, lambda column, what: self._fault(row, column, what))

    def _fault(self, row: Row, column: str, what: Value) -> None:
        said = Said("%(column)s: %(what)s", (("column", self.sheet.names.get(column, column)), ("what", what)))
        self.faults.append(Fault(self.name, line_of(row.line), said))

    def _named(self, row: Row) -> tuple[str, str] | None:
        """Key and language of a row; None where they cannot be, which is noted."""
        key, code = row.cells[KEY].strip(), row.cells.get(LANGUAGE, "").strip().casefold() or "de"
        if not SLUG.fullmatch(key) or len(key) > self.kind.longest_key:
            why = _("„%(given)s“ ist keiner; er hat nur a bis z, 0 bis 9 und Bindestriche", given=key[:40])
            self._fault(row, KEY, why)
            return None
        if code not in LANGUAGES:
            why = _("„%(given)s“ kennen wir nicht; es gibt %(known)s", given=code[:10], known=", ".join(LANGUAGES))
            self._fault(row, LANGUAGE, why)
            return None
        there = self.found.get(key)
        if there is not None and code in there.words:
            why = _("„%(key)s“ steht zweimal auf %(code)s, zuerst in: %(place)s", key=key, code=code, place=there.place)
            self._fault(row, KEY, why)
            return None
        return key, code

    def _cells(self, row: Row, of: tuple[Column, ...]) -> dict[str, Any]:
        """The values of those columns that the file has, by field; mistakes are noted."""
        values: dict[str, Any] = {}
        for column in of:
            if column.name not in self.sheet.names:
                continue
            try:
                values[column.field] = column.reads(row.cells[column.name])
            except Unusable as reason:
                self._fault(row, column.name, reason.why)
        return values
