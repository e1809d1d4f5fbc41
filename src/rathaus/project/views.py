"""Answers that belong to no app: errors and health."""

from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rathaus.core.problems import is_for_programs, problem
from rathaus.ui.states import shows_no_page


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """This will say that the form was open too long, and how to go on."""
    if is_for_programs(request):
        return problem(403, _("Das ist hier nicht erlaubt."), code="forbidden")
    return render(request, "ui/form_too_old.html", status=403)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """This will say that the request is damaged (400) or too large (413), and how to go on."""
    is_too_large = isinstance(exception, RequestDataTooBig)
    if is_for_programs(request):
        title = _("Die Anfrage ist zu groß.") if is_too_large else _("Die Anfrage ist beschädigt.")
        return problem(413 if is_too_large else 400, title, code="too-large" if is_too_large else "unreadable")
    return render(request, "ui/unreadable.html", {"is_too_large": is_too_large}, status=413 if is_too_large else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """This will say that this is not permitted, without a reason that was not written for people."""
    if is_for_programs(request):
        return problem(403, _("Das ist hier nicht erlaubt."), code="forbidden")
    return render(request, "ui/forbidden.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """This will say kindly that there is no such page, with ways on."""
    if is_for_programs(request):
        return problem(404, _("Das gibt es hier nicht."), code="not-found")
    return render(request, "ui/not_found.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """This will say that we made a mistake, that it was noted, and what to do now."""
    if is_for_programs(request):
        return problem(500, _("Wir haben einen Fehler gemacht. Wir haben ihn notiert."), code="failed")
    return render(request, "ui/failed.html", status=500)


@shows_no_page("a word for load balancers")
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """This will answer 200 when the database answers (for load balancers)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")
