"""The short link of a text message: it leads to the page of the appointment, in the language of who booked."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from rathaus.booking.links import by_token
from rathaus.booking.models import Appointment
from rathaus.booking.views.hold import SeeOther
from rathaus.booking.views.personal import keep_private, wrong_link
from rathaus.booking.views.reading import network_of
from rathaus.core.errors import TooManyTries
from rathaus.core.limits import Limit, spend
from rathaus.ui.states import shows

WRONG_LINKS = Limit("short-link", most=30, seconds=600)


@shows("wrong-link")
@require_safe
def short(request: HttpRequest, token: str) -> HttpResponse:
    """This will lead to the appointment of a link; every wrong one gets the same page, and too many of them 429."""
    appointment = by_token(token)
    if appointment is None or appointment.kind != Appointment.Kind.VISIT:
        return keep_private(_wrong(request))
    known = appointment.language in dict(settings.LANGUAGES)
    with translation.override(appointment.language if known else settings.LANGUAGE_CODE):
        return keep_private(SeeOther(reverse("booking:view", args=[token])))


def _wrong(request: HttpRequest) -> HttpResponse:
    response = wrong_link(request)
    try:
        spend(WRONG_LINKS, f"network/{network_of(request)}", at=timezone.now())
    except TooManyTries:
        response.status_code = 429
    return response
