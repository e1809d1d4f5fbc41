"""Step 4: who comes, while the time is held."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rathaus.booking import plan as plans
from rathaus.booking.actions import confirm, extend, let_go
from rathaus.booking.actions.change import wishes_of
from rathaus.booking.actions.confirm import MOST_EXTENSIONS
from rathaus.booking.actions.refusals import AlreadyConfirmed, HoldExpired, NoMoreExtensions
from rathaus.booking.forms import ContactForm
from rathaus.booking.links import path_of, token_of
from rathaus.booking.models import Appointment, State
from rathaus.booking.presentation import choice_of
from rathaus.booking.views.hold import SeeOther, SendThere
from rathaus.booking.views.pages import journey_page
from rathaus.booking.views.personal import personal
from rathaus.booking.views.times import again, office_of, typed_contact
from rathaus.booking.wishes import write_wishes
from rathaus.core.errors import Refused
from rathaus.identity.queries import CITIZEN
from rathaus.ui.states import shows

GONE = (State.HELD, State.EXPIRED)
CHANGES = {"anliegen": "booking:matters", "ort": "booking:office"}


def is_held(appointment: Appointment, *, at: datetime) -> bool:
    """This will tell whether the appointment is a hold that still stands."""
    until = appointment.held_until
    return appointment.state == State.HELD and until is not None and until > at


@shows("empty", "errors", "near-the-end", "expired", "expired-typed", "nothing-free")
@require_http_methods(["GET", "HEAD", "POST"])
@personal
def contact(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    """This will ask who comes, and book when the answer is complete; without `confirm` it shows what was typed."""
    now = timezone.now()
    if appointment.state not in GONE:
        return SeeOther(_page(appointment))
    if not is_held(appointment, at=now):
        return _expired(request, appointment)
    if "confirm" in request.POST:
        return _book(request, appointment, at=now)
    return _ask(request, appointment, ContactForm(initial=dict(typed_contact(request.POST))))


def _book(request: HttpRequest, appointment: Appointment, *, at: datetime) -> HttpResponse:
    form = ContactForm(request.POST)
    if not form.is_valid():
        return _ask(request, appointment, form, status=422)
    try:
        with suppress(AlreadyConfirmed):  # a second tap
            confirm(appointment=appointment, contact=form.contact(), by=CITIZEN, at=at)
    except HoldExpired:
        return _expired(request, appointment)
    return SeeOther(_page(appointment))


def _page(appointment: Appointment) -> str:
    return path_of("view", token_of(appointment))


def _ask(
    request: HttpRequest, appointment: Appointment, form: ContactForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    token = token_of(appointment)
    context: dict[str, Any] = {
        "choice": choice_of(appointment),
        "form": form,
        "problem": problem,
        "token": token,
        "until": appointment.held_until,
        "extensions_left": MOST_EXTENSIONS - appointment.extensions,
        "extend_url": reverse("booking:extend", args=[token]),
        "contact_url": reverse("booking:contact", args=[token]),
        "release_url": reverse("booking:release", args=[token]),
    }
    return journey_page(request, "contact", context, status=status)


def _expired(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    problem = _("Die Zeit war nicht länger für Sie frei gehalten. Bitte wählen Sie noch einmal eine Zeit.")
    if typed_contact(request.POST):
        problem += " " + _("Ihre Angaben bleiben erhalten.")
    return _choose_time(request, appointment, problem=problem, status=409 if request.method == "POST" else 200)


def _choose_time(request: HttpRequest, appointment: Appointment, *, problem: str, status: int) -> HttpResponse:
    wishes = wishes_of(appointment)
    try:
        visit = plans.current().visit(appointment.office_id, wishes)
    except Refused:
        return SeeOther(f"{reverse('booking:office')}?{write_wishes(wishes)}")
    office = office_of(appointment.office.slug)
    typed: QueryDict = request.POST
    return again(request, office=office, visit=visit, typed=typed, problem=problem, day=appointment.day, status=status)


@shows("no-more")
@require_http_methods(["GET", "HEAD", "POST"])
@personal
def extend_hold(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    """This will add ten minutes and show the form again with what was typed."""
    target = reverse("booking:contact", args=[token_of(appointment)])
    if request.method != "POST":
        return SeeOther(target)
    try:
        with suppress(HoldExpired, AlreadyConfirmed):  # the contact page says what became of it
            extend(appointment=appointment, by=CITIZEN, at=timezone.now())
    except NoMoreExtensions as refused:
        form = ContactForm(initial=dict(typed_contact(request.POST)))
        return _ask(request, appointment, form, problem=str(refused.message), status=409)
    return SendThere(target) if typed_contact(request.POST) else SeeOther(target)


@shows("new-time")
@require_http_methods(["GET", "HEAD", "POST"])
@personal
def release(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    """This will let the held time go and lead back to the step that is to be changed (`wohin`)."""
    now = timezone.now()
    if request.method != "POST" or appointment.state not in GONE:
        return SeeOther(_page(appointment))
    if is_held(appointment, at=now):
        with suppress(HoldExpired):
            let_go(appointment=appointment, by=CITIZEN, at=now)
    step = CHANGES.get(request.POST.get("wohin", ""))
    if step:
        return SeeOther(f"{reverse(step)}?{write_wishes(wishes_of(appointment))}")
    return _choose_time(request, appointment, problem="", status=200)
