"""Life situations, and the order in which citizens see them, services and offices."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rathaus.catalogue import actions
from rathaus.catalogue.actions import TopicWords
from rathaus.catalogue.models import Service, Topic
from rathaus.core.errors import Refused
from rathaus.core.ids import id_in
from rathaus.editing import queries
from rathaus.editing.forms.topic import ListForm, NewTopicForm, TopicForm
from rathaus.identity.gate import Admitted, for_right, say, show
from rathaus.identity.rights import Right
from rathaus.identity.undoing import keep_for_undo, offered_undo
from rathaus.offices.models import Office
from rathaus.ui.states import shows

SECTION = "editing:services"
SEEN, GONE = "editing.topic", "editing.topic.gone"


@shows("listed")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.EDIT)
def topics(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will list all life situations, make a new one, move, hide and show them, and bring a deleted one back."""
    step, _dash, number = request.POST.get("schritt", "").partition("-")
    is_new = step == "neu"
    form = NewTopicForm(request.POST if is_new else None)
    if is_new and form.is_valid():
        words = {"de": TopicWords(title=form.cleaned_data["title"])}
        made = actions.create_topic(words=words, by=who.actor, at=timezone.now())
        say(request, _("Die Lebenslage ist angelegt. Sie erscheint, sobald eine Leistung dazu gehört."))
        return redirect("editing:topic", made.pk)
    if request.method == "POST" and not is_new:
        if step == "zurueckholen":
            _bring_back(request, who)
        else:
            _change(who, step, queries.topic_of(number))
        return redirect("editing:topics")
    context = {"topics": queries.listed_topics(), "form": form, "undo": offered_undo(request)}
    return show(request, who, "editing/topics.html", context, section=SECTION)


def _change(who: Admitted, step: str, topic: Topic) -> None:
    now = timezone.now()
    if step in ("hoch", "runter"):
        among = set(Topic.objects.values_list("pk", flat=True))
        actions.move(kind=Topic, pk=topic.pk, among=among, up=step == "hoch", by=who.actor, at=now)
    elif step in ("zeigen", "verbergen"):
        actions.show_topic(topic_id=topic.pk, is_public=step == "zeigen", by=who.actor, at=now)
    else:
        raise Http404


def _bring_back(request: HttpRequest, who: Admitted) -> None:
    kept = _unsigned(request.POST.get("geloescht", ""), GONE)
    words = {code: TopicWords(**one) for code, one in kept.pop("words").items()}
    gone = actions.Gone(**kept | {"words": words, "services": tuple(kept["services"])})
    actions.bring_back_topic(gone=gone, by=who.actor, at=timezone.now())
    say(request, _("Die Lebenslage ist wieder da."))


@shows("written", "errors")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.EDIT)
def topic(request: HttpRequest, who: Admitted, topic_id: int) -> HttpResponse:
    """This will show and change a life situation's words in all languages, or delete it."""
    found = queries.topic_of(str(topic_id))
    if request.POST.get("schritt") == "loeschen":
        return _delete(request, who, found)
    there = actions.words_of_topic(found)
    form = TopicForm(request.POST if request.method == "POST" else None, words=there)
    if form.is_valid():
        seen = _seen(request.POST.get("stand", ""), there)
        try:
            actions.change_topic(
                topic_id=topic_id, seen=seen, words=form.words(), by=who.actor, at=timezone.now()
            )  # fmt: skip
        except Refused as refused:
            form.add_error(refused.field or None, str(refused.message))
        else:
            say(request, _("Gespeichert."))
            if seen != form.words():
                keep_for_undo(request, request.path, _as_sent(seen, form.words()), on=reverse("editing:topics"))
            return redirect("editing:topics")
    context = {
        "topic": found,
        "form": form,
        "title": there.get("de", TopicWords(title=found.slug)).title,
        "stand": _stand(there),
        "services": queries.titles_under(found),
    }
    return show(request, who, "editing/topic.html", context, section=SECTION)


def _delete(request: HttpRequest, who: Admitted, topic: Topic) -> HttpResponse:
    gone = actions.delete_topic(topic_id=topic.pk, by=who.actor, at=timezone.now())
    sent = {"schritt": "zurueckholen", "geloescht": signing.dumps(asdict(gone), salt=GONE, compress=True)}
    keep_for_undo(request, reverse("editing:topics"), sent)
    title = gone.words.get("de", TopicWords(title=gone.slug)).title
    say(request, _("Die Lebenslage „%(title)s“ ist gelöscht.") % {"title": title})
    return redirect("editing:topics")


def _as_sent(words: Mapping[str, TopicWords], there: Mapping[str, TopicWords]) -> dict[str, str]:
    """Words as the form would send them over those that are there."""
    names = {"stand": _stand(there)}
    for code, one in words.items():
        names |= {f"title_{code}": one.title, f"summary_{code}": one.summary}
    return names


def _stand(words: Mapping[str, TopicWords]) -> str:
    return signing.dumps({code: asdict(one) for code, one in words.items()}, salt=SEEN, compress=True)


def _unsigned(text: str, salt: str) -> dict[str, Any]:
    try:
        kept: dict[str, Any] = signing.loads(text, salt=salt)
    except signing.BadSignature as broken:
        raise Http404 from broken
    return kept


def _seen(stand: str, there: dict[str, TopicWords]) -> dict[str, TopicWords]:
    """The words that the editor saw when the page was opened."""
    if not stand:
        return there
    return {code: TopicWords(**one) for code, one in _unsigned(stand, SEEN).items()}


@shows("services")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.EDIT)
def order(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will show services (all, of the start page, of a life situation) or offices in order, and move them."""
    may_plan = who.actor.may(Right.PLAN)
    what = request.POST.get("was") or request.GET.get("was") or "startseite"
    choices = queries.orders(may_plan=may_plan)
    if what not in dict(choices):
        raise Http404
    listed = queries.in_order(what)
    if request.method == "POST":
        step, _dash, number = request.POST.get("schritt", "").partition("-")
        keys = {pk for pk, _title in listed}
        if step not in ("hoch", "runter") or (pk := id_in(number)) is None or pk not in keys:
            raise Http404
        kind = Office if what == queries.OFFICES else Service
        actions.move(kind=kind, pk=pk, among=keys, up=step == "hoch", by=who.actor, at=timezone.now())
        answer = redirect("editing:order")
        answer["Location"] += f"?{urlencode({'was': what})}#{number}"
        return answer
    context = {"listed": listed, "form": ListForm(choices=choices, shown=what), "what": what}
    return show(request, who, "editing/order.html", context, section=SECTION)
