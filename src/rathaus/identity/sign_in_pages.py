"""The first page of the sign-in, and the end of it: what all its ways share."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from rathaus.identity.forms import PasswordForm
from rathaus.identity.models import Staff
from rathaus.identity.queries import provider_in_use

BACKEND = "django.contrib.auth.backends.ModelBackend"
BY_PROVIDER = "by-provider"  # in the session: whether signing out here leaves one signed in there


def first_page(
    request: HttpRequest, *, next_url: str, form: PasswordForm | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    """This will show the ways to sign in, and what was wrong with another one."""
    there = f"{reverse('account_provider')}?{urlencode({'next': next_url})}"
    context: dict[str, Any] = {
        "form": form or PasswordForm(), "next": next_url, "problem": problem, "provider": provider_in_use(),
        "there": there, "is_signed_in_there": "stadtkonto" in request.GET,
    }  # fmt: skip
    return render(request, "identity/sign_in.html", context, status=status)


def let_in(request: HttpRequest, member: Staff, next_url: str, *, by_provider: bool = False) -> HttpResponse:
    """This will give a new session its user, after both factors, and lead on."""
    request.session.flush()
    login(request, member, backend=BACKEND)
    if by_provider:
        request.session[BY_PROVIDER] = True
    return redirect(next_url)
