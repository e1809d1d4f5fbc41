"""Services: the list with a search to try, a new one, its facts and German words, its words in other languages."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.catalogue import actions
from rathaus.catalogue.content import Content, Words, content_of
from rathaus.catalogue.markup import sanitised
from rathaus.catalogue.models import Service
from rathaus.core.errors import Refused
from rathaus.core.ids import id_in
from rathaus.editing import queries
from rathaus.editing.forms.service import FactsForm, TrialForm, WordsForm, initial_of_facts, initial_of_words
from rathaus.identity.gate import Admitted, for_right, say, show
from rathaus.identity.rights import Right
from rathaus.ui.states import shows

SECTION = "editing:services"


@shows("listed", "tried")
@require_safe
@for_right(Right.EDIT)
def services(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will list all services, and show what a citizen finds by a word."""
    trial = TrialForm(request.GET or None, initial={"sprache": "de"})
    query = trial.cleaned_data["q"] if trial.is_valid() else ""
    hits = queries.found(query, trial.cleaned_data["sprache"] or "de") if query else []
    context = {"services": queries.services(), "trial": trial, "query": query, "hits": hits}
    return show(request, who, "editing/services.html", context, section=SECTION)


@shows("blank", "errors", "preview")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.EDIT)
def new(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will make a service."""
    forms = Forms(request, Content())
    if forms.wants_to_save():
        content = Content(facts=forms.facts.facts(), words={"de": forms.words.words()})
        service = actions.create_service(content=content, by=who.actor, at=timezone.now())
        say(request, _("Die Leistung ist angelegt."))
        return redirect("editing:service", service.pk)
    context = {"forms": forms, "preview": forms.preview()}
    return show(request, who, "editing/new.html", context, section=SECTION)


@shows("written", "errors", "changed")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.EDIT)
def details(request: HttpRequest, who: Admitted, service_id: int) -> HttpResponse:
    """This will show and change a service's facts and its German words."""
    service = queries.service_of(service_id)
    content = content_of(service)
    forms = Forms(request, content)
    is_stale = False
    if forms.wants_to_save():
        wanted = Content(facts=forms.facts.facts(), words={**content.words, "de": forms.words.words()})
        is_stale = not _save(request, who, service, wanted, forms.words)
        if not is_stale:
            return redirect("editing:service", service_id)
    context = {
        "service": service, "title": queries.title_of(service), "forms": forms, "preview": forms.preview(),
        "languages": queries.languages_of(service), "offices": queries.offices_of(service),
        "may_plan": who.actor.may(Right.PLAN),
        "stored": Forms(request, content, is_sent=False) if is_stale else None,
    }  # fmt: skip
    return show(request, who, "editing/service.html", context, section=SECTION)


@shows("missing", "written")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.EDIT)
def words(request: HttpRequest, who: Admitted, service_id: int, code: str) -> HttpResponse:
    """This will show and change a service's words in one language, beside the German ones."""
    service = queries.service_of(service_id)
    if code not in queries.LANGUAGES or code == "de":
        raise Http404
    content = content_of(service)
    start = initial_of_words(content.words.get(code, Words()))
    form = WordsForm(request.POST if request.method == "POST" else None, initial=start)
    is_stale = False
    if form.is_valid() and not _wants_preview(request):
        wanted = replace(content, words={**content.words, code: form.words()})
        is_stale = not _save(request, who, service, wanted, form)
        if not is_stale:
            return redirect("editing:words", service_id, code)
    german = WordsForm(initial=initial_of_words(content.words.get("de", Words())))
    context = {
        "service": service, "title": queries.title_of(service), "code": code, "form": form, "german": german,
        "pairs": [(form[name], german[name]) for name in form.fields if name != "is_reviewed"],
        "stored_forms": [WordsForm(initial=start)] if is_stale else [],
        "preview": _preview(form) if _wants_preview(request) else None,
        "languages": queries.languages_of(service),
    }  # fmt: skip
    return show(request, who, "editing/words.html", context, section=SECTION)


def _save(request: HttpRequest, who: Admitted, service: Service, wanted: Content, form: WordsForm) -> bool:
    """Whether it was saved; a refusal is shown at the form."""
    seen = id_in(request.POST.get("stand", ""))
    try:
        changed = actions.change_service(
            service_id=service.pk, seen=-1 if seen is None else seen, content=wanted,
            by=who.actor, at=timezone.now(),
        )  # fmt: skip
    except Refused as refused:
        form.add_error(None, str(refused.message))
        return False
    say(request, _("Gespeichert.") if changed else _("Es war nichts zu ändern."))
    return True


def _wants_preview(request: HttpRequest) -> bool:
    return request.POST.get("schritt") == "vorschau"


def _preview(form: WordsForm) -> Mapping[str, Any] | None:
    if not form.is_valid():
        return None
    return form.cleaned_data | {name: _safe(form.cleaned_data[name]) for name in ("description", "fees")}


def _safe(html: str) -> SafeString:
    return mark_safe(sanitised(html))  # noqa: S308 - cleaned by the allow list


class Forms:
    """The forms of a service's page: its facts, and its German words."""

    def __init__(self, request: HttpRequest, content: Content, *, is_sent: bool = True) -> None:
        data = request.POST if request.method == "POST" and is_sent else None
        self.words = WordsForm(data, initial=initial_of_words(content.words.get("de", Words())))
        self.facts = FactsForm(data, initial=initial_of_facts(content.facts))
        self.is_preview = _wants_preview(request)

    def wants_to_save(self) -> bool:
        """Whether all was sent to be saved, and filled in right."""
        return all([self.words.is_valid(), self.facts.is_valid()]) and not self.is_preview

    def preview(self) -> Mapping[str, Any] | None:
        """The words as citizens would read them, when that was asked for."""
        return _preview(self.words) if self.is_preview else None

    @property
    def all(self) -> list[Any]:
        """Both forms, in the order of the page."""
        return [self.words, self.facts]
