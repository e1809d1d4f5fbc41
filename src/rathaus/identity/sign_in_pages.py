"""The first page of the sign-in, and the end of it: what all its ways share."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rathaus.core.errors import Refused, TooManyTries
from rathaus.identity import actions
from rathaus.identity.forms import CodeForm, PasswordForm, ProofForm
from rathaus.identity.known_browser import remember_browser
from rathaus.identity.models import Staff, StaffSession
from rathaus.identity.queries import provider_in_use, totp_of
from rathaus.identity.sessions import begin

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


def second_page(
    request: HttpRequest, member: Staff, *, form: CodeForm | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    """This will ask a member who gave the first step for the second, and say what was wrong with another try."""
    form, has_code = form or CodeForm(), totp_of(member) is not None
    if not has_code:
        form.fields["code"].label = _("Ersatzcode")
    context = {
        "form": form, "member": member, "problem": problem, "has_code": has_code,
        "has_passkey": member.passkeys.exists(), "has_recovery": member.recovery_codes.exists(),
    }  # fmt: skip
    return render(request, "identity/second_step.html", context, status=status)


def explain(form: forms.Form, refused: Refused) -> int:
    """This will say at the form why it was refused; returns the status of the answer."""
    form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
    return 429 if isinstance(refused, TooManyTries) else 200


def let_in(request: HttpRequest, member: Staff, next_url: str, *, came_by: str | None = None) -> HttpResponse:
    """This will give a new session its user, after both factors, and lead on."""
    request.session.flush()
    login(request, member, backend=BACKEND)
    if came_by is not None:
        request.session[BY_PROVIDER] = True
    begin(request, member, at=timezone.now(), came_by=came_by)
    answer = redirect(next_url)
    remember_browser(request, answer, member)
    return answer


def prove(request: HttpRequest, member: Staff, form: ProofForm) -> None:
    """This will accept that it is the member who changes how they sign in.

    :raises rathaus.core.errors.Refused: when password or time do not show it.
    """
    session = StaffSession.objects.get(key=request.session.session_key, staff=member)
    actions.prove_again(
        member=member, password=form.cleaned_data.get("password", ""), signed_in_at=session.started_at,
        at=timezone.now(),
    )  # fmt: skip
