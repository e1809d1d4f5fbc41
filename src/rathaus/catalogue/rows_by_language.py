"""Tables with a row for each thing and language: what both kinds of table read alike. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from rathaus.catalogue.cells import LANGUAGES, SLUG, Column, Unusable
from rathaus.catalogue.saying import Said, Value
from rathaus.catalogue.saying import said as _
from rathaus.catalogue.sheet import Row, line_of
from rathaus.catalogue.source_file import Fault

KEY, LANGUAGE = "schluessel", "sprache"


@dataclass
class Reading:
    """What is collected of the rows of one file: things by key, each with its words by language; and the mistakes."""

    name: str
    longest_key: int
    faults: list[Fault] = field(default_factory=list)
    found: dict[str, dict[str, Any]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)  # by key: the first row's

    def fault(self, row: Row, column: str, what: Value) -> None:
        """This will note a mistake."""
        said = Said("%(column)s: %(what)s", (("column", column), ("what", what)))
        self.faults.append(Fault(self.name, line_of(row.line), said))

    def begin(self, row: Row) -> tuple[str, str] | None:
        """This will return key and language of a row; None where they cannot be, which is noted."""
        key, code = row.cells[KEY].strip(), row.cells.get(LANGUAGE, "").strip().casefold() or "de"
        if not SLUG.fullmatch(key) or len(key) > self.longest_key:
            why = _("„%(given)s“ ist keiner; er hat nur a bis z, 0 bis 9 und Bindestriche", given=key[:40])
            self.fault(row, KEY, why)
            return None
        if code not in LANGUAGES:
            why = _("„%(given)s“ kennen wir nicht; es gibt %(known)s", given=code[:10], known=", ".join(LANGUAGES))
            self.fault(row, LANGUAGE, why)
            return None
        first = self.lines.setdefault(key, row.line)
        if code in self.found.get(key, {"words": {}})["words"]:
            why = _(
                "„%(key)s“ steht zweimal auf %(code)s, zuerst in: %(place)s", key=key, code=code, place=line_of(first)
            )
            self.fault(row, KEY, why)
            return None
        return key, code

    def cells(self, row: Row, of: Iterable[Column], columns: Iterable[str]) -> dict[str, Any]:
        """This will return the values of those columns that the file has, by field; mistakes are noted."""
        values: dict[str, Any] = {}
        for column in of:
            if column.name not in columns:
                continue
            try:
                values[column.field] = column.reads(row.cells[column.name])
            except Unusable as reason:
                self.fault(row, column.name, reason.why)
        return values
