"""Step 5 and later: the page of an appointment, its code and calendar file, moving and cancelling."""

from datetime import date, datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.booking.actions import cancel as cancel_action
from rathaus.booking.actions import move as move_action
from rathaus.booking.actions.change import is_changeable, wishes_of
from rathaus.booking.actions.confirm import confirm_by_mail
from rathaus.booking.actions.refusals import AlreadyConfirmed, JustTaken, NotChangeable, NotMovable
from rathaus.booking.ics import calendar_file
from rathaus.booking.links import code_of, token_of
from rathaus.booking.models import Appointment, State
from rathaus.booking.presentation import choice_of, chosen_services
from rathaus.booking.qr import qr_code
from rathaus.booking.rules.visit import NotBookableThen
from rathaus.booking.views.contact import is_held
from rathaus.booking.views.hold import SeeOther
from rathaus.booking.views.pages import appointment_page
from rathaus.booking.views.personal import personal, wrong_link
from rathaus.booking.views.reading import day_in, month_in, tick_in
from rathaus.booking.views.times import free_times_ahead, notices, office_of, times_context
from rathaus.booking.wishes import write_wishes
from rathaus.core.errors import Refused
from rathaus.identity.queries import CITIZEN
from rathaus.ui.states import shows, shows_no_page

JUST_NOW = timedelta(minutes=10)
BOOKED = (State.PRECONFIRMED, State.CONFIRMED, State.CHECKED_IN, State.DONE, State.NO_SHOW, State.CANCELLED)
SITUATIONS = ("new", "moved", "upcoming", "waiting", "late", "here", "past", "cancelled", "gone")


def situation_of(appointment: Appointment, *, at: datetime) -> str:
    """This will name what the page shows: one of SITUATIONS."""
    state = appointment.state
    if state == State.PRECONFIRMED:
        is_late = appointment.held_until is not None and appointment.held_until <= at
        return "gone" if is_late else "waiting"
    fixed = {State.CANCELLED: "cancelled", State.CHECKED_IN: "here", State.HELD: "gone", State.EXPIRED: "gone"}
    if state in fixed:
        return fixed[State(state)]
    if state != State.CONFIRMED or appointment.starts_at <= at - timedelta(minutes=5 * appointment.ticks):
        return "past"
    if appointment.starts_at <= at:
        return "late"
    if appointment.moved_at and at - appointment.moved_at < JUST_NOW:
        return "moved"
    return "new" if appointment.booked_at and at - appointment.booked_at < JUST_NOW else "upcoming"


def is_forgotten(appointment: Appointment) -> bool:
    """This will tell whether the person of a booked visit was forgotten: its name is a must."""
    return appointment.state in BOOKED and not appointment.name


