"""Closed days and withheld places of an office."""

from datetime import date, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rathaus.booking.actions import release, withhold
from rathaus.booking.actions.closures import close, open_again
from rathaus.booking.models import CounterClosure
from rathaus.booking.outlook import Concerned
from rathaus.booking.rules import ticks
from rathaus.core.errors import Refused
from rathaus.identity.gate import Admitted, for_right, say, show
from rathaus.identity.rights import Right
from rathaus.identity.undoing import keep_for_undo, offered_undo
from rathaus.offices.models import Closure, Office
from rathaus.planning import queries
from rathaus.planning.forms.days import ClosureForm, WithholdForm
from rathaus.planning.views.concerned import concerned, seen
from rathaus.planning.views.saying import SECTION, saved
from rathaus.ui.states import shows


@shows("none", "listed", "errors", "concerned", "unconcerned", "removed")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.PLAN)
def closures(request: HttpRequest, who: Admitted, office_id: int) -> HttpResponse:
    """This will list closures and make one, once the visits concerned have been seen; or take one away."""
    office = queries.office_for(who.actor, office_id)
    if request.POST.get("schritt") == "oeffnen":
        return _open(request, who, office)
    counters = queries.counters(office)
    form = ClosureForm(request.POST or None, counters=[(c.pk, c.title) for c in counters])
    visits: list[Concerned] | None = None
    if form.is_valid():
        where, days = form.cleaned_data["where"], form.days()
        scope = [c.pk for c in counters if where in (None, c.pk)]
        visits = concerned(scope, days)
        if request.POST.get("gesehen") == seen(visits) and request.POST.get("schritt") == "schliessen":
            try:
                counter = next((c for c in counters if c.pk == where), None)
                planned = close(office_id=office_id, counter=counter, days=days, by=who.actor, at=timezone.now())
            except Refused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
            else:
                saved(request, planned, _("Die Schließung ist eingetragen."))
                return redirect("planning:closures", office_id)
    context = {
        "office": office,
        "form": form,
        "closures": queries.closures(office, from_on=_today(office)),
        "visits": visits,
        "seen": seen(visits or []),
        "may_open": office_id in who.actor.office_ids,
        "undo": offered_undo(request),
    }
    return show(request, who, "planning/closures.html", context, section=SECTION)


@shows("none", "listed", "errors", "refused")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.PLAN)
def withheld(request: HttpRequest, who: Admitted, office_id: int) -> HttpResponse:
    """This will list the places kept back, keep some back, or release one before its time."""
    office, now = queries.office_for(who.actor, office_id), timezone.now()
    problem = ""
    if request.POST.get("schritt") == "freigeben":
        try:
            release(withheld=queries.withheld_of(office, request.POST.get("platz", "")), by=who.actor, at=now)
        except Refused as refused:
            problem = str(refused.message)
        else:
            say(request, _("Der Platz ist frei."))
            return redirect("planning:withheld", office_id)
    counters = queries.counters(office)
    data = request.POST if request.POST and not problem else None
    form = WithholdForm(data, counters=[(c.pk, c.title) for c in counters])
    if form.is_valid():
        counter = next(c for c in counters if c.pk == form.cleaned_data["counter"])
        try:
            made = withhold(
                resource=counter, span=form.span(), places=form.cleaned_data["places"],
                release_at=form.release(office.zone), by=who.actor, at=now,
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused.message))
        else:
            say(request, _("Zurückgehaltene Plätze: %(number)s.") % {"number": len(made)})
            return redirect("planning:withheld", office_id)
    context = {"office": office, "form": form, "kept": queries.withheld(office, at=now), "problem": problem}
    return show(request, who, "planning/withheld.html", context, section=SECTION)


def _open(request: HttpRequest, who: Admitted, office: Office) -> HttpResponse:
    kind, _colon, number = request.POST.get("schliessung", "").partition("-")
    rows = queries.closures(office, from_on=date.min)
    found = next((row for row in rows if (kind, number) == (_kind(row), str(row.pk))), None)
    if found is None:
        raise Http404
    visits = concerned(_scope(office, found), found)
    saved(request, open_again(closure=found, by=who.actor, at=timezone.now()), _("Die Schließung ist weg."))
    sent = _as_sent(found) | {"schritt": "schliessen", "gesehen": seen(visits)}
    keep_for_undo(request, reverse("planning:closures", args=[office.pk]), sent)
    return redirect("planning:closures", office.pk)


def _kind(row: Closure | CounterClosure) -> str:
    return "schalter" if isinstance(row, CounterClosure) else "amt"


def _scope(office: Office, row: Closure | CounterClosure) -> list[int]:
    if isinstance(row, CounterClosure):
        return [row.resource_id]
    return list(office.resources.values_list("pk", flat=True))


def _as_sent(row: Closure | CounterClosure) -> dict[str, str]:
    """A closure as its form would send it."""
    last = row.until_on - timedelta(days=1)
    days = {"first_on": row.from_on.isoformat(), "last_on": last.isoformat()}
    if isinstance(row, CounterClosure):
        return days | {"where": str(row.resource_id), "reason_de": row.reason}
    return days | {f"reason_{code}": str(row.reasons.get(code, "")) for code, _name in settings.LANGUAGES}


def _today(office: Office) -> date:
    return ticks.local(timezone.now(), office.zone).date()
