"""What the data protection officer does; every look at a person and every erasure leaves an event."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from rathaus.audit.actions import Entry, person, record
from rathaus.core.errors import NotPermitted, Refused
from rathaus.core.ids import uuid7
from rathaus.core.persons import Asked
from rathaus.identity.models import Staff
from rathaus.identity.queries import Actor, member_behind
from rathaus.identity.rights import Right
from rathaus.protection.queries import Found, found, with_trails


class NobodyThere(Refused):
    """No account of the town has this pseudonym."""


@dataclass(frozen=True)
class Erased:
    """How many things went, and what was said of those that could not."""

    number: int
    refused: tuple[str, ...]


def look(*, asked: Asked, purpose: str, by: Actor, at: datetime) -> list[Found]:
    """This will return everything held about a person, and leave one event of it, also where nothing is.

    :raises rathaus.core.errors.NotPermitted: for anybody but the data protection officer.
    """
    _check(by)
    things = with_trails(found(asked, at=at))
    _tell([thing.held.key for thing in things], purpose, by, at, (("by", asked.kind.value),))
    return things


def erase(*, asked: Asked, keys: Collection[str], ends: bool, by: Actor, at: datetime) -> Erased:
    """This will erase those of the keys that are held about the person and may go, each in its own transaction.

    `ends`: what is still to come is called off and erased; else it is left alone. What is gone already is passed over,
    so that a second try finishes a first one that broke off.

    :raises rathaus.core.errors.NotPermitted: for anybody but the data protection officer.
    """
    _check(by)
    number, refused = 0, []
    for thing in found(asked, at=at):
        if thing.held.key not in keys or not thing.may_go or (thing.is_to_come and not ends):
            continue
        try:
            thing.holding.erase(thing.held.key, by=by.pseudonym, at=at)
        except Refused as no:
            refused.append(f"{thing.held.title}: {no.message}")
        else:
            number += 1
    return Erased(number, tuple(refused))


def restrict(*, asked: Asked, keys: Collection[str], ground: str, by: Actor, at: datetime) -> int:
    """This will restrict those of the keys that are held about the person; without a ground it lifts that instead.

    Returns how many changed. Each in a transaction of its own, with an event in its trail.

    :raises rathaus.core.errors.NotPermitted: for anybody but the data protection officer.
    """
    _check(by)
    changed = 0
    for thing in found(asked, at=at):
        restrict_one = thing.holding.restrict
        if thing.held.key in keys and restrict_one is not None and thing.can_be_restricted:
            changed += restrict_one(thing.held.key, ground=ground, by=by.pseudonym, at=at)
    return changed


def resolve(*, pseudonym: str, ground: str, reason: str, by: Actor, at: datetime) -> Staff:
    """This will tell which member of staff a pseudonym of the trail stands for; the reason stays in the trail.

    :raises NobodyThere: for a pseudonym of nobody; the try leaves its event all the same.
    :raises rathaus.core.errors.NotPermitted: for anybody but the data protection officer.
    """
    _check(by)
    member = member_behind(pseudonym)
    _tell([pseudonym], "protection.resolve", by, at, (("ground", ground), ("reason", reason)))
    if member is None:
        raise NobodyThere(pseudonym, field="wer")
    return member


def _check(by: Actor) -> None:
    if not by.may(Right.PROTECT):
        raise NotPermitted("")


def _tell(keys: Iterable[str], purpose: str, by: Actor, at: datetime, facts: tuple[tuple[str, str], ...]) -> None:
    persons = tuple(sorted({person(key) for key in keys}))
    record([Entry(f"read/{uuid7()}", 1, at, by.pseudonym, purpose, purpose, persons, facts, kind="read")])
