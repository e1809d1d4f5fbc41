"""Reading a foreign JSON file so that every mistake in it is named by file, entry and field."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rathaus.catalogue.saying import Said, Value, from_kept, kept
from rathaus.catalogue.saying import said as _
from rathaus.core.errors import Refused

MOST_FAULTS = 20
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_INVISIBLE = re.compile("[\u200b\u200c\u200e\u200f\u2060\ufeff\u00ad]")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Fault:
    """A mistake that makes a file unusable: where (entry and field) and what."""

    file: str
    place: Value
    what: Value

    def __str__(self) -> str:
        return f"{self.file}: {self.place}: {self.what}" if self.place else f"{self.file}: {self.what}"

    def as_json(self) -> list[Any]:
        """This will return the value as a report keeps it."""
        return [self.file, kept(self.place), kept(self.what)]

    @classmethod
    def from_json(cls, value: list[Any]) -> "Fault":
        """This will return the value that a report keeps."""
        return cls(value[0], from_kept(value[1]), from_kept(value[2]))


class BrokenFile(Refused):
    """A file cannot be used as it is."""

    def __init__(self, faults: list[Fault]) -> None:
        shown = [str(f) for f in faults[:MOST_FAULTS]]
        if len(faults) > MOST_FAULTS:
            shown.append(str(_("… und %(number)s weitere", number=len(faults) - MOST_FAULTS)))
        super().__init__("\n".join(shown))
        self.faults = faults


@dataclass(frozen=True)
class Note:
    """Something in a usable file that could not be taken over as it stands: where, and why."""

    place: Value
    why: Value

    def __str__(self) -> str:
        return f"{self.place}: {self.why}"

    def as_json(self) -> list[Any]:
        """This will return the value as a report keeps it."""
        return [kept(self.place), kept(self.why)]

    @classmethod
    def from_json(cls, value: list[Any]) -> "Note":
        """This will return the value that a report keeps."""
        return cls(from_kept(value[0]), from_kept(value[1]))


def parsed(data: bytes, name: str) -> Any:
    """This will return the JSON value of a file's bytes.

    :raises BrokenFile: when it is no UTF-8 or no JSON, with line and column.
    """
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as broken:
        raise BrokenFile([Fault(name, _("Byte %(number)s", number=broken.start), _("ist kein UTF-8"))]) from broken
    except json.JSONDecodeError as broken:
        place = _("Zeile %(line)s, Spalte %(column)s", line=broken.lineno, column=broken.colno)
        raise BrokenFile([Fault(name, place, _("ist kein JSON: %(reason)s", reason=broken.msg))]) from broken
    except (ValueError, RecursionError) as broken:
        raise BrokenFile([Fault(name, "", _("ist kein JSON: %(reason)s", reason=str(broken)))]) from broken


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def entries(document: Any, name: str) -> list[Any]:
    """This will return the list under "data" of a document (or the document, when it is a list).

    :raises BrokenFile: when there is none.
    """
    found = document.get("data") if isinstance(document, dict) else document
    if not isinstance(found, list):
        raise BrokenFile([Fault(name, "data", _("eine Liste von Einträgen fehlt"))])
    return found


def cleaned(text: str) -> str:
    """This will return text as one line without control characters and invisible marks."""
    return _SPACE.sub(" ", _CONTROL.sub(" ", _INVISIBLE.sub("", text))).strip()


@dataclass
class Reader:
    """Reads one JSON object field by field; mistakes go to `faults` and the field reads as empty."""

    file: str
    place: Value
    value: Mapping[str, Any]
    faults: list[Fault] = field(default_factory=list)

    def fault(self, key: str, what: Value) -> None:
        """This will note a mistake at a field."""
        self.faults.append(Fault(self.file, self.inside(key) if key else self.place, what))

    def inside(self, key: str) -> Value:
        """This will return the place of a field."""
        return Said("%(place)s, %(key)s", (("place", self.place), ("key", key)))

    def requires(self, *keys: str) -> None:
        """This will note each of the fields that is not there at all."""
        for key in keys:
            if key not in self.value:
                self.fault(key, _("fehlt"))

    def text(self, key: str, *, most: int, required: bool = False, is_html: bool = False) -> str:
        """This will return a text of at most `most` characters ("" when null, missing or wrong)."""
        found = self.value.get(key)
        if found is None:
            if required:
                self.fault(key, _("fehlt"))
            return ""
        if not isinstance(found, str):
            self.fault(key, _("muss Text sein, nicht %(kind)s", kind=_kind(found)))
            return ""
        if not _is_unicode(found):
            self.fault(key, _("enthält ein halbes Zeichen (ein einzelnes Surrogat)"))
            return ""
        found = _CONTROL.sub(" ", found).strip() if is_html else cleaned(found)
        if required and not found:
            self.fault(key, _("ist leer"))
        if len(found) > most:
            self.fault(key, _("ist länger als %(most)s Zeichen", most=most))
            return ""
        return found

    def identifier(self, key: str) -> str:
        """This will return an id: a short text or a whole number, as text."""
        found = self.value.get(key)
        name = identifier(found)
        if name is None:
            self.fault(
                key, _("fehlt") if found is None else _("muss ein Kennzeichen sein, nicht %(kind)s", kind=_kind(found))
            )
        return name or ""

    def identifiers(self, key: str) -> tuple[str, ...]:
        """This will return a list of ids (empty when null or missing)."""
        found = []
        for number, item in enumerate(self._list(key)):
            name = identifier(item)
            if name is None:
                self.fault(f"{key}[{number}]", _("muss ein Kennzeichen sein, nicht %(kind)s", kind=_kind(item)))
            else:
                found.append(name)
        return tuple(found)

    def number(self, key: str) -> int | None:
        """This will return a whole number, or None when null or missing."""
        found = self.value.get(key)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, int) or abs(found) > 1_000_000:
            self.fault(key, _("muss eine ganze Zahl bis 1000000 sein, nicht %(kind)s", kind=_kind(found)))
            return None
        return found

    def flag(self, key: str, *, default: bool) -> bool:
        """This will return true or false (the default when null or missing)."""
        found = self.value.get(key)
        if found is None:
            return default
        if not isinstance(found, bool):
            self.fault(key, _("muss wahr oder falsch sein (true, false), nicht %(kind)s", kind=_kind(found)))
            return default
        return found

    def object(self, key: str) -> "Reader":
        """This will return a reader of the object at a field (an empty one when null, missing or wrong)."""
        found = self.value.get(key)
        if found is not None and not isinstance(found, dict):
            self.fault(key, _("muss ein Objekt sein, nicht %(kind)s", kind=_kind(found)))
        inside = found if isinstance(found, dict) else {}
        return Reader(self.file, self.inside(key), inside, self.faults)

    def objects(self, key: str) -> Iterator["Reader"]:
        """This will yield a reader of every object in the list at a field."""
        for number, item in enumerate(self._list(key)):
            if isinstance(item, dict):
                yield Reader(self.file, self.inside(f"{key}[{number}]"), item, self.faults)
            else:
                self.fault(f"{key}[{number}]", _("muss ein Objekt sein, nicht %(kind)s", kind=_kind(item)))

    def _list(self, key: str) -> list[Any]:
        found = self.value.get(key)
        if found is None:
            return []
        if not isinstance(found, list):
            self.fault(key, _("muss eine Liste sein, nicht %(kind)s", kind=_kind(found)))
            return []
        return found


def identifier(value: Any) -> str | None:
    """This will return an id as text, or None when the value is no id."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return str(value) if 0 <= value < 10**18 else None
    if isinstance(value, str) and re.fullmatch(r"[\w.:/-]{1,40}", value):
        return value
    return None


def _is_unicode(text: str) -> bool:
    return not any("\ud800" <= c <= "\udfff" for c in text)


_KINDS = {
    dict: _("ein Objekt"), list: _("eine Liste"), str: _("ein Text"), bool: _("wahr oder falsch"),
    int: _("eine Zahl"), float: _("ein Bruch"),
}  # fmt: skip


def _kind(value: Any) -> Value:
    return _KINDS.get(type(value), "null")
