"""What the frame of every page of the desk shows, and the one line that the last step left behind."""

from typing import Any, TypedDict
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from rathaus.desk.models import CallReason
from rathaus.desk.problems import count_of_problems
from rathaus.desk.workplace import Workplace
from rathaus.identity.rights import ADMINISTRATION
from rathaus.ui.frame import NavEntry

SAID_KEY = "desk.said"
ENTRIES = (
    ("today", "calendar-today"),
    ("book", "add"),
    ("find", "search"),
    ("call", "phone"),
    ("problems", "warning"),
)


class Said(TypedDict):
    """What was just done, and the appointment on which it can be undone ("" = not)."""

    text: str
    undo: str
    kind: str


def say(request: HttpRequest, text: str, *, undo: UUID | None = None, kind: str = "success") -> None:
    """This will show the text on the next page, with a button to undo."""
    request.session[SAID_KEY] = Said(text=text, undo=str(undo or ""), kind=kind)


def show(
    request: HttpRequest, who: Workplace, template: str, context: dict[str, Any], *, page: str = "", status: int = 200
) -> HttpResponse:
    """This will render a page of the desk; `page` is the entry of the rail that it belongs to."""
    is_part = request.headers.get("HX-Request") == "true"
    said = None if is_part or SAID_KEY not in request.session else request.session.pop(SAID_KEY)
    frame = {
        "desk_person": who.member.name,
        "desk_nav": _nav(who, page),
        "workplace": who,
        "call_reasons": CallReason.choices,
        "here_url": request.get_full_path(),
        "said": said,
    }
    return render(request, template, {**frame, **context}, status=status)


def _nav(who: Workplace, page: str) -> list[NavEntry]:
    titles = {
        "today": _("Heute"),
        "book": _("Termin buchen"),
        "find": _("Termine suchen"),
        "call": _("Anrufe"),
        "problems": _("Meldungen"),
    }
    entries = [
        NavEntry(
            titles[name],
            reverse(f"desk:{name}"),
            icon,
            is_current=name == page,
            count=count_of_problems(who.actor, at=timezone.now()) or None if name == "problems" else None,
        )
        for name, icon in ENTRIES
    ]
    if any(who.actor.has(right) for right in ADMINISTRATION):
        entries.append(NavEntry(_("Verwaltung"), reverse("administration:overview"), "settings"))
    return entries


def back(request: HttpRequest, *, otherwise: str = "desk:today", anchor: str = "") -> HttpResponseRedirect:
    """This will lead back to the page that a form was sent from (field `zurueck`), if it is one of ours."""
    url = request.POST.get("zurueck", "")
    is_ours = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=settings.RATHAUS_PUBLIC_SCHEME == "https"
    )
    target = url if url.startswith("/") and is_ours else reverse(otherwise)
    return HttpResponseRedirect(target + (f"#{anchor}" if anchor else ""))
