"""Tables as Excel and LibreOffice write them (CSV): read into rows with line numbers, written so that nothing runs.

Pure: no database. A cell that begins like a formula is written behind an apostrophe, which reading takes away again.
"""

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rathaus.catalogue.saying import Said
from rathaus.catalogue.saying import said as _
from rathaus.catalogue.source_file import BrokenFile, Fault, Note

FORMULA = "=+-@\t\r"  # OWASP: what a program of tables takes for a formula
MOST_ROWS = 20_000
DELIMITERS = ";,\t"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u2060\ufeff\ufffe\uffff]")
_NO_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-", b"\x1f\x8b")  # workbooks new and old, PDF, archives
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True)
class Row:
    """A row: the line of the file in which it begins, and its cells by column."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """A table: the columns that we know with their names in the file, its rows, and what was strange about it."""

    names: Mapping[str, str]
    rows: tuple[Row, ...]
    notes: tuple[Note, ...]


def safe(text: str) -> str:
    """This will return a cell that no program takes for a formula; `plain` is the way back."""
    is_marked = text[:1] == "'" and text[1:2] != "" and text[1] in FORMULA + "'"
    return f"'{text}" if is_marked or (text and text[0] in FORMULA) else text


def plain(cell: str) -> str:
    """This will return what was meant by a cell."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] != "" and cell[1] in FORMULA + "'" else cell


def written(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """This will return a table as Excel opens it in Germany: UTF-8 with a mark, semicolons, all cells in quotes."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def read(data: bytes, known: Mapping[str, str], needed: Sequence[str], name: str) -> Sheet:
    """This will return the rows of a table whose first row names its columns.

    `known` are the columns, each with a second name by which it is known too; cells come under the first.

    :raises BrokenFile: when it is no table, or lacks a needed column.
    """
    text, notes = _decoded(data, name)
    rows, head, given, faults = list[Row](), tuple[str, ...](), tuple[str, ...](), list[Fault]()
    first = {second: column for column, second in known.items()}
    for line, cells in _lines(text, _delimiter(text, {*known, *first}), name):
        if not head:
            given = tuple(cell.strip().casefold() for cell in cells)
            head = tuple(cell if cell in known else first.get(cell, cell) for cell in given)
            _check_head(head, known, needed, name, line)
            notes += [
                Note(line_of(line), _("Spalte „%(name)s“ kennen wir nicht", name=c)) for c in head if c not in known
            ]
        elif len(cells) != len(head):
            faults.append(
                Fault(
                    name,
                    line_of(line),
                    _("hat %(number)s Spalten statt %(wanted)s", number=len(cells), wanted=len(head)),
                )
            )
        else:
            pairs = zip(head, cells, strict=True)
            rows.append(Row(line, {column: _clean(cell) for column, cell in pairs if column in known}))
    if not rows and not faults:
        faults.append(Fault(name, "", _("enthält keine Zeile")))
    if faults:
        raise BrokenFile(faults)
    names = {column: name for column, name in zip(head, given, strict=True) if column in known}
    return Sheet(names, tuple(rows), tuple(notes))


def line_of(number: int) -> Said:
    """This will return the name of a line."""
    return _("Zeile %(number)s", number=number)


def _lines(text: str, delimiter: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that are not empty, with the number of the line of the file in which each begins."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    before = 0
    try:
        for number, cells in enumerate(lines):
            if number > MOST_ROWS:
                raise BrokenFile([Fault(name, line_of(before + 1), _("mehr als %(most)s Zeilen", most=MOST_ROWS))])
            if any(cell.strip() for cell in cells):
                yield before + 1, cells
            before = lines.line_num
    except csv.Error as broken:
        raise BrokenFile(
            [Fault(name, line_of(before + 1), _("ist keine Tabelle: %(reason)s", reason=str(broken)))]
        ) from broken


def _decoded(data: bytes, name: str) -> tuple[str, list[Note]]:
    if data.startswith(_NO_TEXT):
        raise BrokenFile([Fault(name, "", _("ist keine CSV-Datei; bitte speichern Sie die Tabelle als „CSV UTF-8“"))])
    encoding = next((encoding for mark, encoding in _BOMS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as broken:
        if encoding != "utf-8":
            raise BrokenFile(
                [
                    Fault(
                        name,
                        _("Byte %(number)s", number=broken.start),
                        _("ist kein %(encoding)s", encoding=encoding.upper()),
                    )
                ]
            ) from broken
        return _western(data, name)
    if "\x00" in text:
        raise BrokenFile([Fault(name, "", _("enthält Null-Bytes; bitte speichern Sie als „CSV UTF-8“"))])
    return text, []


def _western(data: bytes, name: str) -> tuple[str, list[Note]]:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as broken:
        what = _("ist weder UTF-8 noch Windows-1252; bitte speichern Sie als „CSV UTF-8“")
        raise BrokenFile([Fault(name, _("Byte %(number)s", number=broken.start), what)]) from broken
    return text, [Note(name, _("war in Windows-1252 geschrieben; prüfen Sie die Umlaute im Vergleich"))]


def _delimiter(text: str, known: Collection[str]) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "").casefold()
    names = {d: {part.strip().strip('"') for part in first.split(d)} for d in DELIMITERS}
    return max(DELIMITERS, key=lambda d: len(names[d].intersection(known)))


def _check_head(head: Sequence[str], known: Mapping[str, str], needed: Sequence[str], name: str, line: int) -> None:
    place = line_of(line)
    faults = [
        Fault(name, place, _("die Spalte „%(name)s“ (oder „%(second)s“) fehlt", name=column, second=known[column]))
        for column in needed
        if column not in head
    ]
    faults += [
        Fault(name, place, _("die Spalte „%(name)s“ steht zweimal da", name=c)) for c in known if head.count(c) > 1
    ]
    if faults:
        raise BrokenFile(faults)


def _clean(cell: str) -> str:
    return plain(_CONTROL.sub(" ", cell).replace("\r\n", "\n")).strip(" ")
