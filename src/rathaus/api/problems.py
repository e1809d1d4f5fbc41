"""The one shape of an error (RFC 9457), in the caller's language."""

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.errors import ValidationError

from rathaus.core.errors import Text

PROBLEM = "application/problem+json"


def problem(status: int, title: Text, **more: object) -> HttpResponse:
    """This will answer with a problem; further members stand beside status and title."""
    said = {"type": "about:blank", "title": str(title), "status": status, **more}
    return HttpResponse(orjson.dumps(said), content_type=PROBLEM, status=status)


def not_allowed(allowed: str) -> HttpResponse:
    """This will answer that an address exists, but not for this method."""
    answer = problem(405, _("Das geht an dieser Adresse nicht."))
    answer.headers["Allow"] = allowed
    return answer


def invalid(_request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    """This will name every value that cannot be read; what was sent is not repeated."""
    found = error.errors if isinstance(error, ValidationError) else []
    errors = [{"at": ".".join(map(str, e["loc"])), "kind": e["type"]} for e in found]
    return problem(422, _("Diese Angaben passen nicht. Unter errors steht, welche."), errors=errors)
