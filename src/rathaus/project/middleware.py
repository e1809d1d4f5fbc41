"""Middleware of the project: who the client is, headers, calm answers when something is away."""

import ipaddress
import logging
from collections.abc import Callable
from functools import lru_cache

import psycopg
from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils import translation
from django.utils.translation import get_language_from_path
from django.utils.translation import gettext as _

from rathaus.core.errors import NotPermitted, TooManyTries
from rathaus.core.languages import languages_at, without_language
from rathaus.core.problems import page_or_problem
from rathaus.core.watch import note

log = logging.getLogger("rathaus.web")
Handler = Callable[[HttpRequest], HttpResponse]
# Closing a server-side cursor lets the driver's own errors through, which Django does not translate.
DATABASE_GONE = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)

# Refusals that belong to every view.
REFUSALS = (
    (TooManyTries, "ui/too_many.html", 429, "too-many-tries"),
    (NotPermitted, "ui/forbidden.html", 403, "forbidden"),
)

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self), payment=()",
}


class TrustedProxyMiddleware:
    """Takes address and scheme from forwarding headers only when a configured proxy sent them."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.networks = settings.RATHAUS_TRUSTED_PROXIES
        self._is_trusted = lru_cache(maxsize=1024)(self._is_in_networks)  # nearly always the one proxy

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """This will set REMOTE_ADDR and the scheme of a request that came through a trusted proxy."""
        meta = request.META
        forwarded = meta.pop("HTTP_X_FORWARDED_FOR", "")
        scheme = meta.pop("HTTP_X_FORWARDED_PROTO", "")
        if self.networks and self._is_trusted(meta.get("REMOTE_ADDR", "")):
            meta["REMOTE_ADDR"] = self._client(forwarded) or meta["REMOTE_ADDR"]
            if scheme == "https":
                meta["wsgi.url_scheme"] = "https"
                request.environ["wsgi.url_scheme"] = "https"  # type: ignore[attr-defined]
        return self.get_response(request)

    def _is_in_networks(self, address: str) -> bool:
        try:
            ip = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(ip in network for network in self.networks)

    def _client(self, forwarded: str) -> str | None:
        for part in reversed([p.strip() for p in forwarded.split(",") if p.strip()]):
            try:
                address = str(ipaddress.ip_address(part))
            except ValueError:
                return None
            if not self._is_trusted(address):
                return address
        return None


class LanguageMiddleware:
    """Speaks the language that the address names; at the desk one of staff, else the desk's German page follows.

    Django's own middleware would also ask cookie and browser: an address without a language is German for everybody.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """This will answer in the language of the page, or lead from a language of citizens to the desk in German."""
        code = get_language_from_path(request.path_info)
        if code and code.lower() not in languages_at(request.path_info):
            return HttpResponseRedirect(without_language(request.get_full_path()))
        translation.activate(code or settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response


class SecurityHeadersMiddleware:
    """Adds the headers that every answer carries; pages of the desk and of a person are never stored."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.headers = dict(HEADERS)
        if settings.RATHAUS_PUBLIC_SCHEME == "https":
            self.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """This will answer with the headers set."""
        response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class CalmFailureMiddleware:
    """Answers 503 with a calm page while the database is away; recovers with the next request."""

    def __init__(self, get_response: Handler) -> None:
        # Django wraps the next middleware so that whatever it raises becomes a 500 before we see it. We ask it itself:
        # it looks the town up, so it is the first to find the database gone.
        self.get_response: Handler = getattr(get_response, "__wrapped__", get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """This will answer, or say calmly that the house cannot be reached."""
        try:
            return self.get_response(request)
        except DATABASE_GONE as gone:
            return database_away(request, gone)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """This will turn a lost database inside a view into the calm page."""
        if isinstance(exception, DATABASE_GONE):
            return database_away(request, exception)
        return None


def database_away(request: HttpRequest, gone: Exception) -> HttpResponse:
    """This will render the 503 page without touching the database, and drop the broken connection."""
    # Only the kind: the text may name people. The driver's kinds tell more than Django's: DiskFull, AdminShutdown ...
    log.error("database away: %s", type(gone.__cause__ or gone).__name__)
    try:
        connection.close()
    except (DatabaseError, InterfaceError):
        log.warning("the broken connection could not be closed")
    title = _("Das Rathaus ist gerade nicht erreichbar.")
    response = page_or_problem(request, "ui/away.html", status=503, title=title, code="away")
    response.headers["Retry-After"] = "20"
    return response


class MessagesOfRefusalMiddleware:
    """Turns refusals that no view caught into pages: too many tries (429), not permitted (403)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """This will pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """This will answer the refusals that belong to every view."""
        for kind, template, status, code in REFUSALS:
            if isinstance(exception, kind):
                if kind is NotPermitted:
                    note("forbidden", request.resolver_match.view_name if request.resolver_match else "")
                title = exception.message
                return page_or_problem(request, template, {"message": title}, status=status, title=title, code=code)
        return None
