"""The one shape of an error that programs get (RFC 9457), in the caller's language."""

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from rathaus.core.errors import Text

PROBLEM = "application/problem+json"
FOR_PROGRAMS = "/api/"


def is_for_programs(request: HttpRequest) -> bool:
    """Whether the address is one that programs ask, so that errors are problems and no pages."""
    return request.path_info.startswith(FOR_PROGRAMS)


def problem(status: int, title: Text, **more: object) -> HttpResponse:
    """This will answer with a problem; further members stand beside type, title and status."""
    said = {"type": "about:blank", "title": str(title), "status": status, **more}
    return HttpResponse(orjson.dumps(said), content_type=PROBLEM, status=status)


def page_or_problem(
    request: HttpRequest,
    template: str,
    context: dict[str, object] | None = None,
    *,
    status: int,
    title: Text,
    code: str,
) -> HttpResponse:
    """This will answer an error: a person gets the page, a program the problem."""
    if is_for_programs(request):
        return problem(status, title, code=code)
    return render(request, template, context, status=status)


def not_allowed(allowed: str) -> HttpResponse:
    """This will answer that an address exists, but not for this method."""
    answer = problem(405, _("Das geht an dieser Adresse nicht."), code="method-not-allowed")
    answer.headers["Allow"] = allowed
    return answer
