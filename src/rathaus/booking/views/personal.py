"""Pages behind a personal link: whose they are, and what keeps the link private."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from rathaus.booking.links import by_token
from rathaus.booking.models import Appointment

PersonalView = Callable[[HttpRequest, Appointment], HttpResponse]


def personal(view: PersonalView) -> Callable[[HttpRequest, str], HttpResponse]:
    """This will answer with the page of the link's appointment; every wrong link gets one and the same 404."""

    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        appointment = by_token(token)
        is_visit = appointment is not None and appointment.kind == Appointment.Kind.VISIT
        response = view(request, appointment) if appointment is not None and is_visit else wrong_link(request)
        return keep_private(response)

    return answer


def wrong_link(request: HttpRequest) -> HttpResponse:
    """This will say kindly that the link leads nowhere, whether it ever did or not."""
    crumbs = [(_("Start"), reverse("portal:start")), (_("Mein Termin"), "")]
    return render(request, "booking/wrong_link.html", {"crumbs": crumbs}, status=404)


def keep_private(response: HttpResponse) -> HttpResponse:
    """This will keep a personal page out of caches, search engines and the Referer of other requests.

    `strict-origin` never tells the path. `no-referrer` would also make browsers send `Origin: null` with
    forms, which the protection against forged requests rightly refuses.
    """
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
