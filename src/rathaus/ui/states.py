"""Which states a page has, declared beside its view: each one is checked in a browser (tests/browser)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

V = TypeVar("V", bound=Callable[..., Any])
MARK = "rathaus_shows"  # in the view's __dict__, so that functools.wraps carries it through every decorator


@dataclass(frozen=True)
class Shown:
    """What a view answers with: a page in one of these states, or, for a reason, no page at all."""

    states: tuple[str, ...] = ()
    no_page: str = ""


def shows(*states: str) -> Callable[[V], V]:
    """This will declare the states of the page that a view shows; the view itself stays as it is.

    A state is what a person could tell apart: empty, found, nothing found, full, lost, with errors.
    """
    if not states:
        raise ValueError("a page has at least one state")
    return _declare(Shown(states=states))


def shows_no_page(reason: str) -> Callable[[V], V]:
    """This will declare that a view never shows a page of its own, and why."""
    if not reason:
        raise ValueError("why is it no page?")
    return _declare(Shown(no_page=reason))


def shown_by(view: Callable[..., Any]) -> Shown | None:
    """What a view has declared; None when it declares nothing."""
    found = getattr(view, MARK, None)
    return found if isinstance(found, Shown) else None


def _declare(shown: Shown) -> Callable[[V], V]:
    def mark(view: V) -> V:
        setattr(view, MARK, shown)
        return view

    return mark
