"""The account of a member: where they are signed in, their password, their passkeys."""

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from rathaus.core.errors import Refused
from rathaus.core.ids import id_in
from rathaus.identity import actions
from rathaus.identity.forms import ChangePasswordForm
from rathaus.identity.gate import SAID_KEY, for_member
from rathaus.identity.models import Staff
from rathaus.identity.sessions import end
from rathaus.identity.sign_in_pages import explain
from rathaus.ui.states import shows


@shows("sessions", "ended", "changed", "wrong")
@never_cache
@sensitive_post_parameters("current", "password")
@require_http_methods(["GET", "HEAD", "POST"])
@for_member
def account(request: HttpRequest, member: Staff) -> HttpResponse:
    """This will show a member where they are signed in, end sessions, and change the password."""
    is_change = request.POST.get("schritt") == "passwort"
    form = ChangePasswordForm(request.POST if is_change else None)
    said = request.session.pop(SAID_KEY, {}).get("text", "") if SAID_KEY in request.session else ""
    if request.method == "POST" and not is_change:
        said = _end_sessions(request, member)
    elif is_change and form.is_valid():
        said = _change_password(request, member, form)
        form = ChangePasswordForm() if said else form
    context = {
        "desk_person": member.name, "form": form, "said": said,
        "sessions": member.sessions.all(), "key": request.session.session_key, "passkeys": member.passkeys.all(),
        "recovery_codes": member.recovery_codes.count(),
    }  # fmt: skip
    return render(request, "identity/account.html", context)


def _end_sessions(request: HttpRequest, member: Staff) -> str:
    others = member.sessions.exclude(key=request.session.session_key)
    if (number := id_in(request.POST.get("sitzung", ""))) is not None:
        others = others.filter(pk=number)
    end(others)
    return _("Abgemeldet. Wer dort weitermachen will, muss sich neu anmelden.")


def _change_password(request: HttpRequest, member: Staff, form: ChangePasswordForm) -> str:
    try:
        actions.change_password(
            member=member, current=form.cleaned_data["current"], password=form.cleaned_data["password"],
            at=timezone.now(),
        )  # fmt: skip
    except Refused as refused:
        explain(form, refused)
        return ""
    update_session_auth_hash(request, member)
    end(member.sessions.all())
    return _("Das Passwort ist geändert. Alle anderen Anmeldungen sind beendet.")
