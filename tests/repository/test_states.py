"""Every page declares its states beside its view, and each state is prepared for the browser's check."""

from collections.abc import Callable, Iterator
from functools import wraps
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import override

from rathaus.project.state import CHECKOUT
from rathaus.ui.states import shown_by, shows, shows_no_page
from tests.browser.states import all_preparations

ERROR_PAGES = CHECKOUT / "src" / "rathaus" / "ui" / "templates" / "ui"
FRAMES = {"administration", "bare", "desk", "page"}  # what pages extend
View = Callable[..., Any]


def views(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, View]]:
    """Every view of the URL configuration with the name of its page."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from views(entry, inner)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name or entry.pattern}", entry.callback


def all_views() -> dict[str, View]:
    with override("de"):
        return dict(views(get_resolver()))


def error_pages() -> set[str]:
    """The templates that are pages for themselves: what the house says when something is in the way."""
    return {path.stem for path in ERROR_PAGES.glob("*.html")} - FRAMES


def declared() -> set[tuple[str, str]]:
    """Every state of every page: of those with a URL as declared, of error pages one each."""
    of_urls = {(name, state) for name, view in all_views().items() for state in _states(view)}
    return of_urls | {(f"error:{name}", "shown") for name in error_pages()}


def _states(view: View) -> tuple[str, ...]:
    found = shown_by(view)
    return found.states if found else ()


def test_there_are_pages() -> None:
    assert {"portal:start", "booking:contact", "desk:today", "account_login"} <= set(all_views())


def test_every_view_declares_what_it_shows() -> None:
    silent = sorted(name for name, view in all_views().items() if shown_by(view) is None)
    assert not silent, f"add @shows(...) or @shows_no_page(...) of rathaus.ui.states to: {', '.join(silent)}"


def test_every_declared_state_is_prepared_and_no_other() -> None:
    prepared = set(all_preparations())
    assert sorted(declared() - prepared) == []
    assert sorted(prepared - declared()) == []


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_errors_of_django_get_a_page_of_ours(status: int) -> None:
    module = get_resolver().resolve_error_handler(status).__module__
    assert module == "rathaus.project.views"


def test_a_form_without_its_token_gets_a_page_of_ours() -> None:
    module, _dot, name = settings.CSRF_FAILURE_VIEW.rpartition(".")
    assert module == "rathaus.project.views"
    assert callable(getattr(import_module(module), name))


def test_what_a_view_declares_survives_its_decorators() -> None:
    @shows("empty", "found")
    def view() -> str:
        return "page"

    @wraps(view)
    def decorated() -> str:
        return view()

    declared_states = shown_by(decorated)
    assert declared_states is not None
    assert declared_states.states == ("empty", "found")
    assert decorated() == "page"


def test_a_page_has_states_and_what_is_no_page_a_reason() -> None:
    with pytest.raises(ValueError, match="at least one state"):
        shows()
    with pytest.raises(ValueError, match="why"):
        shows_no_page("")
