"""A town in production opens to the public when it says who it is, what happens with data, and who can use it."""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from rathaus.core.kept import Kept
from rathaus.core.keys import current_town
from rathaus.core.languages import without_language
from rathaus.core.problems import page_or_problem
from rathaus.offices.queries import missing_texts

STAFF_AND_MACHINES = (
    "/desk/",
    "/health/",
    "/ready/",
    "/status/",
    "/static/",
    "/.well-known/",
    "/stadt.css",
    "/wappen",
)
SECONDS = 10.0  # so long a town that just opened is still told to be closed, and the other way round
RETRY_AFTER = 3600

_open: Kept[str, float] = Kept(2000)  # town -> until when it counts as open


class DoorsMiddleware:
    """Answers 503 to the public while a needed text is missing; the desk and the administration work."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """This will pass the request on, or say that the town is not open yet."""
        if (
            not settings.IS_PRODUCTION
            or without_language(request.path_info).startswith(STAFF_AND_MACHINES)
            or _is_open()
        ):
            return self.get_response(request)
        title = _("Dieses Rathaus ist noch nicht geöffnet.")
        answer = page_or_problem(request, "portal/closed.html", status=503, title=title, code="closed")
        answer.headers["Retry-After"] = str(RETRY_AFTER)
        return answer


def forget_doors() -> None:
    """This will have every town looked at again."""
    _open.clear()


def _is_open() -> bool:
    town, now = current_town(), time.monotonic()
    if (_open.get(town) or 0.0) > now:
        return True
    if missing_texts():
        return False
    _open.put(town, now + SECONDS)
    return True
