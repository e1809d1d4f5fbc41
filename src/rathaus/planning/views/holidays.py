"""Holidays of the municipality alone."""

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rathaus.booking.actions.closures import Days, check_plans_town
from rathaus.booking.actions.local_holidays import add_holiday, remove_holiday
from rathaus.booking.outlook import Concerned
from rathaus.core.errors import Refused
from rathaus.identity.gate import Admitted, for_right, show
from rathaus.identity.rights import Right
from rathaus.identity.undoing import keep_for_undo, offered_undo
from rathaus.offices.models import MunicipalHoliday
from rathaus.offices.queries import place, public_holidays
from rathaus.planning.forms.days import HolidayForm
from rathaus.planning.queries import named
from rathaus.planning.views.concerned import concerned_in_town, seen
from rathaus.planning.views.saying import SECTION, saved
from rathaus.ui.states import shows

PAGE = "planning:holidays"
AHEAD = timedelta(days=365)


@shows("listed", "errors", "concerned")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.PLAN)
def holidays(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will list local holidays, add one once the visits concerned are seen, or take one away."""
    check_plans_town(who.actor)
    if request.POST.get("schritt") == "entfernen":
        return _remove(request, who)
    form = HolidayForm(request.POST or None)
    visits: list[Concerned] | None = None
    if form.is_valid():
        visits = concerned_in_town(form.days())
        if request.POST.get("gesehen") == seen(visits) and request.POST.get("schritt") == "eintragen":
            given = form.cleaned_data
            try:
                planned = add_holiday(day=given["day_on"], title=given["title"], by=who.actor, at=timezone.now())
            except Refused as refused:
                form.add_error(refused.field, str(refused.message))
            else:
                saved(request, planned, _("Der Feiertag ist eingetragen."))
                return redirect(PAGE)
    context = {"form": form, "visits": visits, "seen": seen(visits or []), **_listed(timezone.localdate())}
    return show(
        request, who, "planning/holidays.html", context | {"undo": offered_undo(request)},
        section=SECTION,
    )  # fmt: skip


def _listed(today: date) -> dict[str, object]:
    years = range(today.year, (today + AHEAD).year + 1)
    of_land = public_holidays(place().land, years, get_language() or "de")
    return {
        "holidays": MunicipalHoliday.objects.filter(day_on__gte=today).order_by("day_on"),
        "of_land": sorted((day, title) for day, title in of_land.items() if today <= day <= today + AHEAD),
    }


def _remove(request: HttpRequest, who: Admitted) -> HttpResponse:
    found = named(MunicipalHoliday.objects.all(), request.POST.get("feiertag", ""))
    if found is None:
        raise Http404
    day = Days(from_on=found.day_on, until_on=found.day_on + timedelta(days=1), reasons={})
    visits = concerned_in_town(day)
    saved(request, remove_holiday(holiday=found, by=who.actor, at=timezone.now()), _("Der Feiertag ist weg."))
    sent = {"day_on": found.day_on.isoformat(), "title": found.title, "gesehen": seen(visits)}
    keep_for_undo(request, reverse(PAGE), sent | {"schritt": "eintragen"})
    return redirect(PAGE)
