"""The town's name and arms."""

from collections.abc import Callable
from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rathaus.administration.forms import ArmsForm, TitleForm
from rathaus.core.errors import Refused
from rathaus.identity.gate import Admitted, for_right, say, show
from rathaus.identity.queries import Actor
from rathaus.identity.rights import Right
from rathaus.identity.undoing import keep_for_undo, offered_undo
from rathaus.offices import actions
from rathaus.offices.arms import MOST_BYTES
from rathaus.offices.queries import arms
from rathaus.towns import queries as towns
from rathaus.ui.states import shows

SECTION = "administration:look"
Step = Callable[[forms.Form, Actor, datetime], str]


@shows("standard", "own", "refused")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.TOWN)
def name_and_arms(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will show name and arms for changing; arms can be taken away and had back."""
    step = request.POST.get("schritt", "")
    title = TitleForm(request.POST if step == "name" else None, initial={"title": towns.title()})
    picture = ArmsForm(request.POST if step == "wappen" else None, request.FILES if step == "wappen" else None)
    form = picture if step == "wappen" else title
    before = towns.title()
    if step in STEPS and (not form.is_bound or form.is_valid()):
        try:
            done = STEPS[step](form, who.actor, timezone.now())
        except Refused as refused:
            form.add_error(refused.field, str(refused.message))
        else:
            say(request, done)
            if step == "name" and before != title.cleaned_data["title"]:
                keep_for_undo(request, request.path, {"schritt": "name", "title": before})
            return redirect(SECTION)
    shown = arms()
    context = {
        "title": title,
        "picture": picture,
        "form": form,
        "has_arms": bool(shown.png),
        "has_before": bool(shown.before),
        "undo": offered_undo(request),
    }
    return show(request, who, "administration/look.html", context, section=SECTION)


def _rename(form: forms.Form, by: Actor, at: datetime) -> str:
    actions.rename(title=form.cleaned_data["title"], by=by, at=at)
    return _("Gespeichert. In spätestens einer Minute sehen alle den neuen Namen.")


def _set_arms(form: forms.Form, by: Actor, at: datetime) -> str:
    content = form.cleaned_data["arms"].read(MOST_BYTES + 1)
    actions.set_arms(content=content, by=by, at=at)
    return _("Gespeichert. In spätestens fünf Minuten sehen alle das neue Wappen.")


def _remove_arms(form: forms.Form, by: Actor, at: datetime) -> str:
    actions.remove_arms(by=by, at=at)
    return _("Ihr Wappen ist weg. Die Seiten zeigen wieder unseres.")


def _arms_before(form: forms.Form, by: Actor, at: datetime) -> str:
    actions.arms_before(by=by, at=at)
    return _("Das Wappen davor ist wieder da.")


STEPS: dict[str, Step] = {
    "name": _rename, "wappen": _set_arms, "wappen-weg": _remove_arms, "wappen-davor": _arms_before
}  # fmt: skip
