"""The gate of every page of the staff: both factors and a right, else the sign-in or a refusal."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url

from rathaus.identity.models import Staff
from rathaus.identity.queries import Actor, actor_of, signed_in
from rathaus.identity.rights import Right
from rathaus.ui.sections import navigation

SAID_KEY = "administration.said"
P = ParamSpec("P")


@dataclass(frozen=True)
class Admitted:
    """Who passed the gate, and as which actor."""

    member: Staff
    actor: Actor


View = Callable[Concatenate[HttpRequest, Admitted, P], HttpResponse]


def for_right(*rights: Right) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """This will let members pass who have one of the rights anywhere; the view asks for the very office itself.

    :raises PermissionDenied: for other members (answered with 403).
    """

    def wrap(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            member = signed_in(request)
            if member is None:
                return to_sign_in(request)
            actor = actor_of(member)
            if not any(actor.has(right) for right in rights):
                raise PermissionDenied
            return view(request, Admitted(member, actor), *args, **kwargs)

        update_wrapper(answer, view)
        return answer

    return wrap


def for_member(
    view: Callable[Concatenate[HttpRequest, Staff, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """This will let every member pass to pages of their own account; others sign in first and come back."""

    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        member = signed_in(request)
        if member is None:
            return redirect(f"{resolve_url('account_login')}?next={request.path}")
        return view(request, member, *args, **kwargs)

    update_wrapper(answer, view)
    return answer


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """A refreshing part of a page cannot show the sign-in: it has the browser go there."""
    is_look = request.method in ("GET", "HEAD")
    target = request.get_full_path() if is_look else resolve_url("desk:today")
    answer = redirect_to_login(target, resolve_url("account_login"))
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=401, headers={"HX-Redirect": resolve_url("account_login")})
    return answer


def say(request: HttpRequest, text: str, *, kind: str = "success") -> None:
    """This will show the text on the next page of the administration."""
    request.session[SAID_KEY] = {"text": text, "kind": kind}


def show(
    request: HttpRequest, who: Admitted, template: str, context: dict[str, Any], *, section: str = "", status: int = 200
) -> HttpResponse:
    """This will render a page of the administration (it extends `ui/administration.html`).

    `section` is the name of the URL whose entry of the rail the page belongs to.
    """
    frame = {
        "desk_person": who.member.name,
        "desk_nav": navigation(lambda right: who.actor.has(Right(right)), current=section),
        "admitted": who,
        "works_at_the_desk": bool(who.actor.office_ids),
        "said": request.session.pop(SAID_KEY, None) if SAID_KEY in request.session else None,
    }
    return render(request, template, {**frame, **context}, status=status)
