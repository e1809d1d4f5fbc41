"""Who stands behind an actor of the trail that is no person: an app whose programs act here names them."""

from collections.abc import Callable, Collection, Mapping

Namer = Callable[[Collection[int]], Mapping[int, str]]
_namers: dict[str, Namer] = {}


def name_actors(prefix: str, namer: Namer) -> None:
    """This will have the namer name actors `<prefix>/<number>`; again replaces it (an app's `ready` calls this)."""
    _namers[prefix] = namer


def names_of(actors: Collection[str]) -> dict[str, str]:
    """This will return the names of those actors that an app names (1 query for each app that has any)."""
    found: dict[str, str] = {}
    for prefix, namer in _namers.items():
        numbers = {int(tail) for actor in actors if (tail := _number(actor, prefix))}
        if numbers:
            found |= {f"{prefix}/{number}": name for number, name in namer(numbers).items()}
    return found


def _number(actor: str, prefix: str) -> str:
    head, _, tail = actor.partition("/")
    return tail if head == prefix and tail.isascii() and tail.isdigit() else ""
