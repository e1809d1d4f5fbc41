"""Reading a foreign XML file into plain elements that know their line; pure.

Nothing outside of the file is read and nothing in it is expanded: a document type (which could declare entities) is
refused, and so is what nests or repeats more than any real file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from rathaus.catalogue.saying import Said, Value
from rathaus.catalogue.saying import said as _
from rathaus.catalogue.source_file import BrokenFile, Fault

DEEPEST = 60
MOST_ELEMENTS = 2_000_000
_BETWEEN = "}"


@dataclass(eq=False)
class Element:
    """An element: its name without and its namespace, attributes by their names without, text and elements inside."""

    name: str
    namespace: str
    line: int
    attributes: Mapping[str, str] = field(default_factory=dict)
    inside: list["Element"] = field(default_factory=list)
    text: str = ""

    def all(self, name: str) -> list["Element"]:
        """This will return the elements of that name right inside."""
        return [one for one in self.inside if one.name == name]

    def first(self, *path: str) -> "Element | None":
        """This will return the first element at the end of a path of names."""
        found: Element | None = self
        for name in path:
            found = next((one for one in found.inside if one.name == name), None) if found else None
        return found

    def said(self, *path: str) -> str:
        """This will return the text of the first element at the end of a path, without space around it ("" if none)."""
        found = self.first(*path)
        return found.text.strip() if found else ""

    def every(self, name: str) -> Iterator["Element"]:
        """This will yield the elements of that name at any depth."""
        for one in self.inside:
            if one.name == name:
                yield one
            yield from one.every(name)


def parsed(data: bytes, name: str) -> Element:
    """This will return the outermost element of a file.

    :raises BrokenFile: when it is no XML, has a document type, or is deeper or longer than any real file.
    """
    builder = _Builder(name)
    try:
        builder.parser.Parse(data, True)  # noqa: FBT003 - the C interface knows no names
    except expat.ExpatError as broken:
        place = _("Zeile %(line)s, Spalte %(column)s", line=broken.lineno, column=broken.offset + 1)
        reason = _("ist kein XML: %(reason)s", reason=expat.ErrorString(broken.code))
        raise BrokenFile([Fault(name, place, reason)]) from broken
    except (ValueError, LookupError) as broken:  # an encoding that nobody knows
        raise BrokenFile([Fault(name, "", _("ist kein XML: %(reason)s", reason=str(broken)))]) from broken
    return builder.top.inside[0]


def place_of(element: Element, *more: str) -> Said:
    """This will return the name of a place: line, element, and what is told of it."""
    named = " ".join((element.name, *(one for one in more if one)))
    return _("Zeile %(line)s, %(name)s", line=element.line, name=named)


class _Builder:
    """Collects the elements of a file while it is parsed."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.top = Element("", "", 0)
        self.open = [self.top]
        self.count = 0
        self.parser = expat.ParserCreate(namespace_separator=_BETWEEN)
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.say
        self.parser.StartDoctypeDeclHandler = self.doctype

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _between, local = name.rpartition(_BETWEEN)
        self.count += 1
        if len(self.open) > DEEPEST or self.count > MOST_ELEMENTS:
            self.refuse(_("ist tiefer oder länger als jede echte Datei"))
        plain = {key.rpartition(_BETWEEN)[2]: value for key, value in attributes.items()}
        found = Element(local, namespace, self.parser.CurrentLineNumber, plain)
        self.open[-1].inside.append(found)
        self.open.append(found)

    def end(self, _name: str) -> None:
        self.open.pop()

    def say(self, text: str) -> None:
        self.open[-1].text += text

    def doctype(self, *_told: object) -> None:
        self.refuse(_("hat einen Dokumenttyp (DOCTYPE); das lesen wir nicht"))

    def refuse(self, why: Value) -> NoReturn:
        place = _("Zeile %(number)s", number=self.parser.CurrentLineNumber)
        raise BrokenFile([Fault(self.name, place, why)])
