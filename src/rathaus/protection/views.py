"""Finding a person, handing out a copy, erasing, resolving a pseudonym; by POST: no name stands in an address."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from rathaus.core.persons import holdings
from rathaus.core.retention import rules
from rathaus.identity.gate import Admitted, for_right, say, show
from rathaus.identity.rights import Right
from rathaus.protection import actions
from rathaus.protection.forms import AskForm, Choice, EraseForm, ResolveForm, RestrictForm
from rathaus.protection.queries import as_json, restricted
from rathaus.towns import queries as towns
from rathaus.ui.states import shows

SECTION = "protection:find"
METHODS = ["GET", "HEAD", "POST"]


@shows("empty", "errors", "found", "nothing")
@require_http_methods(METHODS)
@for_right(Right.PROTECT)
def find(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will show what is held about somebody."""
    form = AskForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "things": None, "holdings": holdings()}
    context["restricted"] = restricted(at=timezone.now())
    if request.method == "POST" and form.is_valid():
        things = actions.look(
            asked=form.cleaned_data["wer"], purpose="protection.find", by=who.actor, at=timezone.now()
        )
        context |= {"things": things, "asked": form.cleaned_data["wer"], "may_erase": any(t.may_go for t in things)}
        context["may_restrict"] = any(t.can_be_restricted for t in things)
    return show(request, who, "protection/find.html", context, section=SECTION)


@shows("copy")
@require_http_methods(METHODS)
@for_right(Right.PROTECT)
def export(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will give the copy of all that is held: a page to print, or a file for other programs."""
    form = AskForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return redirect(SECTION)
    asked, now = form.cleaned_data["wer"], timezone.now()
    things, town = actions.look(asked=asked, purpose="protection.export", by=who.actor, at=now), towns.current().title
    if request.POST.get("form") != "json":
        context = {"things": things, "asked": asked, "now": now, "town": town, "rules": rules()}
        return show(request, who, "protection/copy.html", context, section=SECTION)
    answer = HttpResponse(as_json(things, asked, town=town, at=now), content_type="application/json; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="auskunft-{timezone.localtime(now):%Y-%m-%d}.json"'
    return answer


@shows("preview", "nothing-chosen")
@require_http_methods(METHODS)
@for_right(Right.PROTECT)
def erase(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will show what goes and what must stay, and on the yes erase what was chosen."""
    ask, sent = AskForm(request.POST or None), {"termine": Choice.KEEP, **request.POST.dict()}
    form = EraseForm(sent if "schritt" in sent else None)
    if request.method != "POST" or not ask.is_valid():
        return redirect(SECTION)
    asked, chosen, now = ask.cleaned_data["wer"], set(request.POST.getlist("was")), timezone.now()
    is_sure = request.POST.get("schritt") == "loeschen" and form.is_valid()
    if is_sure and chosen:
        ends = form.cleaned_data["termine"] == Choice.CANCEL
        return _erased(request, actions.erase(asked=asked, keys=chosen, ends=ends, by=who.actor, at=now))
    things = actions.look(asked=asked, purpose="protection.erase", by=who.actor, at=now)
    context = {
        "things": things, "asked": asked, "form": form, "chose_nothing": is_sure,
        "has_to_come": any(t.is_to_come for t in things), "may_erase": any(t.may_go for t in things),
    }  # fmt: skip
    return show(request, who, "protection/erase.html", context, section=SECTION)


def _erased(request: HttpRequest, done: actions.Erased) -> HttpResponse:
    text = ngettext("%(n)s Eintrag ist gelöscht.", "%(n)s Einträge sind gelöscht.", done.number) % {"n": done.number}
    say(request, " ".join([text, *done.refused]), kind="warning" if done.refused or not done.number else "success")
    return redirect(SECTION)


@shows("preview", "errors")
@require_http_methods(METHODS)
@for_right(Right.PROTECT)
def restrict(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will show what can be restricted, and do so or lift it on the yes."""
    ask, step = AskForm(request.POST or None), request.POST.get("schritt", "")
    if request.method != "POST" or not ask.is_valid():
        return redirect(SECTION)
    asked, chosen, now = ask.cleaned_data["wer"], set(request.POST.getlist("was")), timezone.now()
    form = RestrictForm(request.POST if step == "einschraenken" else None)
    if chosen and (step == "aufheben" or form.is_valid()):
        ground = form.cleaned_data["grund"] if form.is_valid() else ""
        number = actions.restrict(asked=asked, keys=chosen, ground=ground, by=who.actor, at=now)
        return _restricted(request, number, is_lifted=not ground)
    things = actions.look(asked=asked, purpose="protection.restrict", by=who.actor, at=now)
    context = {
        "asked": asked, "form": form, "chose_nothing": bool(step) and not chosen,
        "open": [t for t in things if t.can_be_restricted and not t.is_restricted],
        "closed": [t for t in things if t.is_restricted],
    }  # fmt: skip
    return show(request, who, "protection/restrict.html", context, section=SECTION)


def _restricted(request: HttpRequest, number: int, *, is_lifted: bool) -> HttpResponse:
    facts = {"n": number}
    if is_lifted:
        text = ngettext("Bei %(n)s Eintrag ist die Einschränkung aufgehoben.", "Bei %(n)s Einträgen ist die Einschränkung aufgehoben.", number)  # fmt: skip # noqa: E501
    else:
        text = ngettext("%(n)s Eintrag ist eingeschränkt.", "%(n)s Einträge sind eingeschränkt.", number)
    say(request, text % facts, kind="success" if number else "warning")
    return redirect(SECTION)


@shows("empty", "errors", "resolved")
@require_http_methods(METHODS)
@for_right(Right.PROTECT)
def resolve(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will tell whom a pseudonym of the trail stands for, once a reason is given."""
    form = ResolveForm(request.POST or None, initial={"wer": request.GET.get("wer", "")[:60]})
    member = None
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        try:
            member = actions.resolve(
                pseudonym=sent["wer"], ground=sent["grund"], reason=sent["text"], by=who.actor, at=timezone.now()
            )
        except actions.NobodyThere:
            form.add_error("wer", _("Zu diesem Pseudonym gibt es in dieser Stadt kein Konto."))
    return show(request, who, "protection/resolve.html", {"form": form, "member": member}, section=SECTION)
