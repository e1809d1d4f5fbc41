"""Finding services by what people type: whole words, beginnings, parts of compounds, other words, mistakes.

Every process keeps the index of the towns it serves, per language. Each search brings the version of the words
along (`WordsVersion`, raised by trigger), together with the stems of what was typed: one query.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from rathaus.catalogue import search_index
from rathaus.catalogue.markup import beginning
from rathaus.catalogue.models import Alias, Service, ServiceText, TopicText
from rathaus.catalogue.search_index import Asked, Entry, Index, Phrase
from rathaus.catalogue.search_words import read_stems, stemmer, synonyms, unfolded, words
from rathaus.catalogue.slugs import folded
from rathaus.core.kept import Kept
from rathaus.core.keys import current_town

FALLBACK = "de"
MOST_INDEXES = 100
MOST_CHARACTERS = 200
MOST_WORDS = 12
SUMMARY_CHARACTERS = 200
QUESTION = """
SELECT (SELECT version FROM catalogue_wordsversion), array_agg(coalesce((ts_lexize(d, w))[1], '') ORDER BY n)
FROM unnest(%s::regdictionary[], %s::text[]) WITH ORDINALITY AS asked (d, w, n)
"""


@dataclass(frozen=True)
class Hit:
    """A service that answers a question; the words in the asked language, else in German."""

    service_id: int
    slug: str
    title: str
    summary: str
    score: float
    language: str  # of title and summary


@dataclass(frozen=True)
class _Current:
    version: UUID
    index: Index


_indexes: Kept[tuple[str, str], _Current] = Kept(MOST_INDEXES)


def search(text: str, language: str, *, limit: int = 20) -> list[Hit]:
    """This will return the public services that answer what was typed, best first (1 query; 6 after a change)."""
    return _asked(text, language, limit, is_typing=False)


def suggest(text: str, language: str, limit: int = 8) -> list[Hit]:
    """This will return the services that what was typed so far may become (1 query; 6 after a change)."""
    return _asked(text, language, limit, is_typing=True)


def _asked(text: str, language: str, limit: int, *, is_typing: bool) -> list[Hit]:
    typed = words(text[:MOST_CHARACTERS])[:MOST_WORDS]
    if not typed or (is_typing and len(typed[0]) < 2):
        return []
    version, stems = _version_and_stems(typed, language)
    kept = _indexes.get((current_town(), language))
    if kept is None or kept.version != version:
        kept = _read(version, language)
    found = search_index.ask(kept.index, _question(typed, stems, is_typing=is_typing), text[:MOST_CHARACTERS])
    return [Hit(e.service_id, e.slug, e.title, e.summary, round(score, 3), e.language) for score, e in found[:limit]]


def _version_and_stems(typed: list[str], language: str) -> tuple[UUID, list[list[str]]]:
    """The version that stands now, and per word its stems: in the language, as umlauts, in German."""
    dictionaries = [stemmer(language), stemmer(language), stemmer(FALLBACK)]
    variants = [v for word in typed for v in (word, unfolded(word), word)]
    with connection.cursor() as cursor:
        cursor.execute(QUESTION, [dictionaries * len(typed), variants])
        version, stems = cursor.fetchone()
    return version, [[folded(s) for s in stems[n : n + 3]] for n in range(0, len(stems), 3)]


def _question(typed: list[str], stems: list[list[str]], *, is_typing: bool) -> list[Asked]:
    asked = [
        Asked(folded(word), frozenset(s for s in of_word if s), is_open=is_typing and n == len(typed) - 1)
        for n, (word, of_word) in enumerate(zip(typed, stems, strict=True))
    ]
    spoken = [a for a, of_word in zip(asked, stems, strict=True) if of_word[0] or a.is_open]
    return spoken or asked


def _read(version: UUID, language: str) -> _Current:
    """This will read the town's words and keep their index."""
    current = _Current(version, _build(language))
    _indexes.put((current_town(), language), current)
    return current


@dataclass(frozen=True)
class _Text:
    entry: int
    weight: float
    text: str
    language: str
    is_name: bool = False


def _build(language: str) -> Index:
    offices = Count("offers", filter=Q(offers__is_bookable=True, offers__office__is_public=True))
    services = list(Service.objects.filter(is_public=True).order_by("order", "slug").annotate(offices=offices))
    most = max((s.offices for s in services), default=0) or 1
    number = {s.pk: n for n, s in enumerate(services)}
    texts: dict[int, dict[str, ServiceText]] = {}
    for text in ServiceText.objects.filter(service__is_public=True):
        texts.setdefault(text.service_id, {})[text.language] = text
    entries = [_entry(s, texts.get(s.pk, {}), language, s.offices / most) for s in services]
    found = [t for s in services for t in _texts_of(number[s.pk], s, texts.get(s.pk, {}), language)]
    for alias in Alias.objects.filter(service__is_public=True):
        weight = search_index.ALIAS * _worth(alias.language, language)
        found.append(_Text(number[alias.service_id], weight, alias.text, alias.language, is_name=True))
    topics = TopicText.objects.filter(topic__is_public=True, topic__services__is_public=True, language=language)
    for service_id, title in topics.values_list("topic__services", "title"):
        if service_id in number:
            found.append(_Text(number[service_id], search_index.TOPIC, title, language))
    return search_index.build(entries, _phrases(found), synonyms(language))


def _worth(of_text: str, language: str) -> float:
    return 1.0 if of_text == language else search_index.SECOND_LANGUAGE


def _entry(service: Service, texts: dict[str, ServiceText], language: str, spread: float) -> Entry:
    demand = (spread + service.is_frequent) / 2
    text = texts.get(language) or texts.get(FALLBACK) or next(iter(texts.values()), None)
    if text is None:
        return Entry(service.pk, service.slug, service.slug, "", language, demand)
    summary = text.summary or beginning(text.description, SUMMARY_CHARACTERS)
    return Entry(service.pk, service.slug, text.title, summary, text.language, demand)


def _texts_of(entry: int, service: Service, texts: dict[str, ServiceText], language: str) -> list[_Text]:
    found = [_Text(entry, search_index.TITLE, service.leika_key, language, is_name=True)] if service.leika_key else []
    for of_language, text in texts.items():
        worth = 1.0 if len(texts) == 1 else _worth(of_language, language)
        found.append(_Text(entry, search_index.TITLE * worth, text.title, of_language, is_name=True))
        found += [_Text(entry, search_index.KEYWORD * worth, word, of_language) for word in text.keywords]
        if worth == 1.0:
            found.append(_Text(entry, search_index.SUMMARY, text.summary, of_language))
            for further in (beginning(text.description, 20_000), *text.bring, text.legal_basis):
                found.append(_Text(entry, search_index.TEXT, further, of_language))
    return found


def _phrases(texts: list[_Text]) -> list[Phrase]:
    split = [(t, words(t.text)) for t in texts]
    wanted: dict[str, set[str]] = {}
    for text, of_text in split:
        wanted.setdefault(text.language, set()).update(of_text)
    stems = {language: read_stems(language, of_language) for language, of_language in wanted.items()}
    return [
        Phrase(
            text.entry,
            text.weight,
            tuple((folded(w), stems[text.language][w]) for w in of_text),
            search_index.spelled(text.text) if text.is_name else "",
        )
        for text, of_text in split
        if of_text
    ]
