"""Sign-in by the town's own account (OpenID Connect): there, back, and out again."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from rathaus.core.errors import Refused, TooManyTries
from rathaus.core.outbound import NotReachable
from rathaus.core.watch import note
from rathaus.identity import actions
from rathaus.identity.half_way import remember, safe_next
from rathaus.identity.models import Provider, Staff
from rathaus.identity.provider import trip as trips
from rathaus.identity.provider.rules import Known, not_believed
from rathaus.identity.provider.talk import address_of_sign_in, described, logged_out, whom, with_query
from rathaus.identity.queries import has_second_factor, provider_in_use
from rathaus.identity.rules import network_of
from rathaus.identity.sign_in_pages import first_page, let_in
from rathaus.ui.states import shows, shows_no_page

LONGEST_TOKEN = 8000


def return_address(request: HttpRequest) -> str:
    """This will return the one address that the provider leads back to; it is registered there, word for word."""
    with translation.override("de"):
        return request.build_absolute_uri(reverse("account_provider_return"))


def logout_address(request: HttpRequest) -> str:
    """This will return where the provider tells who is no longer signed in there (back-channel logout)."""
    with translation.override("de"):
        return request.build_absolute_uri(reverse("account_provider_logout"))


@shows_no_page("it only leads elsewhere")
@never_cache
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """This will lead the browser to the town's own sign-in; another site cannot begin it for somebody."""
    provider = _provider()
    next_url = safe_next(request, request.GET.get("next"))
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return redirect("account_login")
    trip = trips.begin(next_url)
    uri = return_address(request)
    try:
        address = address_of_sign_in(described(provider.issuer, at=timezone.now()), provider, trip, redirect_uri=uri)
    except Refused:
        return first_page(request, next_url=next_url, problem=_away(provider), status=502)
    answer = redirect(address)
    trips.give(answer, trip, path=_path())
    return answer


@shows("refused", "broken")
@never_cache
@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    """This will take the provider's answer, and let in, ask for our second step, or say why not."""
    provider, now = _provider(), timezone.now()
    trip = trips.take(request)
    next_url = trip.next_url if trip else safe_next(request, None)
    try:
        actions.count_return(network=network_of(request.META.get("REMOTE_ADDR", "")), at=now)
        if trip is None or not _is_from(request, provider):
            raise not_believed()
        code = _code(request)
        known = whom(provider, trip, code, redirect_uri=return_address(request), at=now)
        member = actions.recognise(provider=provider, known=known, at=now)
        answer = _go_on(request, provider, known, member, next_url)
    except NotReachable:
        answer = first_page(request, next_url=next_url, problem=_away(provider), status=502)
    except Refused as refused:
        note("sign-in refused", "provider")
        status = 429 if isinstance(refused, TooManyTries) else 403
        answer = first_page(request, next_url=next_url, problem=str(refused.message), status=status)
    answer.delete_cookie(trips.COOKIE, path=_path(), samesite="Lax")
    return answer


@shows_no_page("it only leads elsewhere")
@never_cache
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """This will lead to where one signs out of the town's own account, if there is such a place."""
    provider = _provider()
    try:
        found = described(provider.issuer, at=timezone.now())
    except Refused:
        return first_page(request, next_url=safe_next(request, None), problem=_away(provider), status=502)
    back = request.build_absolute_uri(reverse("account_login"))
    asked = {"client_id": provider.client_id, "post_logout_redirect_uri": back}
    return redirect(with_query(found.end_session, asked) if found.end_session else "account_login")


@shows_no_page("only the town's own sign-in speaks here")
@csrf_exempt  # no browser comes here; the token is signed by the provider
@never_cache
def hear_logout(request: HttpRequest) -> HttpResponse:
    """This will end the sessions of whom the provider has signed out (OpenID Connect Back-Channel Logout 1.0)."""
    provider, now = provider_in_use(), timezone.now()
    if provider is None or request.method != "POST":
        raise PermissionDenied
    try:
        actions.count_logout(network=network_of(request.META.get("REMOTE_ADDR", "")), at=now)
        said = logged_out(provider, request.POST.get("logout_token", "")[:LONGEST_TOKEN], at=now)
        actions.end_by_provider(provider=provider, said=said, at=now)
    except NotReachable:
        return JsonResponse({"error": "temporarily_unavailable"}, status=503)
    except Refused:
        note("key refused", "logout token")
        return JsonResponse({"error": "invalid_request"}, status=400)
    return HttpResponse()


def _provider() -> Provider:
    provider = provider_in_use()
    if provider is None:
        raise Http404
    return provider


def _path() -> str:
    with translation.override("de"):
        return reverse("account_provider_return")


def _is_from(request: HttpRequest, provider: Provider) -> bool:
    """Whether the answer is of this provider and no other (RFC 9207)."""
    named = request.GET.get("iss")
    if named is None:
        return not described(provider.issuer, at=timezone.now()).names_itself
    return named == provider.issuer


def _code(request: HttpRequest) -> str:
    code = request.GET.get("code", "")
    if "error" in request.GET or not code or len(code) > 2000:
        raise Refused(_("Sie haben sich dort nicht angemeldet. Bitte versuchen Sie es noch einmal."))
    return code


def _go_on(request: HttpRequest, provider: Provider, known: Known, member: Staff, next_url: str) -> HttpResponse:
    now = timezone.now()
    if provider.trusts_second_step and known.is_strong:
        actions.note_sign_in(member=member, at=now)
        return let_in(request, member, next_url, came_by=known.session)
    factor = has_second_factor(member)
    secret = "" if factor else actions.new_secret()
    remember(request, member, next_url=next_url, secret=secret, at=now, came_by=known.session)
    return redirect("mfa_authenticate" if factor else "mfa_activate_totp")


def _away(provider: Provider) -> str:
    return _("„%(name)s“ antwortet gerade nicht richtig. Mit E-Mail-Adresse und Passwort kommen Sie herein.") % {
        "name": provider.name
    }
