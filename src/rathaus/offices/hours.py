"""Opening hours as people write them: "8–12, 14–18 Uhr" to spans and back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from itertools import pairwise

MOST_SPANS = 4
CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?"
SPAN = re.compile(rf"{CLOCK}(?:\s*uhr)?\s*(?:-|–|—|bis)\s*{CLOCK}(?:\s*uhr)?", re.IGNORECASE)
BETWEEN = re.compile(r"\s*(?:,|;|und|\s)\s*", re.IGNORECASE)


class NotReadable(ValueError):
    """What was written is no list of spans in order."""


@dataclass(frozen=True, order=True)
class Span:
    """Open from a time to another."""

    opens: time
    closes: time


def read_spans(text: str) -> tuple[Span, ...]:
    """This will read what somebody wrote for one day; nothing for an empty text.

    :raises NotReadable: for anything else than up to four spans that follow each other.
    """
    found, at = [], 0
    text = text.strip()
    while at < len(text):
        span = SPAN.match(text, at)
        if span is None:
            raise NotReadable
        found.append(_span(span))
        gap = BETWEEN.match(text, span.end())
        at = gap.end() if gap else len(text) if span.end() == len(text) else -1
        if at < 0:
            raise NotReadable
    if len(found) > MOST_SPANS or any(a.closes > b.opens for a, b in pairwise(found)):
        raise NotReadable
    return tuple(found)


def write_spans(spans: Sequence[Span]) -> str:
    """This will write spans as `read_spans` reads them."""
    return ", ".join(f"{_clock(one.opens)}–{_clock(one.closes)}" for one in spans)


def _span(found: re.Match[str]) -> Span:
    first, first_minutes, last, last_minutes = found.groups(default="0")
    try:
        span = Span(time(int(first), int(first_minutes)), time(int(last), int(last_minutes)))
    except ValueError as error:
        raise NotReadable from error
    if span.opens >= span.closes:
        raise NotReadable
    return span


def _clock(at: time) -> str:
    return f"{at.hour}" if at.minute == 0 else f"{at.hour}:{at.minute:02}"
