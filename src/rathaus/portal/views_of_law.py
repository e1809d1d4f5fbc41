"""Pages that the law asks for: who answers for these pages, what happens with data, how everybody can use them."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.core.errors import TooManyTries
from rathaus.core.limits import Limit, spend
from rathaus.core.retention import rules
from rathaus.identity.known_browser import COOKIE as KNOWN
from rathaus.identity.provider.trip import COOKIE as TRIP
from rathaus.identity.rules import network_of
from rathaus.offices.models import LegalText
from rathaus.offices.queries import legal_texts, place
from rathaus.offices.rules import LANDS
from rathaus.portal.actions import report_barrier
from rathaus.portal.forms import BarrierForm
from rathaus.portal.queries import offices as of_offices
from rathaus.portal.views import crumbs, language, page, unreviewed
from rathaus.ui.states import shows, shows_no_page

A_YEAR = timedelta(days=365)
REPORTS = Limit("barrier", most=5, seconds=3600)


@shows("written", "missing")
@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    """This will show who answers for these pages."""
    return _legal(request, LegalText.Kind.IMPRINT, _("Impressum"))


@shows("written", "missing")
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """This will show which data a booking takes, why, and for how long (Article 13 GDPR)."""
    return _legal(request, LegalText.Kind.PRIVACY, _("Datenschutz"), rules=rules())


@shows("written", "missing")
@require_safe
def easy(request: HttpRequest) -> HttpResponse:
    """This will explain these pages in Leichte Sprache (§ 4 BITV 2.0): the town's own text, or a visible gap."""
    return _legal(request, LegalText.Kind.EASY, _("Leichte Sprache"))


@shows("written", "missing")
@require_safe
def sign(request: HttpRequest) -> HttpResponse:
    """This will explain these pages in sign language (§ 4 BITV 2.0): the town's own text, or a visible gap."""
    return _legal(request, LegalText.Kind.SIGN, _("Gebärdensprache"))


@shows_no_page("a file for those who find a way in")
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """This will tell whom to write to about a way in (RFC 9116); a town without an address has none to tell."""
    email = place().email
    if not email:
        raise Http404
    end = (timezone.now() + A_YEAR).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [f"Contact: mailto:{email}", f"Expires: {end:%Y-%m-%dT%H:%M:%SZ}", "Preferred-Languages: de, en"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@shows("all")
@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    """This will name every cookie that these pages set (§ 25 (2) TDDDG: necessary ones only)."""
    title = _("Cookies")
    kept, safe = (
        _("hält Ihre Buchung zusammen, und bei Beschäftigten die Anmeldung"),
        _("sorgt dafür, dass Formulare nur von unseren Seiten kommen"),
    )
    named = [
        (settings.SESSION_COOKIE_NAME, kept, _("10 Stunden")),
        (settings.CSRF_COOKIE_NAME, safe, _("1 Jahr")),
        (TRIP, _("führt Beschäftigte zurück, die sich mit dem Konto ihrer Stadt anmelden"), _("10 Minuten")),
        (KNOWN, _("erkennt den Browser von Beschäftigten, damit niemand anders sie aussperrt"), _("180 Tage")),
    ]
    return page(request, "cookies", {"crumbs": crumbs((title, "")), "title": title, "cookies": named})


@shows("written", "missing", "errors", "sent")
@require_http_methods(["GET", "HEAD", "POST"])
def accessibility(request: HttpRequest) -> HttpResponse:
    """This will show the accessibility statement, and take reports of barriers (§ 12b BGG)."""
    form = BarrierForm(request.POST or None, initial={"page": request.GET.get("seite", "")[:300]})
    if request.method == "POST" and form.is_valid():
        try:
            _report(request, form)
        except TooManyTries as refused:
            form.add_error(None, str(refused.message))
        else:
            return redirect(f"{request.path}?gesendet=1")
    written = {kind for kind, _language in legal_texts()}
    return _legal(
        request,
        LegalText.Kind.ACCESSIBILITY,
        _("Erklärung zur Barrierefreiheit"),
        form=form,
        is_sent=request.GET.get("gesendet") == "1",
        has_easy=LegalText.Kind.EASY in written,
        has_sign=LegalText.Kind.SIGN in written,
        land=LANDS.get(place().land, ""),
    )


def _report(request: HttpRequest, form: BarrierForm) -> None:
    now = timezone.now()
    spend(REPORTS, network_of(request.META.get("REMOTE_ADDR", "")), at=now)
    report_barrier(
        page=form.cleaned_data["page"], text=form.cleaned_data["text"], email=form.cleaned_data["email"],
        language=language(), at=now,
    )  # fmt: skip


def _legal(request: HttpRequest, kind: str, title: str, **more: Any) -> HttpResponse:
    text = of_offices.legal_text(kind, language())
    context = {
        "crumbs": crumbs((title, "")),
        "title": title,
        "text": text,
        "is_foreign": text is not None and text.language != language(),
        **unreviewed(request, text),
        "place": place(),
        **more,
    }
    return page(request, kind, context)
