"""Which of several languages a text is shown in."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from django.db.models import Case, IntegerField, Value, When

FALLBACK = "de"


class HasLanguage(Protocol):
    """A row of words in one language."""

    language: str


Words = TypeVar("Words", bound=HasLanguage)


def preference(language: str, field: str = "language") -> Case:
    """This will return an expression that sorts the wanted language first, then German, then others."""
    return Case(
        When(**{field: language}, then=Value(0)),
        When(**{field: FALLBACK}, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )


def best(texts: Iterable[Words], language: str) -> Words | None:
    """This will return the words in the language, else in German, else in any, else None."""
    order = {FALLBACK: 1, language: 0}
    return min(texts, key=lambda t: order.get(t.language, 2), default=None)
