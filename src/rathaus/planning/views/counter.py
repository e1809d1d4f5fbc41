"""An office with its counters and offers; a counter with its opening rules and its next weeks."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rathaus.booking.actions.counters import add_counter, change_counter, remove_rule, save_rule
from rathaus.booking.actions.planning import opening, openings, shortest_offer
from rathaus.booking.models import OpeningRule, Resource
from rathaus.booking.outlook import DayAhead, outlook
from rathaus.core.errors import Refused
from rathaus.core.stamps import stamp_of
from rathaus.identity.gate import Admitted, for_right, say, show
from rathaus.identity.rights import Right
from rathaus.identity.undoing import keep_for_undo, offered_undo
from rathaus.offices.queries import text_of
from rathaus.planning import actions, queries
from rathaus.planning.forms.counter import CounterForm, NewCounterForm, RuleForm, initial_of_rule
from rathaus.planning.views.saying import SECTION, saved
from rathaus.ui.states import shows

WEEKS_AHEAD = 28


@shows("bare", "planned", "errors")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.PLAN)
def office(request: HttpRequest, who: Admitted, office_id: int) -> HttpResponse:
    """This will show an office with its counters and offers, and give it a counter."""
    found = queries.office_for(who.actor, office_id)
    form = NewCounterForm(request.POST or None)
    if form.is_valid():
        title = form.cleaned_data["title"]
        counter = add_counter(office_id=office_id, title=title, by=who.actor, at=timezone.now())
        say(request, _("Der Schalter ist da. Er öffnet mit seiner ersten Regel."))
        return redirect("planning:counter", office_id, counter.pk)
    language = get_language() or "de"
    context = {
        "office": found,
        "title": text_of(found, language).title,
        "counters": queries.counters(found),
        "offers": queries.offers(found, language),
        "form": form,
    }
    return show(request, who, "planning/office.html", context, section=SECTION)


@shows("without_rules", "with_rules", "removed", "changed")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.PLAN)
def counter(request: HttpRequest, who: Admitted, office_id: int, counter_id: int) -> HttpResponse:
    """This will show a counter with its rules and next weeks; change it, or take a rule away."""
    found = queries.counter_of(queries.office_for(who.actor, office_id), counter_id)
    if request.POST.get("schritt") == "regel-entfernen":
        return _remove(request, who, found)
    start = {"title": found.title, "is_active": found.is_active}
    form = CounterForm(request.POST or None, initial=start)
    if form.is_valid():
        given = {"title": form.cleaned_data["title"], "is_active": form.cleaned_data["is_active"]}
        try:
            planned = actions.guarded(
                office_id=office_id, rows=partial(_itself, counter_id), seen=form.cleaned_data["stand"],
                do=partial(change_counter, counter=found, **given, by=who.actor, at=timezone.now()),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused.message))
        else:
            saved(request, planned)
            return redirect("planning:counter", office_id, counter_id)
    rules = openings(found) if found.is_active else []
    context = {
        "office_id": office_id,
        "counter": found,
        "form": form,
        "stand": stamp_of(_itself(counter_id)),
        "rules": _rules(found),
        "days": outlook(counter=found, rules=rules, days=WEEKS_AHEAD, at=timezone.now()),
        "undo": offered_undo(request),
    }
    return show(request, who, "planning/counter.html", context, section=SECTION)


@shows("blank", "errors", "preview", "beyond", "changed")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.PLAN)
def rule(request: HttpRequest, who: Admitted, office_id: int, counter_id: int) -> HttpResponse:
    """This will write an opening rule: what the next weeks would be is shown before it is saved."""
    found = queries.counter_of(queries.office_for(who.actor, office_id), counter_id)
    old = queries.rule_of(found, request.GET.get("regel", ""))
    form = RuleForm(request.POST or None, initial=initial_of_rule(old) if old else {"capacity": 1, "public_share": 1})
    days: list[DayAhead] = []
    if form.is_valid():
        days = _outlook(found, old, form)
        beyond = any(day.visits for day in days)
        step = request.POST.get("schritt", "")
        if step == "trotzdem" or (step == "speichern" and not beyond):
            try:
                planned = actions.guarded(
                    office_id=office_id, rows=partial(_rules_of, old), seen=form.cleaned_data["stand"],
                    do=partial(save_rule, counter=found, rule_id=old.pk if old else None, values=form.values(),
                               by=who.actor, at=timezone.now()),
                )  # fmt: skip
            except Refused as refused:
                form.add_error(None, str(refused.message))
            else:
                saved(request, planned)
                return redirect("planning:counter", office_id, counter_id)
    context = {
        "office_id": office_id,
        "counter": found,
        "rule": old,
        "form": form,
        "days": days,
        "stand": stamp_of(_rules_of(old)),
        "beyond": [visit for day in days for visit in day.visits],
        "may_open": office_id in who.actor.office_ids,
    }
    return show(request, who, "planning/rule.html", context, section=SECTION)


def _remove(request: HttpRequest, who: Admitted, found: Resource) -> HttpResponse:
    old = queries.rule_of(found, request.POST.get("regel", ""))
    if old is not None:
        planned = remove_rule(counter=found, rule_id=old.pk, by=who.actor, at=timezone.now())
        rule, page = (reverse(f"planning:{name}", args=[found.office_id, found.pk]) for name in ("rule", "counter"))
        keep_for_undo(request, rule, _as_sent(old), on=page)
        saved(request, planned, _("Die Regel ist weg."))
    return redirect("planning:counter", found.office_id, found.pk)


def _as_sent(old: OpeningRule) -> dict[str, str]:
    """A rule as its form would send it."""
    given: dict[str, Any] = initial_of_rule(old) | {"schritt": "trotzdem", "stand": stamp_of([])}
    return {name: str(value) for name, value in given.items() if value is not None}


def _itself(counter_id: int) -> list[Resource]:
    return list(Resource.objects.filter(pk=counter_id))


def _rules(found: Resource) -> list[OpeningRule]:
    return list(found.rules.order_by("weekday", "opens", "pk"))


def _rules_of(old: OpeningRule | None) -> list[OpeningRule]:
    return list(OpeningRule.objects.filter(pk=old.pk)) if old else []


def _outlook(found: Resource, old: OpeningRule | None, form: RuleForm) -> list[DayAhead]:
    """The next weeks with the rule as it is typed in place of the old one."""
    shortest = shortest_offer(found)
    others = [opening(r, shortest) for r in _rules(found) if old is None or r.pk != old.pk]
    values = form.values()
    written = OpeningRule(**{name: getattr(values, name) for name in values.__dataclass_fields__})
    rules = [*others, opening(written, shortest)] if found.is_active else []
    return outlook(counter=found, rules=rules, days=WEEKS_AHEAD, at=timezone.now())
