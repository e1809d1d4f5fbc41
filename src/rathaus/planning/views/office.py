"""Offices: the list, a new one, and what is known of one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.core.errors import Refused
from rathaus.identity.gate import Admitted, for_right, say, show
from rathaus.identity.rights import Right
from rathaus.offices.models import Office
from rathaus.planning import actions, queries
from rathaus.planning.forms.office import WORDS_IN, OfficeForm, WordsForm, initial_of, words_of
from rathaus.planning.views.saying import SECTION, saved
from rathaus.ui.states import shows


@shows("listed")
@require_safe
@for_right(Right.PLAN)
def offices(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will list the offices that the actor plans."""
    found = queries.offices(who.actor, get_language() or "de")
    context = {"offices": found, "may_add": who.actor.may(Right.PLAN)}
    return show(request, who, "planning/offices.html", context, section=SECTION)


@shows("blank", "errors")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.PLAN)
def new(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will make an office; a head of office is told who does."""
    forms = Forms(request, None)
    if forms.is_valid():
        try:
            office = actions.create(**forms.values(), by=who.actor, at=timezone.now())
        except Refused as refused:
            forms.add(refused)
        else:
            say(request, _("Das Amt ist angelegt. Jetzt bekommt es Schalter und Leistungen."))
            return redirect("planning:office", office.pk)
    context = {"forms": forms, "may_add": who.actor.may(Right.PLAN)}
    return show(request, who, "planning/new.html", context, section=SECTION)


@shows("written", "errors", "changed")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.PLAN)
def details(request: HttpRequest, who: Admitted, office_id: int) -> HttpResponse:
    """This will show and change what is known of an office, and its rules for booking."""
    office = queries.office_for(who.actor, office_id)
    forms = Forms(request, office)
    stored: Forms | None = None
    if forms.is_valid():
        seen = forms.office.cleaned_data["stand"]
        try:
            planned = actions.change(
                office_id=office_id, seen=seen, **forms.values(), by=who.actor, at=timezone.now()
            )  # fmt: skip
        except actions.ChangedMeanwhile as refused:
            forms.add(refused)
            stored = Forms(request, office, is_sent=False)
        except Refused as refused:
            forms.add(refused)
        else:
            saved(request, planned)
            return redirect("planning:office", office_id)
    context = {"forms": forms, "office": office, "stand": queries.stamp_of_office(office_id), "stored": stored}
    return show(request, who, "planning/details.html", context, section=SECTION)


class Forms:
    """The forms of an office's page: the office, and its words per language."""

    def __init__(self, request: HttpRequest, office: Office | None, *, is_sent: bool = True) -> None:
        data = request.POST if request.method == "POST" and is_sent else None
        start = initial_of(office, queries.policy_of(office)) if office else {"is_public": True}
        self.office = OfficeForm(data, office=office, initial=start)
        self.words = [
            WordsForm(data, prefix=code, initial=words_of(office, code) if office else {}) for code in WORDS_IN
        ]

    def is_valid(self) -> bool:
        """Whether all forms were sent and filled in right."""
        return all(form.is_valid() for form in (self.office, *self.words))

    def values(self) -> dict[str, Any]:
        """What was typed, as the actions want it."""
        words = {code: form.words() for code, form in zip(WORDS_IN, self.words, strict=True)}
        return {"facts": self.office.facts(), "words": words, "policy": self.office.policy()}

    def add(self, refused: Refused) -> None:
        """This will show a refusal at the field that it is about."""
        if refused.field == "title_de":
            self.words[0].add_error("title", str(refused.message))
        else:
            self.office.add_error(None, str(refused.message))

    @property
    def all(self) -> list[Any]:
        """Every form, in the order of the page."""
        return [*self.words, self.office]
