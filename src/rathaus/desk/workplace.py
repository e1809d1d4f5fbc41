"""Where a member of staff works: every page of the desk asks for it first."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from rathaus.identity.gate import to_sign_in
from rathaus.identity.models import Staff
from rathaus.identity.queries import Actor, actor_of, signed_in
from rathaus.offices.models import Office
from rathaus.offices.queries import text_of

OFFICE_KEY = "desk.office"
P = ParamSpec("P")


@dataclass(frozen=True)
class OfficeHere:
    """An office where a member works, with its title in the page's language."""

    office: Office
    title: str

    @property
    def id(self) -> int:
        """The office's id."""
        return self.office.pk


@dataclass(frozen=True)
class Workplace:
    """Who works, as which actor, in which offices, and in which one just now."""

    member: Staff
    actor: Actor
    offices: tuple[OfficeHere, ...]
    here: OfficeHere

    @property
    def office(self) -> Office:
        """The office of just now."""
        return self.here.office


View = Callable[Concatenate[HttpRequest, Workplace, P], HttpResponse]


def for_staff(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """This will let only members who signed in with both factors pass, and bring their workplace along."""

    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        member = signed_in(request)
        if member is None:
            return to_sign_in(request)
        actor = actor_of(member)
        offices = _offices(actor)
        if not offices and actor.grants:
            return redirect("administration:overview")
        if not offices:
            return render(request, "desk/no_office.html", {"desk_person": member.name}, status=403)
        chosen = request.session.get(OFFICE_KEY)
        here = next((o for o in offices if o.id == chosen), offices[0])
        return view(request, Workplace(member, actor, offices, here), *args, **kwargs)

    update_wrapper(answer, view)
    return answer


def _offices(actor: Actor) -> tuple[OfficeHere, ...]:
    language = get_language() or "de"
    rows = Office.objects.filter(pk__in=actor.office_ids).prefetch_related("texts")
    return tuple(OfficeHere(office, text_of(office, language).title) for office in rows)
