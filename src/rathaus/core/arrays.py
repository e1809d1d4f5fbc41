"""PostgreSQL arrays in their own words: on a hot path the driver's way of quoting costs more than the statement."""

from collections.abc import Iterable


def array_of(items: Iterable[object]) -> str:
    """This will return an array literal of numbers, times or keys of our own; never of what people typed.

    Nothing in it is escaped. None is NULL; the statement names the type (`%s::text[]`).
    """
    return "{" + ",".join("NULL" if item is None else f'"{item}"' for item in items) + "}"
