"""Passkeys: signing in with one, adding, naming and removing them. Only scripts can talk to one (WebAuthn)."""

import json

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.core.errors import Refused, TooManyTries
from rathaus.core.watch import note
from rathaus.identity import actions
from rathaus.identity.forms import AddPasskeyForm, PasskeyForm, ProofForm
from rathaus.identity.gate import for_member, say
from rathaus.identity.half_way import recall, safe_next
from rathaus.identity.models import Staff
from rathaus.identity.passkeys import challenge as questions
from rathaus.identity.passkeys.ceremony import added, claimed, to_add, to_use
from rathaus.identity.passkeys.party import holder_of, party_of
from rathaus.identity.queries import signed_in
from rathaus.identity.rules import network_of
from rathaus.identity.sign_in_pages import explain, first_page, let_in, prove, second_page
from rathaus.ui.states import shows, shows_no_page


@shows_no_page("only scripts ask here")
@never_cache
@require_POST
def question(request: HttpRequest) -> HttpResponse:
    """This will ask for a passkey (JSON): whichever the browser has, or one of the member who gave a password."""
    now = timezone.now()
    try:
        actions.count_question(network=network_of(request.META.get("REMOTE_ADDR", "")), at=now)
    except TooManyTries as refused:
        return JsonResponse({"message": str(refused.message)}, status=429)
    half = recall(request, at=now) if request.POST.get("schritt") == "code" else None
    challenge = questions.ask(request, "second" if half else "first", at=now)
    only = half.member.passkeys.values_list("credential_id", flat=True) if half else ()
    return JsonResponse(to_use(party_of(request), challenge, only=[bytes(one) for one in only]))


@shows("refused")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """This will let in whose passkey answers; a passkey is both factors."""
    next_url = safe_next(request, request.POST.get("next"))
    if signed_in(request):
        return redirect(next_url)
    if request.method != "POST":
        return redirect("account_login")
    return _check(request, next_url)


def _check(request: HttpRequest, next_url: str) -> HttpResponse:
    now, half = timezone.now(), None
    try:
        asked = questions.take(request, "first", "second", at=now)
        if asked.purpose == "second":
            half = recall(request, at=now)
            if half is None:
                return redirect("account_login")
        member = actions.sign_in_by_passkey(
            party=party_of(request), challenge=asked.challenge, claim=claimed(request.POST.get("answer", "")), at=now,
            member=half.member if half else None,
        )  # fmt: skip
    except Refused as refused:
        note("sign-in refused", "passkey")
        status, problem = 429 if isinstance(refused, TooManyTries) else 403, str(refused.message)
        if half:
            return second_page(request, half.member, problem=problem, status=status)
        return first_page(request, next_url=next_url, problem=problem, status=status)
    if half:
        return let_in(request, member, half.next_url, came_by=half.came_by)
    return let_in(request, member, next_url)


@shows("empty", "wrong", "asked")
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@for_member
def add(request: HttpRequest, member: Staff) -> HttpResponse:
    """This will have a member prove again who they are, ask their browser for a new passkey, and keep it."""
    if "answer" in request.POST:
        return _keep(request, member)
    form = AddPasskeyForm(request.POST or None, member=member)
    status = 200
    if form.is_valid():
        try:
            prove(request, member, form)
            actions.check_room(member)
            return _ask(request, member, form)
        except Refused as refused:
            status = explain(form, refused)
    return _page_to_add(request, member, form, status=status)


@shows("page")
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@for_member
def one(request: HttpRequest, member: Staff, passkey_id: int) -> HttpResponse:
    """This will name a passkey of the member's own anew, or remove it after another proof of who they are."""
    passkey = member.passkeys.filter(pk=passkey_id).first()
    if passkey is None:
        raise Http404
    is_removal = request.POST.get("schritt") == "entfernen"
    name = PasskeyForm(None if is_removal else request.POST or None, initial={"name": passkey.name})
    proof = ProofForm(request.POST if is_removal else None, member=member)
    status = 200
    try:
        if is_removal and proof.is_valid():
            prove(request, member, proof)
            actions.remove_passkey(member=member, passkey_id=passkey_id, at=timezone.now())
            return _back(request, _("Der Passkey ist entfernt. Er öffnet hier nichts mehr."))
        if not is_removal and name.is_valid():
            actions.rename_passkey(member=member, passkey_id=passkey_id, name=name.cleaned_data["name"])
            return _back(request, _("Der Name ist geändert."))
    except Refused as refused:
        status = explain(proof if is_removal else name, refused)
    context = {"desk_person": member.name, "passkey": passkey, "form": name, "proof": proof}
    return render(request, "identity/passkey.html", context, status=status)


def _ask(request: HttpRequest, member: Staff, form: AddPasskeyForm) -> HttpResponse:
    challenge = questions.ask(request, "add", at=timezone.now())
    known = [bytes(one) for one in member.passkeys.values_list("credential_id", flat=True)]
    asked = json.dumps(to_add(party_of(request), holder_of(member), challenge, known=known))
    return _page_to_add(request, member, form, asked=asked)


def _keep(request: HttpRequest, member: Staff) -> HttpResponse:
    now, name = timezone.now(), PasskeyForm(request.POST)
    try:
        asked = questions.take(request, "add", at=now)
        key = added(party_of(request), asked.challenge, request.POST["answer"])
        if name.is_valid():
            actions.add_passkey(member=member, key=key, name=name.cleaned_data["name"], at=now)
            return _back(request, _("Der Passkey ist hinzugefügt. Damit melden Sie sich ab jetzt ohne Passwort an."))
        problem = ""
    except Refused as refused:
        problem = str(refused.message)
    form = AddPasskeyForm(initial={"name": request.POST.get("name", "")}, member=member)
    return _page_to_add(request, member, form, problem=problem, status=403)


def _page_to_add(
    request: HttpRequest, member: Staff, form: AddPasskeyForm, *, asked: str = "", problem: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = {"desk_person": member.name, "form": form, "asked": asked, "problem": problem}
    return render(request, "identity/passkey_new.html", context, status=status)


def _back(request: HttpRequest, text: str) -> HttpResponse:
    say(request, text)
    return redirect("account_sessions")
