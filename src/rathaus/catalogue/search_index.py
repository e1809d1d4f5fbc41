"""The search index of one town and language: built once per version of the words, asked in memory. Pure.

A question falls into words. Each word is expanded to the terms of the vocabulary that it can mean: itself, its
stem, what it begins, compounds it is part of, synonyms, and, where all that finds little, terms a few typing
mistakes away. Services are weighed by the rarest words first, by where a term stands (title before alias
before text), and by how well a whole title or alias is covered.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from rapidfuzz import process
from rapidfuzz.distance import OSA

from rathaus.catalogue.slugs import folded

TITLE, ALIAS, KEYWORD, TOPIC, SUMMARY, TEXT = 10.0, 9.0, 6.0, 2.5, 3.0, 1.0
STRONG = KEYWORD * 0.5  # terms of at least this weight are expanded to (compounds, typos)
SECOND_LANGUAGE = 0.5
CANDIDATES = 40
LEAST = 1.5  # below that a service has little to do with the question
PRIOR = 0.25  # how much demand may add

Expansion = dict[int, float]  # term -> how well it meets the word, 0 to 1


@dataclass(frozen=True)
class Entry:
    """A service as the index knows it."""

    service_id: int
    slug: str
    title: str
    summary: str
    language: str
    demand: float = 0.0  # 0 to 1: how many people come for it, as far as one can tell


@dataclass(frozen=True)
class Phrase:
    """A title, alias or further text of a service: its weight and its words as (folded word, stem)."""

    entry: int
    weight: float
    words: tuple[tuple[str, str], ...]
    spelled: str = ""  # titles and aliases: all letters in a row, to be matched as a whole


@dataclass(frozen=True)
class Asked:
    """A word of a question: folded, its possible stems, whether it may be unfinished."""

    word: str
    stems: frozenset[str]
    is_open: bool = False


@dataclass
class Index:
    """Vocabulary, postings and names of one town and language."""

    entries: Sequence[Entry]
    synonyms: Mapping[str, frozenset[str]]
    terms: list[str] = field(default_factory=list)
    postings: list[dict[int, float]] = field(default_factory=list)
    stems: dict[str, list[int]] = field(default_factory=dict)
    strong: list[int] = field(default_factory=list)
    strong_terms: list[str] = field(default_factory=list)
    names: dict[int, list[tuple[float, tuple[int, ...], str]]] = field(default_factory=dict)
    number: dict[str, int] = field(default_factory=dict)

    def begins(self, word: str) -> range:
        """This will return the terms that begin with a word."""
        return range(bisect_left(self.terms, word), bisect_left(self.terms, word + "\uffff"))


def build(entries: Sequence[Entry], phrases: Iterable[Phrase], synonyms: Mapping[str, frozenset[str]]) -> Index:
    """This will return the index over the phrases."""
    phrases = list(phrases)
    index = Index(entries, synonyms)
    index.terms = sorted({word for p in phrases for word, _ in p.words})
    index.number = {term: n for n, term in enumerate(index.terms)}
    index.postings = [{} for _ in index.terms]
    stems: dict[str, set[int]] = {}
    for phrase in phrases:
        numbers = tuple(index.number[word] for word, _ in phrase.words)
        for term, (_, stem) in zip(numbers, phrase.words, strict=True):
            there = index.postings[term]
            there[phrase.entry] = max(there.get(phrase.entry, 0.0), phrase.weight)
            if stem:
                stems.setdefault(stem, set()).add(term)
        if phrase.spelled:
            spoken = tuple(dict.fromkeys(t for t, (_, s) in zip(numbers, phrase.words, strict=True) if s)) or numbers
            index.names.setdefault(phrase.entry, []).append((phrase.weight, spoken, phrase.spelled))
    index.stems = {stem: sorted(found) for stem, found in stems.items()}
    index.strong = [t for t, there in enumerate(index.postings) if max(there.values()) >= STRONG]
    index.strong_terms = [index.terms[t] for t in index.strong]
    return index


def ask(index: Index, asked: Sequence[Asked], whole: str) -> list[tuple[float, Entry]]:
    """This will return the services that answer a question, best first, with their scores (above 0)."""
    expansions = [expand(index, word) for word in _merged(index, asked)]
    scores = _by_terms(index, expansions)
    best = sorted(scores, key=lambda e: -scores[e])[:CANDIDATES]
    letters, anyhow = spelled(whole), _united(expansions)
    for entry in best:
        scores[entry] += _by_names(index, entry, expansions, anyhow, letters)
        scores[entry] *= 1 + PRIOR * index.entries[entry].demand
    ranked = sorted(((scores[e], e) for e in best), key=lambda found: (-found[0], found[1]))
    least = max(LEAST, 0.22 * ranked[0][0]) if ranked else 0.0
    return [(score, index.entries[e]) for score, e in ranked if score >= least]


def spelled(text: str) -> str:
    """This will return the letters and digits of a text in a row, folded: eID-Karte is eidkarte."""
    return "".join(c for c in folded(text) if c.isalnum())


def _merged(index: Index, asked: Sequence[Asked]) -> list[Asked]:
    """Two words that are one in the vocabulary are asked as one: reise pass."""
    found: list[Asked] = []
    for word in asked:
        joined = found[-1].word + word.word if found else ""
        if joined in index.number:
            found[-1] = Asked(joined, frozenset(), is_open=word.is_open)
        else:
            found.append(word)
    return found


def expand(index: Index, asked: Asked) -> Expansion:
    """This will return the terms that a word can mean."""
    found: Expansion = {}
    _add_same(index, asked, found)
    for same in index.synonyms.get(asked.word, ()):
        _add_word(index, same, found, 0.78)
    _add_beginnings(index, asked, found)
    _add_compounds(index, asked.word, found, 1.0)
    if not any(quality >= 0.6 and _is_strong(index, term) for term, quality in found.items()):
        _add_parts(index, asked.word, found)
        _add_typos(index, asked, found)
    return found


def _raise(found: Expansion, term: int, quality: float) -> None:
    if quality > found.get(term, 0.0):
        found[term] = quality


def _is_strong(index: Index, term: int) -> bool:
    return max(index.postings[term].values()) >= STRONG


def _add_same(index: Index, asked: Asked, found: Expansion) -> None:
    if asked.word in index.number:
        found[index.number[asked.word]] = 1.0
    for stem in asked.stems:
        for term in index.stems.get(stem, ()):
            _raise(found, term, 0.92)


def _add_word(index: Index, word: str, found: Expansion, quality: float) -> None:
    """A synonym: the word itself, or what it is part of."""
    if word in index.number:
        _raise(found, index.number[word], quality)
    if len(word) >= 5:
        for term in index.begins(word):
            _raise(found, term, quality * 0.9)
        _add_compounds(index, word, found, quality)


def _add_beginnings(index: Index, asked: Asked, found: Expansion) -> None:
    if len(asked.word) < (1 if asked.is_open else 3):
        return
    base = 0.85 if asked.is_open else 0.7
    for term in index.begins(asked.word):
        share = len(asked.word) / len(index.terms[term])
        _raise(found, term, base * (0.75 + 0.25 * share))


def _add_compounds(index: Index, word: str, found: Expansion, quality: float) -> None:
    """Terms that a word is part of: Ausweis in Personalausweis."""
    if len(word) < 4:
        return
    for term, text in zip(index.strong, index.strong_terms, strict=True):
        if word in text:
            _raise(found, term, quality * (0.6 if text.endswith(word) else 0.48))


def _add_parts(index: Index, word: str, found: Expansion) -> None:
    """Terms that are part of a word: Kinderreisepassverlängerung has Reisepass."""
    if len(word) < 8:
        return
    for term, text in zip(index.strong, index.strong_terms, strict=True):
        if len(text) >= 4 and text in word:
            _raise(found, term, 0.9 * len(text) / len(word))


def _add_typos(index: Index, asked: Asked, found: Expansion) -> None:
    most = _most_mistakes(len(asked.word))
    if not most:
        return
    near = process.extract(asked.word, index.strong_terms, scorer=OSA.distance, score_cutoff=most, limit=12)
    for text, distance, place in near:
        quality = 0.85 - 0.12 * distance - 0.2 * (text[0] != asked.word[0])
        _raise(found, index.strong[place], quality)
        _add_compounds(index, text, found, quality * 0.8)
    meant = process.extract(asked.word, index.synonyms.keys(), scorer=OSA.distance, score_cutoff=most, limit=3)
    for text, distance, _ in meant:
        for same in index.synonyms[text]:
            _add_word(index, same, found, 0.7 - 0.12 * distance)
    if not near and not meant:
        _add_open_typos(index, asked, found, most)


def _add_open_typos(index: Index, asked: Asked, found: Expansion, most: int) -> None:
    """Mistakes in a word that is not finished, or in a part of a compound."""
    size = len(asked.word)
    if size < 5:
        return
    for term, text in zip(index.strong, index.strong_terms, strict=True):
        if len(text) > size:
            distance = min(
                OSA.distance(asked.word, text[:size], score_cutoff=most),
                OSA.distance(asked.word, text[-size:], score_cutoff=most),
            )
            if distance <= min(most, 2):
                _raise(found, term, 0.6 - 0.12 * distance)


def _most_mistakes(length: int) -> int:
    if length < 4:
        return 0
    return 1 if length < 7 else 2 if length < 12 else 3


def _by_terms(index: Index, expansions: Sequence[Expansion]) -> dict[int, float]:
    per_word: list[tuple[float, dict[int, float]]] = []
    for expansion in expansions:
        best: dict[int, float] = {}
        for term, quality in expansion.items():
            for entry, weight in index.postings[term].items():
                worth = weight * quality * quality
                if worth > best.get(entry, 0.0):
                    best[entry] = worth
        rarity = log(1 + len(index.entries) / (1 + sum(w >= STRONG for w in best.values())))
        per_word.append((rarity, best))
    total = sum(rarity for rarity, _ in per_word) or 1.0
    scores: dict[int, float] = {}
    met: dict[int, float] = {}
    for rarity, best in per_word:
        for entry, worth in best.items():
            scores[entry] = scores.get(entry, 0.0) + worth * rarity / total
            met[entry] = met.get(entry, 0.0) + min(1.0, worth) * rarity / total
    return {entry: score * met[entry] for entry, score in scores.items()}


def _united(expansions: Sequence[Expansion]) -> Expansion:
    """The terms that any of the words can mean."""
    found: Expansion = {}
    for expansion in expansions:
        for term, quality in expansion.items():
            _raise(found, term, quality)
    return found


def _by_names(index: Index, entry: int, expansions: Sequence[Expansion], anyhow: Expansion, whole: str) -> float:
    """How well a title or alias is covered by the question, and the question by it; more for the very same text."""
    best = 0.0
    for weight, terms, text in index.names.get(entry, ()):
        if text == whole:
            best = max(best, weight * 5)
            continue
        met = [t for t in terms if t in anyhow]
        if not met:
            continue
        of_name = sum(anyhow[t] for t in met) / len(terms)
        of_question = sum(max(x.get(t, 0.0) for t in met) for x in expansions) / len(expansions)
        begun = weight * 0.5 if text.startswith(whole) else 0.0
        best = max(best, weight * of_name * of_question * 1.6 + begun)
    return best
