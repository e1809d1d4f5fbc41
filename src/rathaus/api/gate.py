"""The gate of every operation: method, language, key and scope, limits, once only. Sessions count for nothing here."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page

from rathaus.api import appointments, idempotency, problems
from rathaus.api.keys import client_of
from rathaus.api.models import ApiClient, Scope
from rathaus.booking.views.reading import network_of
from rathaus.core.errors import TooManyTries
from rathaus.core.limits import Limit, spend
from rathaus.ui.states import shows_no_page

View = Callable[..., HttpResponse]
READS = Limit("api-read", most=600, seconds=60)  # of a network, without a key
MINUTE, HOLD_SECONDS = 60, 600  # of a client's own limits
JSON = "application/json"


def read(view: View, *scopes: str) -> View:
    """This will serve, with an ETag, what everybody may read, or what a client needs one of the scopes for."""

    @shows_no_page("JSON")
    @csrf_exempt  # no session is looked at, and no other method does anything
    @wraps(view, updated=())
    @conditional_page
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with _language(request):
            if request.method not in {"GET", "HEAD"}:
                return problems.not_allowed("GET, HEAD")
            refused = _admit(request, scopes) if scopes else _counted(request)
            found = refused or _as_get(view, request, *args, **kwargs)
        return _private(found) if scopes else _public(found)

    return answer


def write(view: View, scope: str, *, holds: bool = False) -> View:
    """This will let a client with the scope do something, once for each Idempotency-Key."""

    @shows_no_page("JSON")
    @csrf_exempt  # the key in the header is what a page of somebody else cannot send
    @wraps(view, updated=())
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with _language(request):
            if request.method != "POST":
                return _private(problems.not_allowed("POST"))
            refused = _admit(request, [scope], holds=holds) or _read_body(request)
            if refused:
                return _private(refused)

            def perform() -> tuple[HttpResponse, UUID | None]:
                found = view(request, *args, **kwargs)
                return found, getattr(request, "api_appointment", None)

            client: ApiClient = request.api_client  # type: ignore[attr-defined]
            return _private(idempotency.once(request, client, at=timezone.now(), perform=perform, again=_again))

    return answer


def _admit(request: HttpRequest, scopes: Sequence[str], *, holds: bool = False) -> HttpResponse | None:
    seconds = MINUTE
    try:
        client = _count(request)
        if client is None:
            return problems.no_key()
        if not set(scopes) & set(client.scopes):
            return problems.key_may_not(scopes[0])
        if holds:
            seconds = HOLD_SECONDS
            spend(Limit("api-hold", most=client.most_holds, seconds=seconds), str(client.pk), at=timezone.now())
    except TooManyTries as refused:
        return problems.too_many(refused, seconds)
    request.api_client = client  # type: ignore[attr-defined]
    return None


def _counted(request: HttpRequest) -> HttpResponse | None:
    try:
        _count(request)
    except TooManyTries as refused:
        return problems.too_many(refused, READS.seconds)
    return None


def _count(request: HttpRequest) -> ApiClient | None:
    """Counts a request for the client of its key, else for its network.

    :raises TooManyTries: when that may not ask again now.
    """
    now = timezone.now()
    client = client_of(request.headers.get("Authorization", ""), at=now)
    if client is None:
        spend(READS, network_of(request), at=now)
    else:
        spend(Limit("api-key", most=client.most_requests, seconds=MINUTE), str(client.pk), at=now)
    return client


def _read_body(request: HttpRequest) -> HttpResponse | None:
    """A body is JSON, or there is none where none is needed."""
    if not request.body:
        return None
    if request.content_type != JSON:
        return problems.not_json()
    return None


def _again(appointment_id: UUID | None, status: int) -> HttpResponse:
    try:
        found = appointments.shown(appointments.of_id(appointment_id), at=timezone.now())
    except appointments.NoSuchAppointment:
        return problems.unknown()
    return HttpResponse(orjson.dumps(found.dict()), content_type=f"{JSON}; charset=utf-8", status=status)


def _as_get(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    asked, request.method = request.method, "GET"
    found = view(request, *args, **kwargs)
    request.method = asked
    return found


def _language(request: HttpRequest) -> translation.override:
    return translation.override(translation.get_language_from_request(request))


def _public(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "no-cache"
    patch_vary_headers(answer, ["Accept-Language"])
    return answer


def _private(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "no-store"
    patch_vary_headers(answer, ["Authorization", "Accept-Language"])
    return answer


BOOK, CHANGE = Scope.BOOK.value, Scope.CHANGE.value