@shows(*SITUATIONS, "new-without-mail", "cancelled-by-office", "forgotten", "wrong-link")
@require_safe
@personal
def view(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    """This will show the appointment as it stands."""
    now = timezone.now()
    if is_held(appointment, at=now):
        return SeeOther(reverse("booking:contact", args=[token_of(appointment)]))
    choice = choice_of(appointment)
    context = {
        "choice": choice,
        "situation": situation_of(appointment, at=now),
        "is_forgotten": is_forgotten(appointment),
        "is_upcoming": is_changeable(appointment, at=now),
        "code": code_of(appointment),
        "reference": f"{appointment.reference[:4]} {appointment.reference[4:]}",
        "query": write_wishes(choice.wishes),
    }
    return appointment_page(request, "appointment", appointment, context)


@shows_no_page("a picture")
@require_safe
@personal
def qr(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    """This will draw the reference as a QR code."""
    if appointment.state not in BOOKED:
        return wrong_link(request)
    return HttpResponse(qr_code(appointment.reference, "svg"), content_type="image/svg+xml")


@shows_no_page("a calendar file")
@require_safe
@personal
def calendar(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    """This will give the calendar file of a booked visit."""
    if appointment.state not in BOOKED:
        return wrong_link(request)
    response = HttpResponse(calendar_file(appointment, method="PUBLISH"), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="termin.ics"'
    return response


@shows("free", "taken", "nothing-free", "cannot")
@require_http_methods(["GET", "HEAD", "POST"])
@personal
def move(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    """This will show other times of the same office, and move to the chosen one."""
    now = timezone.now()
    if not is_changeable(appointment, at=now):
        return SeeOther(_page(appointment))
    if request.method != "POST":
        return _other_times(request, appointment, notices().get(request.GET.get("hinweis", ""), ""))
    day, tick = day_in(request.POST.get("day", "")), tick_in(request.POST.get("time", ""))
    if day is None or tick is None:
        return _other_times(request, appointment, _("Bitte wählen Sie eine Zeit."), status=422)
    try:
        move_action(appointment=appointment, day=day, tick=tick, by=CITIZEN, at=now)
    except (JustTaken, NotBookableThen) as refused:
        return _other_times(request, appointment, str(refused.message), day=day, status=409)
    except Refused as refused:
        return _cannot(request, appointment, str(refused.message))
    return SeeOther(_page(appointment))


def _page(appointment: Appointment) -> str:
    return reverse("booking:view", args=[token_of(appointment)])


def _other_times(
    request: HttpRequest, appointment: Appointment, notice: str, *, day: date | None = None, status: int = 200
) -> HttpResponse:
    wishes = wishes_of(appointment)
    path = reverse("booking:move", args=[token_of(appointment)])

    def address(chosen: date | None, month: date | None) -> str:
        return f"{path}?tag={chosen:%Y-%m-%d}" if chosen else f"{path}?monat={month:%Y-%m}" if month else path

    try:
        office = office_of(appointment.office.slug)
        found = free_times_ahead(office, wishes, at=timezone.now())
        services = chosen_services(wishes)
    except (Refused, Http404):
        return _cannot(request, appointment, str(NotMovable().message))
    month = month_in(request.GET.get("monat", ""))
    day = day or day_in(request.GET.get("tag", ""))
    context = {
        **times_context(found, services, office, day=day, month=month, address=address),
        "notice": notice,
        "action": path,
        "present": choice_of(appointment),
    }
    title = _("Termin verschieben")
    return appointment_page(request, "move", appointment, context, title=title, status=status)


def _cannot(request: HttpRequest, appointment: Appointment, message: str) -> HttpResponse:
    context = {"choice": choice_of(appointment), "problem": message}
    return appointment_page(request, "cannot", appointment, context, title=_("Termin ändern"), status=409)


@shows("ask")
@require_http_methods(["GET", "HEAD", "POST"])
@personal
def cancel(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    """This will ask whether the visit shall be cancelled, and cancel it on the yes."""
    now = timezone.now()
    if not is_changeable(appointment, at=now):
        return SeeOther(_page(appointment))
    if request.method == "POST":
        try:
            cancel_action(appointment=appointment, by=CITIZEN, at=now)
        except NotChangeable as refused:
            return _cannot(request, appointment, str(refused.message))
        return SeeOther(_page(appointment))
    context = {"choice": choice_of(appointment)}
    return appointment_page(request, "cancel", appointment, context, title=_("Termin absagen"))


@shows("ask")
@require_http_methods(["GET", "HEAD", "POST"])
@personal
def confirm(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    """This will ask for the yes that a service wants by mail, and book on it."""
    now = timezone.now()
    if situation_of(appointment, at=now) != "waiting":
        return SeeOther(_page(appointment))
    if request.method == "POST":
        try:
            confirm_by_mail(appointment=appointment, by=CITIZEN, at=now)
        except AlreadyConfirmed:
            return SeeOther(_page(appointment))
        except Refused as refused:
            return _cannot(request, appointment, str(refused.message))
        return SeeOther(_page(appointment))
    context = {"choice": choice_of(appointment)}
    return appointment_page(request, "confirm", appointment, context, title=_("Termin bestätigen"))
