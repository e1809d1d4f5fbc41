"""Words that a town writes for its messages: plain text with named marks, filled in once, never run as a template."""

import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from django.db.models import Q

from rathaus.notifications.models import Wording
from rathaus.notifications.segments import segments

FALLBACK = "de"
LONGEST: dict[str, int] = {"subject": 150, "body": 4000, "addition": 2000}
LONGEST_TEXT = 600  # of an SMS, with its marks
PARTS_TO_WRITE = 3  # so many an SMS may have as an example when it is written,
MOST_PARTS = 4  # and so many when it goes out, where a place or a date may be longer
KEPT = 20  # versions of one text
MARK = re.compile(r"\{([a-zäöüß_]{1,30})\}")
log = logging.getLogger("rathaus.notifications")

Drafts = Mapping[int | None, "Words"]
Part = Literal["subject", "body", "addition"]
PARTS: tuple[Part, ...] = ("subject", "body", "addition")


@dataclass(frozen=True)
class WordKind:
    """A kind of message: the marks that its words may hold, and those without which the body says too little."""

    code: str
    marks: tuple[str, ...]
    needed: tuple[str, ...] = ()
    is_text: bool = False  # an SMS: a body alone, of few parts


@dataclass(frozen=True)
class Words:
    """The words of a message, as written or filled in; what is empty is left to us."""

    subject: str = ""
    body: str = ""
    addition: str = ""


@dataclass(frozen=True)
class Flaw:
    """Why words cannot be sent, in which part, and about what."""

    part: Part
    reason: Literal["unknown", "brace", "needed", "long", "lines", "mail", "parts"]
    what: str


@dataclass(frozen=True)
class OwnWords:
    """What the town says in a message: subject and paragraphs in place of ours ("" and (): ours), then additions.

    An addition comes with its language: one that is only there in German is better than none.
    """

    subject: str = ""
    paragraphs: tuple[str, ...] = ()
    additions: tuple[tuple[str, str], ...] = ()


def flaws(kind: WordKind, words: Words, example: Mapping[str, str] | None = None) -> list[Flaw]:
    """This will return why the words cannot be sent; nothing when they can.

    With the values of an example, an SMS must also have few parts.
    """
    found = [flaw for part in PARTS for flaw in _flaws_of(kind, part, getattr(words, part))]
    if words.body:
        missing = [mark for mark in kind.needed if f"{{{mark}}}" not in words.body]
        found += [Flaw("body", "needed", f"{{{mark}}}") for mark in missing]
    if kind.is_text and example and not found and segments(fill(words.body, example)) > PARTS_TO_WRITE:
        found.append(Flaw("body", "parts", str(PARTS_TO_WRITE)))
    return found


def fill(text: str, values: Mapping[str, str]) -> str:
    """This will put the values in place of their marks; what a value holds is never read as a mark again.

    :raises KeyError: for a mark without a value.
    """
    return MARK.sub(lambda found: values[found[1]], text)


def paragraphs(text: str) -> tuple[str, ...]:
    """This will return the paragraphs of a text, which blank lines part; an empty one is left out."""
    parts = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n"))
    return tuple(part.strip() for part in parts if part.strip())


def own_words(kind: WordKind, language: str, office_id: int, values: Mapping[str, str], drafts: Drafts) -> OwnWords:
    """This will return what the town says in a message (1 query); words with a flaw are passed over.

    Drafts in this language, by office (None: the town), stand in place of what is stored.
    """
    stored = newest(kind.code, (language, FALLBACK), office_id)
    stored |= {(language, place): draft for place, draft in drafts.items()}
    sound = {key: words for key, words in stored.items() if _is_sound(kind, words)}
    town = sound.get((language, None), Words())
    return OwnWords(
        subject=" ".join(fill(town.subject, values).split()),
        paragraphs=paragraphs(fill(town.body, values)),
        additions=tuple(
            (code, text)
            for place in dict.fromkeys((None, office_id))
            for code, text in _addition(sound, language, place, values)
        ),
    )


def own_text(kind: WordKind, language: str, values: Mapping[str, str], drafts: Drafts) -> str:
    """This will return what the town says in an SMS (1 query), "" where ours goes out.

    Words with a flaw are passed over, and those that make too many parts this time.
    """
    words = drafts.get(None) or newest(kind.code, (language,), None).get((language, None), Words())
    if not words.body or not _is_sound(kind, words):
        return ""
    text = fill(words.body, values)
    if segments(text) > MOST_PARTS:
        log.warning("the words of the town are passed over: %s has too many parts", kind.code)
        return ""
    return text


def newest(kind: str, languages: Iterable[str], office_id: int | None) -> dict[tuple[str, int | None], Words]:
    """This will return the words that count, of the town and of one office, by language and office (1 query)."""
    rows = Wording.objects.filter(kind=kind, language__in=set(languages))
    rows = rows.filter(Q(office=None) | Q(office=office_id))
    found = rows.order_by("language", "office_id", "-pk").distinct("language", "office_id")
    return {(row.language, row.office_id): words_of(row) for row in found}


def broken(kinds: Mapping[str, WordKind]) -> list[Wording]:
    """This will return the words that count but are passed over since they have a flaw (1 query)."""
    rows = Wording.objects.select_related("office").prefetch_related("office__texts")
    rows = rows.order_by("kind", "language", "office_id", "-pk").distinct("kind", "language", "office_id")
    return [row for row in rows if row.kind not in kinds or flaws(kinds[row.kind], words_of(row))]


def words_of(row: Wording) -> Words:
    """This will return the words of a version."""
    return Words(row.subject, row.body, row.addition)


def _is_sound(kind: WordKind, words: Words) -> bool:
    found = flaws(kind, words)
    if found:
        log.warning("the words of the town are passed over: %s %s", kind.code, found[0].reason)
    return not found


def _addition(
    sound: Mapping[tuple[str, int | None], Words], language: str, place: int | None, values: Mapping[str, str]
) -> list[tuple[str, str]]:
    for code in (language, FALLBACK):
        words = sound.get((code, place))
        if words is not None and words.addition:
            return [(code, text) for text in paragraphs(fill(words.addition, values))]
    return []


def _flaws_of(kind: WordKind, part: Part, text: str) -> list[Flaw]:
    found = [
        Flaw(part, "unknown", f"{{{mark}}}") for mark in dict.fromkeys(MARK.findall(text)) if mark not in kind.marks
    ]
    rest = re.search(r"\S*[{}]\S*", MARK.sub("", text))
    if rest:
        found.append(Flaw(part, "brace", rest[0]))
    longest = LONGEST_TEXT if kind.is_text else LONGEST[part]
    if len(text) > longest:
        found.append(Flaw(part, "long", str(longest)))
    if kind.is_text and text and part != "body":
        found.append(Flaw(part, "mail", ""))
    if part == "subject" and len(text.splitlines()) > 1:
        found.append(Flaw(part, "lines", ""))
    return found
