"""Where data of persons are held: each app registers it, so that everything about one person can be found and erased.

Rights of a person: access (Art. 15 GDPR), a copy to take along (Art. 20), erasure (Art. 17), restriction (Art. 18). The
pages of the data protection officer (`protection`) work through all holdings; an app that holds more joins by
`hold_persons`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from django.utils.functional import Promise

Text = str | Promise


class Kind(StrEnum):
    """By what a person is asked for."""

    EMAIL = "email"
    MOBILE = "mobile"
    REFERENCE = "reference"


@dataclass(frozen=True)
class Asked:
    """What exactly is looked for: an e-mail address in small letters, a number as E.164, a reference."""

    kind: Kind
    value: str


class Fate(StrEnum):
    """What erasure does with something that is held."""

    GOES = "goes"  # now
    ENDS_FIRST = "ends-first"  # what is still to come is called off, then it goes; or it waits
    STAYS = "stays"  # a rule keeps it, until the day that is told
    GONE = "gone"  # nothing of the person is left in it


@dataclass(frozen=True)
class Fact:
    """One thing known: its name for machines, its name for people, what is known."""

    name: str
    label: Text
    value: str | tuple[str, ...]

    @property
    def is_list(self) -> bool:
        """Whether several things are known."""
        return isinstance(self.value, tuple)


@dataclass(frozen=True)
class Held:
    """One thing held about a person; `key` is also the stream of the trail that tells of it."""

    key: str
    title: str
    facts: tuple[Fact, ...]
    fate: Fate
    why: Text  # by which rule it goes or stays
    until: date | None = None  # the first day without it, where that is known
    restricted_at: datetime | None = None  # since when it is only kept (Art. 18 GDPR)


class Find(Protocol):
    """Looks for a person."""

    def __call__(self, asked: Asked, *, at: datetime) -> list[Held]:
        """This will return what is held, by exact match only."""


class Erase(Protocol):
    """Erases one thing."""

    def __call__(self, key: str, *, by: str, at: datetime) -> None:
        """This will erase what `Find` said may go (called off first where it is still to come), in one transaction.

        `by` is the pseudonym of who asked for it.

        :raises rathaus.core.errors.Refused: when it may not go any more.
        """


class Restrict(Protocol):
    """Restricts the processing of one thing, or lifts that."""

    def __call__(self, key: str, *, ground: str, by: str, at: datetime) -> bool:
        """This will restrict it on a ground of Art. 18 (1) GDPR, "" to lift; False when it is so already."""


class Restricted(Protocol):
    """Tells what is restricted."""

    def __call__(self, *, at: datetime) -> list[Held]:
        """This will return what is restricted now, without facts about the persons."""


@dataclass(frozen=True)
class Holding:
    """A place where data of persons are: what they are, their columns ("app.model.field"), finding and erasing.

    Where work is done with them day by day, it can also be restricted, which says what is.
    """

    name: str
    data: Text
    columns: frozenset[str]
    find: Find
    erase: Erase
    restrict: Restrict | None = None
    restricted: Restricted | None = None


_holdings: dict[str, Holding] = {}


def hold_persons(holding: Holding) -> None:
    """This will register a holding; doing so again replaces it (an app's `ready` calls this)."""
    _holdings[holding.name] = holding


def holdings() -> list[Holding]:
    """This will return every holding, by name."""
    return [_holdings[name] for name in sorted(_holdings)]
