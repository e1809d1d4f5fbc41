"""Whether everybody booked can be seated: intervals onto seats with different skills (architecture, section 4).

A visit is never interrupted and keeps its seat. For seats alike the counts alone decide; for different ones
this is interval scheduling with eligibility, solved exactly by search over the order of starts. The search
is bounded; when the bound is reached the answer is "no" (a place is refused, never promised in vain).
"""

from collections.abc import Mapping, Sequence

MOST_STEPS = 20_000

VisitSpan = tuple[int, int, int]  # (first tick, ticks, resource id)


def can_be_seated(visits: Sequence[VisitSpan], seats: Mapping[int, frozenset[int]]) -> bool:
    """This will tell whether all visits find a seat (seat id to the resources it serves) without overlap."""
    ordered = sorted(visits, key=lambda v: (v[0], -v[1], v[2]))
    kinds = sorted(seats.values(), key=lambda s: (len(s), sorted(s)))
    free_from = [0] * len(kinds)
    return _place(ordered, 0, kinds, free_from, [0], set())


def _place(
    visits: Sequence[VisitSpan],
    index: int,
    kinds: Sequence[frozenset[int]],
    free_from: list[int],
    steps: list[int],
    dead: set[tuple[int, tuple[int, ...]]],
) -> bool:
    if index == len(visits):
        return True
    first, length, resource = visits[index]
    key = (index, tuple(_relevant(kinds, free_from, first)))
    steps[0] += 1
    if key in dead or steps[0] > MOST_STEPS:
        return False
    tried: set[tuple[frozenset[int], bool]] = set()
    for seat, serves in enumerate(kinds):
        if resource not in serves or free_from[seat] > first or (serves, True) in tried:
            continue
        tried.add((serves, True))
        before, free_from[seat] = free_from[seat], first + length
        if _place(visits, index + 1, kinds, free_from, steps, dead):
            return True
        free_from[seat] = before
    dead.add(key)
    return False


def _relevant(kinds: Sequence[frozenset[int]], free_from: Sequence[int], first: int) -> list[int]:
    """Seats of one kind that are free at `first` are alike: sort what differs, per kind."""
    grouped: dict[frozenset[int], list[int]] = {}
    for serves, until in zip(kinds, free_from, strict=True):
        grouped.setdefault(serves, []).append(max(until, first))
    return [value for serves in sorted(grouped, key=sorted) for value in sorted(grouped[serves])]
