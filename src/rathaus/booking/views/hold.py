"""Taking a time: the hot path. Reads the form by hand, calls one action, redirects."""

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rathaus.booking import plan as plans
from rathaus.booking.actions import hold as hold_action
from rathaus.booking.actions.refusals import JustTaken
from rathaus.booking.links import path_of
from rathaus.booking.matters import WISH
from rathaus.booking.rules.visit import Wish
from rathaus.booking.views.reading import day_in, network_of, tick_in
from rathaus.booking.views.times import again, typed_contact
from rathaus.booking.wishes import MOST_SERVICES, read_wishes, write_wishes
from rathaus.core.errors import Refused, TooManyTries
from rathaus.core.ids import id_in
from rathaus.identity.queries import CITIZEN
from rathaus.offices.models import Office
from rathaus.ui.states import shows


class SeeOther(HttpResponseRedirect):
    """After a POST: look there (303)."""

    status_code = 303


class SendThere(HttpResponseRedirect):
    """The same POST again, there (307): what was typed goes along without being stored or put into an address."""

    status_code = 307


@shows("lost", "other-day")
def hold(request: HttpRequest) -> HttpResponse:
    """This will hold a time and lead to the contact form; a lost time leads back to the times."""
    if request.method != "POST":
        return redirect("booking:matters")
    posted = request.POST
    office_id, day = id_in(posted.get("office", "")), day_in(posted.get("day", ""))
    tick = tick_in(posted.get("time", ""))
    try:
        wishes = read_wishes(posted)
        if office_id is None or day is None or tick is None:
            return _choose_again(request, office_id, wishes)
        held = hold_action(
            office_id=office_id,
            wishes=wishes,
            day=day,
            tick=tick,
            by=CITIZEN,
            at=timezone.now(),
            who=network_of(request),
            language=get_language() or "de",
        )
    except Refused as refused:
        if isinstance(refused, TooManyTries) and not typed_contact(posted):
            raise
        return _lost(request, office_id, posted, day, refused)
    target = path_of("contact", held.token)
    return SendThere(target) if typed_contact(posted) else SeeOther(target)


def _choose_again(request: HttpRequest, office_id: int | None, wishes: list[Wish]) -> HttpResponse:
    """No time was chosen: another day of a form that carries what was typed, or a form that nobody made."""
    posted = request.POST
    office = _office(office_id)
    day = day_in(posted.get("tag", "")) or day_in(posted.get("day", ""))
    if office is None:
        return SeeOther(f"{reverse('booking:matters')}?{write_wishes(wishes)}")
    if not typed_contact(posted):
        return _to_times(office.slug, wishes, day, "nicht-moeglich")
    visit = plans.kept().visit(office.pk, wishes)
    return again(request, office=office, visit=visit, typed=posted, problem="", day=day, status=200)


def _lost(
    request: HttpRequest, office_id: int | None, posted: QueryDict, day: date | None, refused: Refused
) -> HttpResponse:
    try:
        wishes = read_wishes(posted)
        visit = plans.kept().visit(office_id, wishes) if office_id else None
    except Refused:
        query = "&".join(f"l={text}" for text in posted.getlist("l")[:MOST_SERVICES] if WISH.match(text))
        return SeeOther(f"{reverse('booking:office')}?{query}")
    if visit is None:
        return SeeOther(f"{reverse('booking:office')}?{write_wishes(wishes)}")
    if typed_contact(posted) and (office := _office(office_id)):
        problem = str(refused.message) + " " + _("Ihre Angaben bleiben erhalten.")
        return again(request, office=office, visit=visit, typed=posted, problem=problem, day=day, status=409)
    return _to_times(visit.office.slug, wishes, day, "vergeben" if isinstance(refused, JustTaken) else "nicht-moeglich")


def _to_times(slug: str, wishes: list[Wish], day: date | None, notice: str) -> HttpResponse:
    chosen = f"&tag={day:%Y-%m-%d}" if day else ""
    path = reverse("booking:time", args=[slug])
    return SeeOther(f"{path}?{write_wishes(wishes)}{chosen}&hinweis={notice}")


def _office(office_id: int | None) -> Office | None:
    return Office.objects.filter(pk=office_id, is_public=True).prefetch_related("texts").first() if office_id else None
