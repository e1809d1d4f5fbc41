"""Counting queries: what the application asks, without the search path that servers before 18 are sent."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext


def count(captured: CaptureQueriesContext) -> int:
    """This will return how many queries were asked."""
    return sum(not str(query["sql"]).startswith("SET search_path") for query in captured.captured_queries)


@contextmanager
def exactly(number: int) -> Iterator[None]:
    """This will fail when the block asks another number of queries."""
    with CaptureQueriesContext(connection) as captured:
        yield
    assert count(captured) == number, captured.captured_queries


@contextmanager
def at_most(number: int) -> Iterator[None]:
    """This will fail when the block asks more queries."""
    with CaptureQueriesContext(connection) as captured:
        yield
    assert count(captured) <= number, captured.captured_queries
