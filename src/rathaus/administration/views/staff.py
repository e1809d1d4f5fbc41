"""Members of staff, as far as the actor may see to them."""

from collections.abc import Callable
from datetime import datetime

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.administration import actions
from rathaus.administration.forms import InvitationForm, RoleForm
from rathaus.administration.queries import member_seen_by, members
from rathaus.core.errors import Refused
from rathaus.core.ids import id_in
from rathaus.identity import actions as identity
from rathaus.identity.gate import Admitted, for_right, say, show
from rathaus.identity.rights import Right
from rathaus.identity.undoing import keep_for_undo, offered_undo
from rathaus.ui.states import shows

SECTION = "administration:staff"
Step = Callable[[HttpRequest, int, Admitted, datetime], str]


@shows("members")
@require_safe
@for_right(Right.STAFF)
def staff(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will list the members with their roles."""
    return show(request, who, "administration/staff.html", {"members": members(who.actor)}, section=SECTION)


@shows("empty", "errors", "refused")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.STAFF)
def invite(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will invite somebody by e-mail."""
    form = InvitationForm(request.POST or None, actor=who.actor)
    if request.method == "POST" and form.is_valid():
        role, office_id = form.place()
        try:
            member = actions.invite(
                email=form.cleaned_data["email"], name=form.cleaned_data["name"], role=role, office_id=office_id,
                by=who.actor, at=timezone.now(),
            )  # fmt: skip
        except Refused as refused:
            _add(form, refused)
        else:
            say(request, _("%(name)s bekommt eine E-Mail mit einem Link. Er gilt sieben Tage.") % {"name": member.name})
            return redirect("administration:member", member.pk)
    return show(request, who, "administration/invite.html", {"form": form}, section=SECTION)


@shows("roles", "invited", "closed", "own", "refused")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.STAFF)
def member(request: HttpRequest, who: Admitted, member_id: int) -> HttpResponse:
    """This will show a member and do one step: give or take a role, close, open, invite again, reset a factor."""
    seen = member_seen_by(who.actor, member_id)
    if seen is None:
        raise Http404
    form = RoleForm(request.POST if request.POST.get("schritt") == "rolle-geben" else None, actor=who.actor)
    problem = ""
    if request.method == "POST":
        try:
            said = _do(request, member_id, who, form)
        except Refused as refused:
            problem = str(refused.message)
        else:
            if said:
                say(request, said)
            return redirect("administration:member", member_id)
    context = {
        "seen": seen, "form": form, "problem": problem, "is_self": seen.staff.pk == who.member.pk,
        "undo": offered_undo(request),
    }  # fmt: skip
    return show(request, who, "administration/member.html", context, section=SECTION)


def _do(request: HttpRequest, member_id: int, who: Admitted, form: RoleForm) -> str:
    now, step = timezone.now(), request.POST.get("schritt", "")
    if step == "rolle-geben" and form.is_valid():
        role, office_id = form.place()
        identity.give_role(member_id=member_id, role=role, office_id=office_id, by=who.actor, at=now)
        return _("Die Rolle ist vergeben.")
    done = STEPS.get(step)
    return done(request, member_id, who, now) if done else ""


def _take(request: HttpRequest, member_id: int, who: Admitted, at: datetime) -> str:
    seen = member_seen_by(who.actor, member_id)
    number = id_in(request.POST.get("rolle", ""))
    gone = next((one.assignment for one in seen.roles if one.assignment.pk == number), None) if seen else None
    if gone is not None:
        identity.take_role(member_id=member_id, assignment_id=gone.pk, by=who.actor, at=at)
        keep_for_undo(request, request.path, {"schritt": "rolle-geben", "role": f"{gone.role}@{gone.office_id or ''}"})
    return _("Die Rolle ist weg.")


def _close(request: HttpRequest, member_id: int, who: Admitted, at: datetime) -> str:
    identity.close(member_id=member_id, by=who.actor, at=at)
    return _("Das Konto ist geschlossen. Laufende Sitzungen sind zu Ende.")


def _reopen(request: HttpRequest, member_id: int, who: Admitted, at: datetime) -> str:
    identity.reopen(member_id=member_id, by=who.actor, at=at)
    return _("Das Konto ist wieder offen.")


def _invite_again(request: HttpRequest, member_id: int, who: Admitted, at: datetime) -> str:
    actions.invite_again(member_id=member_id, by=who.actor, at=at)
    return _("Eine neue Einladung ist unterwegs. Der alte Link gilt nicht mehr.")


def _sign_out(request: HttpRequest, member_id: int, who: Admitted, at: datetime) -> str:
    identity.end_sessions(member_id=member_id, by=who.actor, at=at)
    return _("Überall abgemeldet.")


def _renew_second_factor(request: HttpRequest, member_id: int, who: Admitted, at: datetime) -> str:
    identity.renew_second_factor(member_id=member_id, by=who.actor, at=at)
    return _("Der zweite Schritt ist zurückgesetzt. Bei der nächsten Anmeldung wird er neu eingerichtet.")


def _new_password(request: HttpRequest, member_id: int, who: Admitted, at: datetime) -> str:
    actions.send_new_password(member_id=member_id, by=who.actor, at=at)
    return _("Ein Link für ein neues Passwort ist unterwegs. Das alte gilt nicht mehr.")


STEPS: dict[str, Step] = {
    "rolle-nehmen": _take,
    "schliessen": _close,
    "oeffnen": _reopen,
    "einladen": _invite_again,
    "abmelden": _sign_out,
    "neues-passwort": _new_password,
    "zweiter-schritt": _renew_second_factor,
}


def _add(form: forms.Form, refused: Refused) -> None:
    form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
