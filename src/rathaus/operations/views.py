"""Pages about how the house does: for operators in full, for everybody in a few calm words, for machines in one."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tenants.utils import schema_context
from prometheus_client import CONTENT_TYPE_LATEST

from rathaus.identity.gate import Admitted, for_right, show
from rathaus.identity.rights import Right
from rathaus.notifications.phones import CHANNEL
from rathaus.notifications.ports import is_served
from rathaus.notifications.queries import late_messages
from rathaus.operations import phones, probes
from rathaus.operations.exposition import exposition
from rathaus.towns.actions import inside
from rathaus.ui.states import shows, shows_no_page

SECTION = "operations:health"


@dataclass(frozen=True)
class Line:
    """One thing that people care about, and whether it works now."""

    title: str | Promise
    works: bool
    otherwise: str | Promise


@shows("well", "trouble")
@require_safe
@for_right(Right.OPERATE)
def health(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will show what every probe finds, of the house and of this town."""
    town, now = connection.schema_name, timezone.now()  # type: ignore[attr-defined]
    house = list(probes.of_house(at=now))
    with inside(town):
        findings = house + list(probes.of_town(at=now))
    connection.set_tenant(request.tenant)  # type: ignore[attr-defined]
    return show(request, who, "operations/health.html", {"findings": findings}, section=SECTION)


@shows("well", "trouble")
@never_cache
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """This will tell everybody what works now, by real probes; no figure and no name of a machine."""
    now = timezone.now()
    lines = [
        Line(_("Leistungen finden und freie Termine sehen"), _works(_free_times), _("Rufen Sie uns bitte an.")),
        Line(_("Termine buchen, verschieben, absagen"), _works(_free_times), _("Rufen Sie uns bitte an.")),
        Line(
            _("Bestätigungen und Erinnerungen per E-Mail"),
            _works(lambda: probes.worker(now).is_well and not late_messages(at=now, texts=False)),
            _("Ihr Termin gilt trotzdem. Die Nachricht kommt später."),
        ),
    ]
    if is_served(CHANNEL):
        lines.append(
            Line(
                _("Bestätigungen und Erinnerungen per SMS"),
                _works(lambda: probes.worker(now).is_well and phones.go_out(now)),
                _("Ihr Termin gilt trotzdem. Schreiben Sie sich die Zeit bitte auf."),
            )
        )
    return render(
        request, "operations/status.html", {"lines": lines, "now": now, "all_well": all(x.works for x in lines)}
    )


@shows_no_page("a word for load balancers")
@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """This will answer 200 when requests may come: the database answers and the towns are up to date; else 503."""
    now = timezone.now()
    try:
        with schema_context("public"):
            wrong = [] if probes.migrations(now).is_well else ["migrations"]
    except DatabaseError:
        wrong = ["database"]
    text = f"not ready: {', '.join(wrong)}\n" if wrong else "ready\n"
    return HttpResponse(text, content_type="text/plain", status=503 if wrong else 200)


@shows_no_page("figures for Prometheus")
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """This will answer figures of the house to whoever has the token, and 404 to all others."""
    token, given = settings.RATHAUS_METRICS_TOKEN, request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not constant_time_compare(given, token):
        raise Http404
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


def _works(probe: Callable[[], bool]) -> bool:
    try:
        return probe()
    except DatabaseError:
        return False


def _free_times() -> bool:
    """The very tables that the calendar reads."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT version, (SELECT max(day) FROM booking_daysheet) FROM booking_planversion")
        return cursor.fetchone() is not None
