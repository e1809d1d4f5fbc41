"""A process keeps what was used last, and no more than so many."""

from rathaus.core.kept import Kept


def test_the_one_not_used_for_longest_makes_room() -> None:
    kept: Kept[str, int] = Kept(2)
    kept.put("a", 1)
    kept.put("b", 2)
    kept.get("a")
    kept.put("c", 3)

    assert (kept.get("a"), kept.get("b"), kept.get("c"), len(kept)) == (1, None, 3, 2)


def test_a_newer_thing_takes_the_place_of_the_older() -> None:
    kept: Kept[str, int] = Kept(2)
    kept.put("a", 1)
    kept.put("a", 2)

    assert (kept.get("a"), len(kept)) == (2, 1)


def test_nothing_is_left_after_clearing() -> None:
    kept: Kept[str, int] = Kept(2)
    kept.put("a", 1)
    kept.clear()

    assert kept.get("a") is None
