"""Which town a request is for: by host name, cached for 30 seconds; an unknown host is a 404 without a town."""

import time
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from rathaus.towns.models import Town

SECONDS = 30.0
MOST_HOSTS = 10_000
LONGEST_HOST = 253  # RFC 1035; longer ones would fill the cache

_towns: dict[str, tuple[float, Town | None]] = {}


def forget_hosts() -> None:
    """This will drop the cache of host names (after a town was made or renamed)."""
    _towns.clear()


def town_of_host(host: str) -> Town | None:
    """This will return the town of a host name without port; at most one query in 30 seconds."""
    now = time.monotonic()
    known = _towns.get(host)
    if known and known[0] > now:
        return known[1]
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    town: Town | None = Town.objects.filter(domains__domain=host).first()
    if len(_towns) >= MOST_HOSTS:
        _towns.clear()
    _towns[host] = (now + SECONDS, town)
    return town


def host_of(request: HttpRequest) -> str | None:
    """This will return the host name in lower case without its port, or None where the header is broken."""
    try:
        host = request.get_host().lower()
    except DisallowedHost:
        return None
    name = host if host.endswith("]") else host.rsplit(":", 1)[0].rstrip(".")
    return name if len(name) <= LONGEST_HOST else None


class TownMiddleware:
    """Enters the town of the request's host; the next request enters its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """This will answer inside the town, or with a 404 that names none."""
        host = host_of(request)
        town = town_of_host(host) if host else None
        if town is None:
            connection.set_schema_to_public()  # type: ignore[attr-defined]
            with translation.override(settings.LANGUAGE_CODE):
                return render(request, "ui/unknown_host.html", status=404)
        connection.set_tenant(town)  # type: ignore[attr-defined]
        request.tenant = town  # type: ignore[attr-defined]
        request.town = town  # type: ignore[attr-defined]
        return self.get_response(request)
