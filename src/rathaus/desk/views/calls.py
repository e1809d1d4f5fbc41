"""Why people call: noted in two clicks, counted by week and reason, never by clerk."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rathaus.booking.rules import ticks
from rathaus.desk.actions import note_call
from rathaus.desk.frame import back, say, show
from rathaus.desk.models import CallReason, PhoneCall
from rathaus.desk.workplace import Workplace, for_staff
from rathaus.ui.states import shows


@shows("counts")
@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def call(request: HttpRequest, who: Workplace) -> HttpResponse:
    """This will note a call's reason, or show how often each was given."""
    if request.method == "POST":
        return _note(request, who)
    zone = ticks.zone(who.office.zone)
    today = ticks.local(timezone.now(), who.office.zone).date()
    monday = today - timedelta(days=today.weekday())
    starts = [datetime.combine(monday + timedelta(weeks=n), time(0), zone) for n in (-1, 0, 1)]
    before, now = (_counts(who.office.pk, first, last) for first, last in pairwise(starts))
    rows = [(reason.label, now.get(reason, 0), before.get(reason, 0)) for reason in CallReason]
    context = {"rows": rows, "total": sum(now.values()), "total_before": sum(before.values()), "week": _week(monday)}
    return show(request, who, "desk/calls.html", context, page="call")


def _note(request: HttpRequest, who: Workplace) -> HttpResponse:
    reason = request.POST.get("grund", "")
    if reason in CallReason.values:
        note_call(office_id=who.office.pk, reason=CallReason(reason), by=who.actor, at=timezone.now())
        say(request, _("Anruf notiert: %(reason)s.") % {"reason": CallReason(reason).label})
    else:
        say(request, _("Bitte wählen Sie einen Grund aus der Liste."), kind="warning")
    return back(request, otherwise="desk:call")


def _counts(office_id: int, first: datetime, last: datetime) -> dict[str, int]:
    rows = PhoneCall.objects.filter(office_id=office_id, at__gte=first, at__lt=last)
    return dict(rows.values_list("reason").annotate(n=Count("pk")))


def _week(monday: date) -> int:
    return monday.isocalendar().week
