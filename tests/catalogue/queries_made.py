"""Counting queries: what the application asks, without the search path that servers before 18 are sent."""

from django.test.utils import CaptureQueriesContext


def count(captured: CaptureQueriesContext) -> int:
    """This will return how many queries were asked."""
    return sum(not str(query["sql"]).startswith("SET search_path") for query in captured.captured_queries)
