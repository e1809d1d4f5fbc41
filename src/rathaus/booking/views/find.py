"""Finding an appointment again by its number and something that only the person knows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rathaus.booking.forms import FindForm
from rathaus.booking.links import by_reference, token_of
from rathaus.booking.views.appointment import BOOKED
from rathaus.booking.views.hold import SeeOther
from rathaus.booking.views.personal import keep_private
from rathaus.booking.views.reading import network_of
from rathaus.core.errors import TooManyTries
from rathaus.core.ids import normal_reference
from rathaus.core.limits import Limit, spend
from rathaus.ui.states import shows

TRIES = Limit("find", most=10, seconds=600)


@shows("empty", "errors", "unknown", "too-many")
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """This will lead to an appointment; a wrong number and a wrong second answer look the same."""
    if request.method != "POST":
        return _page(request, FindForm())
    form = FindForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    reference, now = normal_reference(form.cleaned_data["reference"]), timezone.now()
    try:
        spend(TRIES, f"network/{network_of(request)}", at=now)
        spend(TRIES, f"reference/{reference}", at=now)
    except TooManyTries as refused:
        return _not_found(request, form, str(refused.message), status=429)
    appointment = by_reference(reference, form.cleaned_data["second"])
    if appointment is None or appointment.state not in BOOKED:
        return _not_found(
            request,
            form,
            _("Mit diesen Angaben finden wir keinen Termin. Bitte prüfen Sie beides oder rufen Sie uns an."),
            status=422,
        )
    return SeeOther(reverse("booking:view", args=[token_of(appointment)]))


def _not_found(request: HttpRequest, form: FindForm, message: str, *, status: int) -> HttpResponse:
    form.add_error(None, message)
    return _page(request, form, status=status)


def _page(request: HttpRequest, form: FindForm, *, status: int = 200) -> HttpResponse:
    crumbs = [(_("Start"), reverse("portal:start")), (_("Mein Termin"), "")]
    return keep_private(render(request, "booking/find.html", {"form": form, "crumbs": crumbs}, status=status))
