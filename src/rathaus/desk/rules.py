"""Which service a clerk means by a few typed letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import combining, normalize


@dataclass(frozen=True)
class Offered:
    """A service that can be booked at an office: title and other words in the page's language."""

    service_id: int
    title: str
    minutes: int
    most_persons: int
    aliases: tuple[str, ...] = ()
    is_frequent: bool = False


def plain(text: str) -> str:
    """This will return a text as it is compared: without case, accents and needless spaces."""
    letters = (c for c in normalize("NFKD", text.casefold()) if not combining(c))
    return " ".join("".join(letters).split())


def meant(typed: str, offered: Sequence[Offered]) -> list[Offered]:
    """This will return the services that fit what was typed equally well: one, several, or none.

    A whole title comes before a whole alias, then beginnings of titles, beginnings of words, beginnings in aliases,
    and last what merely contains the letters. Of several that fit alike, the only frequent one is meant.
    """
    wanted = plain(typed)
    if not wanted:
        return []
    ranked = [(_rank(wanted, o), o) for o in offered]
    best = min((rank for rank, _o in ranked if rank is not None), default=None)
    found = [o for rank, o in ranked if rank is not None and rank == best]
    frequent = [o for o in found if o.is_frequent]
    return frequent if len(frequent) == 1 else found


def _rank(wanted: str, offered: Offered) -> int | None:
    title, aliases = plain(offered.title), [plain(a) for a in offered.aliases]
    tests = (
        wanted == title,
        wanted in aliases,
        title.startswith(wanted),
        _begins_words(wanted, title),
        any(_begins_words(wanted, alias) for alias in aliases),
        wanted in title,
    )
    return next((rank for rank, fits in enumerate(tests) if fits), None)


def _begins_words(wanted: str, text: str) -> bool:
    """Whether every typed word begins some word of the text."""
    words = text.replace("-", " ").replace(":", " ").replace(",", " ").split()
    return all(any(word.startswith(part) for word in words) for part in wanted.split())
