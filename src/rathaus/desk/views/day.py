"""Today, or another day, of an office; the steps of a visit; which office one works for just now."""

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rathaus.audit.actions import record_read
from rathaus.booking import actions
from rathaus.booking.actions.trail import stream_of
from rathaus.booking.models import Appointment
from rathaus.booking.queries import visible_to
from rathaus.booking.rules import ticks
from rathaus.core.errors import Refused
from rathaus.desk import day as days
from rathaus.desk import dossier, words
from rathaus.desk.frame import back, say, show
from rathaus.desk.workplace import OFFICE_KEY, Workplace, for_staff
from rathaus.ui.states import shows, shows_no_page

MOST_DAYS_AWAY = 3700


@shows("full", "empty", "closed", "over", "other-day", "said", "menu", "several-offices", "no-office")
@require_safe
@for_staff
def today(request: HttpRequest, who: Workplace) -> HttpResponse:
    """This will show a day of the office: how full it is, who comes, what can be done."""
    now = timezone.now()
    here_today = ticks.local(now, who.office.zone).date()
    day = day_in(request.GET.get("tag", ""), otherwise=here_today)
    with_over = "alle" in request.GET or day < here_today
    mark = days.mark_of_day(who, day, at=now)
    if request.headers.get("If-None-Match") == mark:
        return HttpResponse(status=304, headers={"ETag": mark})
    response = show(
        request, who, "desk/today.html", _day(who, day, here_today, mark, with_over=with_over, at=now), page="today"
    )
    response.headers["ETag"] = mark
    return response


def _day(who: Workplace, day: date, here_today: date, mark: str, *, with_over: bool, at: datetime) -> dict[str, Any]:
    rows = days.rows_of_day(who, day, at=at)
    record_read(
        streams=[stream_of(r.appointment.pk) for r in rows],
        action="booking.read-day", purpose="desk.today", by=who.actor.pseudonym, at=at,
    )  # fmt: skip
    tick = ticks.tick_at(ticks.local(at, who.office.zone).time()) if day == here_today else None
    sheets = days.sheets_of_day(who.office.pk, day)
    over = [r for r in rows if r.is_over]
    return {
        "rows": rows if with_over else [r for r in rows if not r.is_over],
        "over": len(over),
        "with_over": with_over,
        "all_url": _url(day, here_today, with_over=True),
        "open_url": _url(day, here_today),
        "numbers": days.numbers_of(rows, sheets, tick=tick),
        "timeline": days.timeline_of(sheets, tick=tick),
        "restricted": days.restricted_spans(who, day),
        "is_overbooked": day >= here_today and any(sheet.overbooked for sheet in sheets),
        "day": day,
        "day_words": words.day_words(day),
        "is_today": day == here_today,
        "before_url": _url(day - timedelta(days=1), here_today),
        "after_url": _url(day + timedelta(days=1), here_today),
        "day_url": _url(day, here_today, with_over=with_over),
        "today_url": reverse("desk:today"),
        "mark": mark,
    }


def _url(day: date, here_today: date, *, with_over: bool = False) -> str:
    query = {} if day == here_today else {"tag": str(day)}
    query |= {"alle": "1"} if with_over else {}
    return reverse("desk:today") + (f"?{urlencode(query)}" if query else "")


def day_in(text: str, *, otherwise: date) -> date:
    """This will return the day that an address names (YYYY-MM-DD), within ten years, else the other."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return otherwise
    return found if abs((found - otherwise).days) <= MOST_DAYS_AWAY else otherwise


@shows_no_page("it only leads back")
@require_POST
@for_staff
def step(request: HttpRequest, who: Workplace, appointment_id: UUID) -> HttpResponse:
    """This will note what happened: arrived, done, not come; or take the last step back."""
    dossier.raise_restricted(who, appointment_id)
    appointment = get_object_or_404(visible_to(who.actor), pk=appointment_id)
    try:
        said, can_undo = _do(request.POST.get("schritt", ""), appointment, who, at=timezone.now())
        say(request, said, undo=appointment.pk if can_undo else None)
    except Refused as refused:
        say(request, str(refused.message), kind="warning")
    return back(request, anchor=f"t-{appointment.reference}")


def _do(name: str, appointment: Appointment, who: Workplace, *, at: datetime) -> tuple[str, bool]:
    facts = {"name": appointment.name or appointment.reference}
    by = who.actor
    if name == "angekommen":
        actions.check_in(appointment=appointment, by=by, at=at)
        return _("%(name)s ist angekommen.") % facts, True
    if name == "erledigt":
        actions.finish(appointment=appointment, came=True, by=by, at=at)
        return _("Der Termin von %(name)s ist erledigt.") % facts, True
    if name == "nicht-erschienen":
        actions.finish(appointment=appointment, came=False, by=by, at=at)
        return _("%(name)s ist nicht erschienen.") % facts, True
    if name == "zurueck":
        actions.undo(appointment=appointment, by=by, at=at)
        return _("Der letzte Schritt bei %(name)s ist zurückgenommen.") % facts, False
    raise Refused(_("Bitte wählen Sie einen der Schritte, die beim Termin stehen."))


@shows_no_page("it only leads back")
@require_POST
@for_staff
def choose_office(request: HttpRequest, who: Workplace) -> HttpResponse:
    """This will have the desk show another office of the member from now on."""
    chosen = request.POST.get("amt", "")
    if any(str(o.id) == chosen for o in who.offices):
        request.session[OFFICE_KEY] = int(chosen)
    return back(request)
