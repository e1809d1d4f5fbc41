"""Answers that belong to no app: errors and health."""

from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rathaus.core.problems import page_or_problem
from rathaus.core.watch import note
from rathaus.ui.states import shows_no_page


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """This will say that the form was open too long, and how to go on."""
    note("form from elsewhere", _route(request))
    return _not_permitted(request, "ui/form_too_old.html")


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """This will say that the request is damaged (400) or too large (413), and how to go on."""
    is_too_large = isinstance(exception, RequestDataTooBig)
    title = _("Die Anfrage ist zu groß.") if is_too_large else _("Die Anfrage ist beschädigt.")
    status, code = (413, "too-large") if is_too_large else (400, "unreadable")
    context: dict[str, object] = {"is_too_large": is_too_large}
    return page_or_problem(request, "ui/unreadable.html", context, status=status, title=title, code=code)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """This will say that this is not permitted, without a reason that was not written for people."""
    note("forbidden", _route(request))
    return _not_permitted(request, "ui/forbidden.html")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """This will say kindly that there is no such page, with ways on."""
    title = _("Das gibt es hier nicht.")
    return page_or_problem(request, "ui/not_found.html", status=404, title=title, code="not-found")


def failed(request: HttpRequest) -> HttpResponse:
    """This will say that we made a mistake, that it was noted, and what to do now."""
    title = _("Wir haben einen Fehler gemacht. Wir haben ihn notiert.")
    return page_or_problem(request, "ui/failed.html", status=500, title=title, code="failed")


def _route(request: HttpRequest) -> str:
    """The name of the page; its address may hold a personal link."""
    return request.resolver_match.view_name if request.resolver_match else ""


def _not_permitted(request: HttpRequest, template: str) -> HttpResponse:
    return page_or_problem(request, template, status=403, title=_("Das ist hier nicht erlaubt."), code="forbidden")


@shows_no_page("a word for load balancers")
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """This will answer 200 when the database answers (for load balancers)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")
