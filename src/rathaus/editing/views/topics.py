"""Life situations, and the order in which citizens see them, services and offices."""

from dataclasses import asdict
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
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
from rathaus.editing.forms.topic import NewTopicForm, TopicForm
from rathaus.identity.gate import Admitted, for_right, say, show
from rathaus.identity.rights import Right
from rathaus.offices.models import Office
from rathaus.ui.states import shows

SECTION = "editing:services"
SEEN = "editing.topic"


@shows("listed")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.EDIT)
def topics(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will list all life situations, make a new one, move, hide and show them."""
    step, _dash, number = request.POST.get("schritt", "").partition("-")
    is_new = step == "neu"
    form = NewTopicForm(request.POST if is_new else None)
    if is_new and form.is_valid():
        words = {"de": TopicWords(title=form.cleaned_data["title"])}
        made = actions.create_topic(words=words, by=who.actor, at=timezone.now())
        say(request, _("Die Lebenslage ist angelegt. Sie erscheint, sobald eine Leistung dazu gehört."))
        return redirect("editing:topic", made.pk)
    if request.method == "POST" and not is_new:
        _change(who, step, queries.topic_of(number))
        return redirect("editing:topics")
    context = {"topics": queries.listed_topics(), "form": form}
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


@shows("written", "errors")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.EDIT)
def topic(request: HttpRequest, who: Admitted, topic_id: int) -> HttpResponse:
    """This will show and change a life situation's words in all languages."""
    found = queries.topic_of(str(topic_id))
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
            return redirect("editing:topics")
    stand = signing.dumps({code: asdict(one) for code, one in there.items()}, salt=SEEN, compress=True)
    context = {
        "topic": found,
        "form": form,
        "title": there.get("de", TopicWords(title=found.slug)).title,
        "stand": stand,
    }
    return show(request, who, "editing/topic.html", context, section=SECTION)


def _seen(stand: str, there: dict[str, TopicWords]) -> dict[str, TopicWords]:
    """The words that the editor saw when the page was opened."""
    if not stand:
        return there
    try:
        kept: dict[str, Any] = signing.loads(stand, salt=SEEN)
    except signing.BadSignature as broken:
        raise Http404 from broken
    return {code: TopicWords(**one) for code, one in kept.items()}


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
    context = {"listed": listed, "choices": choices, "what": what}
    return show(request, who, "editing/order.html", context, section=SECTION)
