"""Step 3: day and time; and the same once more, with what was typed, when a time was lost."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rathaus.booking import queries
from rathaus.booking.calendar_pages import Address, TimesView, times_view
from rathaus.booking.forms import CONTACT_FIELDS, MOST_ECHOED
from rathaus.booking.presentation import Choice, ServiceView, choice_of_visit, chosen_services, view_of_office
from rathaus.booking.rules.visit import Visit, Wish
from rathaus.booking.views.choose import WRONG_WISHES, matters_page
from rathaus.booking.views.pages import journey_page
from rathaus.booking.views.reading import day_in, month_in
from rathaus.booking.wishes import read_wishes, write_wishes
from rathaus.core.errors import Refused
from rathaus.offices.models import Office
from rathaus.ui.states import shows

LONGEST_HORIZON = timedelta(days=371)


def notices() -> Mapping[str, str]:
    """This will return what the page says after a time could not be taken, by the word in the address."""
    return {
        "vergeben": _("Diese Zeit ist gerade vergeben worden. Bitte wählen Sie eine andere Zeit."),
        "nicht-moeglich": _("Diese Zeit lässt sich nicht (mehr) buchen. Bitte wählen Sie eine andere Zeit."),
    }


@shows("free", "many-times", "day-full", "empty-month", "taken", "nothing-free", "not-here", "refused")
@require_safe
def time(request: HttpRequest, slug: str) -> HttpResponse:
    """This will show the next free time, a month of days, and the times of one day."""
    office = office_of(slug)
    try:
        wishes = read_wishes(request.GET)
        services = chosen_services(wishes)
        found = free_times_ahead(office, wishes, at=timezone.now())
    except WRONG_WISHES as refused:
        return matters_page(request, refused)
    except Refused as refused:
        return _not_here(request, office, wishes, services, refused)
    day = day_in(request.GET.get("tag", ""))
    context = {
        **times_context(found, services, office, day=day, month=month_in(request.GET.get("monat", ""))),
        "notice": notices().get(request.GET.get("hinweis", ""), ""),
        "action": reverse("booking:hold"),
    }
    return journey_page(request, "time", context, query=write_wishes(wishes), office=context["office"])


def office_of(slug: str) -> Office:
    """This will return a public office with its words (2 queries).

    :raises Http404: when there is none.
    """
    office = Office.objects.filter(slug=slug, is_public=True).prefetch_related("texts").first()
    if office is None:
        raise Http404
    return office


def free_times_ahead(office: Office, wishes: list[Wish], *, at: datetime) -> queries.FreeTimes:
    """This will return all free times up to the office's horizon (1 query).

    :raises rathaus.core.errors.Refused: when the office cannot take the wishes.
    """
    return queries.free_times(
        office_id=office.pk, wishes=wishes, first=at.date() - timedelta(days=1), last=at.date() + LONGEST_HORIZON, at=at
    )


def times_context(
    found: queries.FreeTimes,
    services: list[ServiceView],
    office: Office,
    *,
    day: date | None,
    month: date | None = None,
    address: Address | None = None,
) -> dict[str, Any]:
    """This will return what the template of times needs."""
    view = view_of_office(office)
    choice = choice_of_visit(found.visit, services, view)
    query = write_wishes(choice.wishes)
    times = times_view(found, at=timezone.now(), address=address or _addresses(office, query), day=day, month=month)
    return {
        "choice": choice,
        "office": view,
        "times": times,
        "day_notice": _day_notice(times, day),
        "online": [s for s in services if s.has_online],
        "data_url": f"{reverse('booking-api:free-times')}?office={office.pk}&{query}",
    }


def _addresses(office: Office, query: str) -> Address:
    path = reverse("booking:time", args=[office.slug])

    def address(day: date | None, month: date | None) -> str:
        extra = f"&tag={day:%Y-%m-%d}" if day else f"&monat={month:%Y-%m}" if month else ""
        return f"{path}?{query}{extra}"

    return address


def _day_notice(times: TimesView, day: date | None) -> str:
    if not times.is_day_full or day is None or not times.next_free:
        return ""
    return _("Am gewünschten Tag ist nichts frei. Hier ist der nächste Tag mit freien Zeiten.")


def _not_here(
    request: HttpRequest, office: Office, wishes: list[Wish], services: list[ServiceView], refused: Refused
) -> HttpResponse:
    view = view_of_office(office)
    context = {
        "choice": Choice(tuple(services), tuple(wishes), view),
        "office": view,
        "problem": str(refused.message)
        or _("Dieses Amt vergibt im Internet keine Termine. Bitte wählen Sie ein anderes Amt oder rufen Sie an."),
        "online": [s for s in services if s.has_online],
    }
    return journey_page(request, "not_here", context, query=write_wishes(wishes), status=422)


def again(
    request: HttpRequest,
    *,
    office: Office,
    visit: Visit,
    typed: QueryDict,
    problem: str,
    day: date | None,
    status: int,
) -> HttpResponse:
    """This will show free times inside one form together with what was typed before, so that nothing is lost."""
    wishes = [Wish(service, persons) for service, persons, _minutes in visit.lines]
    found = free_times_ahead(office, wishes, at=timezone.now())
    context = {
        **times_context(found, chosen_services(wishes), office, day=day),
        "problem": problem,
        "typed": typed_contact(typed),
    }
    return journey_page(request, "again", context, query=write_wishes(wishes), status=status)


def typed_contact(typed: QueryDict) -> list[tuple[str, str]]:
    """This will return what was typed into the contact form, for hidden fields."""
    found = ((name, str(typed.get(name, ""))) for name in CONTACT_FIELDS)
    return [(name, value) for name, value in found if value and len(value) <= MOST_ECHOED]
