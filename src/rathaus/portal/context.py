"""What every page's frame shows besides the links that `ui` knows."""

from typing import Any

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """This will return the town of the request, None on pages without one (no query: the middleware has it)."""
    return {"town": getattr(request, "town", None)}
