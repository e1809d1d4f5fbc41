"""What a source wants the catalogue to be, service by service, and how that meets what the town wrote. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from rathaus.catalogue.content import Content, Facts, Words
from rathaus.catalogue.saying import Value


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A service as a source wants it; what the source does not speak of is not named and stays.

    `key` is the slug, or with a `source` the id there. `seen` is the revision that the source was made from.
    """

    place: Value
    key: str
    source: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    seen: int | None = None

    def on(self, content: Content) -> Content:
        """This will return the content after the source had its way."""
        words = {code: replace(content.words.get(code, Words()), **given) for code, given in self.words.items()}
        return Content(facts=replace(content.facts, **self.facts), words={**content.words, **words})


@dataclass(frozen=True)
class Kept:
    """A field of an office (its slug) or of an offer (both slugs) that the town set and a source wants otherwise."""

    kind: str
    of: str | tuple[str, str]
    name: str
    ours: Any
    theirs: Any


@dataclass(frozen=True)
class Way:
    """How a source is taken: whether it wins over what the town wrote, and where it is noted what was kept instead."""

    overwrites: bool = False
    kept: list[Kept] = field(default_factory=list)


def decided(base: Any, ours: Any, theirs: Any, *, overwrites: bool) -> Any:
    """This will return what comes of a field of which the source said `base` last: the town's word, else the source's.

    What the source left as it was stays as the town has it; what both changed is the town's unless `overwrites`.
    """
    if theirs == base and not overwrites:
        return ours
    return theirs if ours == base or overwrites else ours


@dataclass(frozen=True)
class Merge:
    """What comes of a service, and the fields (language, name) in which source and town both changed something."""

    content: Content
    conflicts: tuple[tuple[str, str], ...]


def merged(base: Content, ours: Content, theirs: Content, *, takes_theirs: bool, is_strict: bool = False) -> Merge:
    """This will join what the town and a source made of the same base, field by field.

    What only one of them changed, that one decides; what both changed is a conflict, settled by `takes_theirs`.
    Strictly, nothing that the town changed is decided without asking, even where the source is still as it was.
    """
    conflicts: list[tuple[str, str]] = []

    def join(language: str, was: Any, mine: Any, new: Any, kind: type[Facts] | type[Words]) -> dict[str, Any]:
        found = {}
        for one in fields(kind):
            a, b, c = getattr(was, one.name), getattr(mine, one.name), getattr(new, one.name)
            is_conflict = b not in (a, c) and (is_strict or c != a)
            if is_conflict:
                conflicts.append((language, one.name))
            found[one.name] = (c if takes_theirs else b) if is_conflict else (c if b == a else b)
        return found

    facts = Facts(**join("", base.facts, ours.facts, theirs.facts, Facts))
    words = {}
    for code in {**ours.words, **theirs.words}:
        was, mine, new = (one.words.get(code, Words()) for one in (base, ours, theirs))
        words[code] = Words(**join(code, was, mine, new, Words))
    return Merge(Content(facts=facts, words=words), tuple(conflicts))
