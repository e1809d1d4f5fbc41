"""All that editors write of a service, as one plain value: what forms fill, versions keep, and differences compare."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from rathaus.catalogue.models import Service, ServiceText


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
    is_reviewed: bool = False


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is true of a service in every language; `topics` are their slugs."""

    is_public: bool = True
    is_frequent: bool = False
    is_sensitive: bool = False
    channels: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
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


def from_json(kept: Mapping[str, Any]) -> Content:
    """This will return the content that a version keeps; what later releases added has its default."""
    words = {code: Words(**_known(Words, one)) for code, one in kept["words"].items()}
    return Content(facts=Facts(**_known(Facts, kept["facts"])), words=words)


def content_of(service: Service) -> Content:
    """This will return what is stored of a service (3 queries)."""
    plain = {f.name: getattr(service, f.name) for f in fields(Facts) if f.name not in ("topics", "channels")}
    topics = tuple(service.topics.order_by("slug").values_list("slug", flat=True))
    aliases: dict[str, list[str]] = {}
    for language, text in service.aliases.order_by("text").values_list("language", "text"):
        aliases.setdefault(language, []).append(text)
    words = {t.language: _words(t, aliases.get(t.language, [])) for t in service.texts.order_by("language")}
    return Content(facts=Facts(topics=topics, channels=tuple(service.channels), **plain), words=words)


def differences(before: Content, after: Content) -> list[Difference]:
    """This will return what differs, facts first, then language by language."""
    found = list(_between("", asdict(before.facts), asdict(after.facts)))
    for code in sorted({*before.words, *after.words}, key=lambda code: (code != "de", code)):
        old, new = before.words.get(code, Words()), after.words.get(code, Words())
        found += _between(code, asdict(old), asdict(new))
    return found


def _between(language: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Difference]:
    for name, old in before.items():
        if old != after[name]:
            yield Difference(language, name, _told(old), _told(after[name]))


def _told(value: Any) -> str:
    if isinstance(value, tuple):
        return "\n".join(value)
    if isinstance(value, bool):
        return "✓" if value else "–"
    return "" if value is None else str(value)


def _words(text: ServiceText, aliases: list[str]) -> Words:
    names = [f.name for f in fields(Words) if f.name not in ("bring", "aliases")]
    return Words(bring=tuple(text.bring), aliases=tuple(aliases), **{name: getattr(text, name) for name in names})


def _known(of: type[Words] | type[Facts], kept: Mapping[str, Any]) -> dict[str, Any]:
    names = {f.name for f in fields(of)}
    return {name: tuple(v) if isinstance(v, list) else v for name, v in kept.items() if name in names}
