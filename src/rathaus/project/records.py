"""A record of each request: a number that its log lines share, a line in the log, figures for Prometheus."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from rathaus.core.ids import uuid7
from rathaus.core.metrics import REQUESTS, SECONDS
from rathaus.project.log_format import request_number

log = logging.getLogger("rathaus.requests")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NOWHERE = "none"  # the route of an address that leads to no page


class RecordMiddleware:
    """Notes route, status and time of each answer; the address itself may hold a personal link and is never noted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """This will answer, and record how."""
        number = uuid7().hex
        token = request_number.set(number)
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            seconds = time.perf_counter() - began
            match = request.resolver_match
            route = (match.view_name if match else "") or NOWHERE
            method = request.method if request.method in METHODS else "other"
            REQUESTS.labels(route, method, str(response.status_code)).inc()
            SECONDS.labels(route).observe(seconds)
            response.headers["X-Request-ID"] = number
            if log.isEnabledFor(logging.INFO):
                town = getattr(getattr(request, "tenant", None), "schema_name", "")
                about = {"route": route, "method": method, "status": response.status_code, "town": town}
                log.info("answered", extra={"about": about | {"ms": round(seconds * 1000, 2)}})
            return response
        finally:
            request_number.reset(token)
