"""Sign-in of staff in two steps; a session gets its user only after the second."""

import segno
from allauth.mfa.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from rathaus.core.errors import Refused
from rathaus.identity import actions
from rathaus.identity.forms import CodeForm, NewPasswordForm, PasswordForm
from rathaus.identity.gate import say
from rathaus.identity.half_way import HalfWay, recall, remember, safe_next
from rathaus.identity.invitations import invited
from rathaus.identity.known_browser import known_as
from rathaus.identity.queries import has_second_factor, signed_in
from rathaus.identity.rules import is_recovery_code, network_of
from rathaus.identity.sign_in_pages import BY_PROVIDER, explain, first_page, let_in, second_page
from rathaus.ui.states import shows, shows_no_page


@shows("empty", "errors", "refused", "too-many", "provider", "left")
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """This will ask for e-mail and password, and lead on to the second step."""
    next_url = safe_next(request, request.POST.get("next") or request.GET.get("next"))
    if signed_in(request):
        return redirect(next_url)
    form = PasswordForm(request.POST or None)
    status = 200
    if form.is_valid():
        try:
            return _first_step(request, form, next_url)
        except Refused as refused:
            status = explain(form, refused)
    return first_page(request, next_url=next_url, form=form, status=status)


def _first_step(request: HttpRequest, form: PasswordForm, next_url: str) -> HttpResponse:
    now = timezone.now()
    member = actions.check_password(
        email=form.cleaned_data["email"],
        password=form.cleaned_data["password"],
        network=network_of(request.META.get("REMOTE_ADDR", "")),
        browser=known_as(request, form.cleaned_data["email"]),
        at=now,
    )
    if member.is_demo and settings.IS_PRODUCTION:
        raise Refused(_("Dies ist ein Übungskonto mit bekanntem Passwort. Hier im echten Betrieb ist es gesperrt."))
    factor = has_second_factor(member)
    remember(request, member, next_url=next_url, secret="" if factor else actions.new_secret(), at=now)
    return redirect("mfa_authenticate" if factor else "mfa_activate_totp")


@shows("empty", "wrong")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """This will ask for the code of the second factor, and then sign in."""
    half = recall(request, at=timezone.now())
    if half is None or half.secret:
        return redirect("account_login")
    form = CodeForm(request.POST or None)
    status = 200
    if form.is_valid():
        try:
            actions.check_code(member=half.member, code=form.cleaned_data["code"], at=timezone.now())
            return _welcome(request, half, form.cleaned_data["code"])
        except Refused as refused:
            status = explain(form, refused)
    return second_page(request, half.member, form=form, status=status)


def _welcome(request: HttpRequest, half: HalfWay, code: str) -> HttpResponse:
    """Whoever came by a recovery code is told how many are left, where the way in is mended."""
    if not is_recovery_code(code):
        return let_in(request, half.member, half.next_url, came_by=half.came_by)
    answer = let_in(request, half.member, resolve_url("account_sessions"), came_by=half.came_by)
    left = half.member.recovery_codes.count()
    text = ngettext(
        "Sie sind mit einem Ersatzcode angemeldet. Es bleibt %(left)s übrig.",
        "Sie sind mit einem Ersatzcode angemeldet. Es bleiben %(left)s übrig.",
        left,
    )
    say(request, text % {"left": left})
    return answer


@shows("empty", "wrong")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """This will have a member without a second factor set one up before anything else."""
    half = recall(request, at=timezone.now())
    if half is None or not half.secret:
        return redirect("account_login")
    form = CodeForm(request.POST or None)
    status = 200
    if form.is_valid():
        try:
            actions.set_up_second_factor(
                member=half.member, secret=half.secret, code=form.cleaned_data["code"], at=timezone.now()
            )
            return let_in(request, half.member, half.next_url, came_by=half.came_by)
        except Refused as refused:
            status = explain(form, refused)
    return render(request, "identity/set_up.html", {"form": form, **_to_scan(half)}, status=status)


@shows("empty", "weak", "wrong-link")
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """This will have an invited member choose a password, and lead on to the second step; looking uses nothing up.

    A forged, used and late link get the same answer, and so does one of another town.
    """
    now = timezone.now()
    member = invited(token, at=now)
    if member is None:
        return render(request, "identity/wrong_invitation.html", status=404)
    form = NewPasswordForm(request.POST or None)
    if form.is_valid():
        try:
            actions.accept(member=member, password=form.cleaned_data["password"], at=now)
        except Refused as refused:
            explain(form, refused)
        else:
            member.refresh_from_db()
            next_url = safe_next(request, None)
            factor = has_second_factor(member)
            remember(request, member, next_url=next_url, secret="" if factor else actions.new_secret(), at=now)
            return redirect("mfa_authenticate" if factor else "mfa_activate_totp")
    context = {"form": form, "member": member, "is_new": not has_second_factor(member)}
    return render(request, "identity/invitation.html", context)


@shows_no_page("it only leads elsewhere")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """This will end the session on POST; a mere look ends nothing."""
    if request.method == "POST":
        is_signed_in_there = BY_PROVIDER in request.session
        logout(request)
        answer = redirect(f"{resolve_url('account_login')}{'?stadtkonto' if is_signed_in_there else ''}")
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
        return answer
    return redirect(resolve_url(settings.LOGIN_REDIRECT_URL))


def _to_scan(half: HalfWay) -> dict[str, str]:
    address = get_adapter().build_totp_url(half.member, half.secret)
    picture = segno.make(address, micro=False).svg_data_uri(scale=4, border=4, dark="#000", light="#fff")
    return {"picture": picture, "secret": " ".join(half.secret[n : n + 4] for n in range(0, len(half.secret), 4))}
