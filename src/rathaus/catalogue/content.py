"""All that editors write of a service, as one plain value: what forms fill, versions keep, and differences compare."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from rathaus.catalogue.models import Alias, Service, ServiceLink, ServiceText

FORM = "Formular"  # the mark of a form in a line of links
_URL = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
_LISTS = ("topics", "combinable", "channels")


@dataclass(frozen=True)
class Link:
    """A form or further page of a service."""

    title: str
    url: str
    is_form: bool = False

    def __str__(self) -> str:
        return f"{self.title} | {self.url}" + (f" | {FORM}" if self.is_form else "")


def link_from(line: str) -> Link | None:
    """This will read a link as `str` writes it, or return None where that is none."""
    parts = [part.strip() for part in line.split(" | ")]
    is_form = len(parts) > 2 and parts[-1].casefold() == FORM.casefold()
    parts = parts[:-1] if is_form else parts
    title, url = (" | ".join(parts[:-1]), parts[-1]) if len(parts) > 1 else (parts[0], parts[0])
    if not _URL.fullmatch(url) or not title or len(title) > 300 or len(url) > 1000:
        return None
    return Link(title, url, is_form)


@dataclass(frozen=True, kw_only=True)
class Words:
    """A service's words in one language; without a title there are none. HTML is sanitised when written."""

    title: str = ""
    neutral_title: str = ""
    summary: str = ""
    description: str = ""
    bring: tuple[str, ...] = ()
    fees: str = ""
    processing_time: str = ""
    legal_basis: str = ""
    aliases: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    is_reviewed: bool = False


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is true of a service in every language; `topics` and `combinable` (with it in one visit) are slugs."""

    is_public: bool = True
    is_frequent: bool = False
    is_sensitive: bool = False
    channels: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    combinable: tuple[str, ...] = ()
    leika_key: str = ""
    online_url: str = ""
    minutes: int | None = None
    extra_minutes: int | None = None
    max_persons: int = 1
    keep_days: int = 30


@dataclass(frozen=True, kw_only=True)
class Content:
    """A service's facts, and its words per language."""

    facts: Facts = Facts()
    words: Mapping[str, Words] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """This will return the value as a version keeps it."""
        return {"facts": asdict(self.facts), "words": {code: asdict(one) for code, one in self.words.items()}}


@dataclass(frozen=True)
class Difference:
    """A field that differs between two contents: its language ("" for facts), its name, before and after."""

    language: str
    name: str
    before: str
    after: str


def from_json(kept: Mapping[str, Any], *, missing: Content | None = None) -> Content:
    """This will return the content that a version keeps; what later releases added is taken from `missing`."""
    other = missing or Content()
    words = {code: _words_from(one, other.words.get(code, Words())) for code, one in kept["words"].items()}
    return Content(facts=replace(other.facts, **_known(Facts, kept["facts"])), words=words)


def content_of(service: Service) -> Content:
    """This will return what is stored of a service (5 queries)."""
    topics = service.topics.order_by("slug").values_list("slug", flat=True)
    combinable = service.combinable_with.order_by("slug").values_list("slug", flat=True)
    return content_from(
        service, service.texts.all(), service.aliases.all(), service.links.all(), topics=topics, combinable=combinable
    )


def content_from(
    service: Service,
    texts: Iterable[ServiceText],
    aliases: Iterable[Alias],
    links: Iterable[ServiceLink],
    *,
    topics: Iterable[str],
    combinable: Iterable[str],
) -> Content:
    """This will return the content that rows of a service tell."""
    plain = {f.name: getattr(service, f.name) for f in fields(Facts) if f.name not in _LISTS}
    plain |= {"topics": tuple(sorted(topics)), "combinable": tuple(sorted(combinable))}
    aliases_of: dict[str, list[str]] = {}
    for alias in aliases:
        aliases_of.setdefault(alias.language, []).append(alias.text)
    links_of: dict[str, list[Link]] = {}
    for link in sorted(links, key=lambda link: (link.order, link.pk)):
        links_of.setdefault(link.language, []).append(Link(link.title, link.url, link.is_form))
    words = {
        t.language: _words(t, aliases_of.get(t.language, []), links_of.get(t.language, []))
        for t in sorted(texts, key=lambda t: t.language)
    }
    return Content(facts=Facts(channels=tuple(service.channels), **plain), words=words)


def differences(before: Content, after: Content) -> list[Difference]:
    """This will return what differs, facts first, then language by language."""
    found = list(_between("", before.facts, after.facts))
    for code in sorted({*before.words, *after.words}, key=lambda code: (code != "de", code)):
        old, new = before.words.get(code, Words()), after.words.get(code, Words())
        found += _between(code, old, new)
    return found


def _between(language: str, before: Facts | Words, after: Facts | Words) -> Iterator[Difference]:
    for one in fields(before):
        old, new = getattr(before, one.name), getattr(after, one.name)
        if old != new:
            yield Difference(language, one.name, _told(old), _told(new))


def _told(value: Any) -> str:
    if isinstance(value, tuple):
        return "\n".join(str(one) for one in value)
    if isinstance(value, bool):
        return "✓" if value else "–"
    return "" if value is None else str(value)


def _words(text: ServiceText, aliases: Iterable[str], links: Iterable[Link]) -> Words:
    names = [f.name for f in fields(Words) if f.name not in ("bring", "aliases", "links")]
    plain = {name: getattr(text, name) for name in names}
    return Words(bring=tuple(text.bring), aliases=tuple(sorted(aliases)), links=tuple(links), **plain)


def _words_from(kept: Mapping[str, Any], missing: Words) -> Words:
    given = _known(Words, kept)
    if "links" in given:
        given["links"] = tuple(Link(**link) for link in given["links"])
        return Words(**given)
    return Words(**given, links=missing.links)


def _known(of: type[Words] | type[Facts], kept: Mapping[str, Any]) -> dict[str, Any]:
    names = {f.name for f in fields(of)}
    return {name: tuple(v) if isinstance(v, list) else v for name, v in kept.items() if name in names}
