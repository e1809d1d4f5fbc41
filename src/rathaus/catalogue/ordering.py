"""The order that people gave to things in a list. Pure."""

from collections.abc import Collection, Sequence


def moved(order: Sequence[int], among: Collection[int], one: int, *, up: bool) -> list[int]:
    """This will return the order after `one` has passed the next above (below) it of those `among`, which people see.

    What is at the end already, or not there, stays.
    """
    seen = [key for key in order if key in among or key == one]
    if one not in seen:
        return list(order)
    place = seen.index(one) + (-1 if up else 1)
    if not 0 <= place < len(seen):
        return list(order)
    rest = [key for key in order if key != one]
    at = rest.index(seen[place])
    return [*rest[: at if up else at + 1], one, *rest[at if up else at + 1 :]]
