"""The frame that all pages of the journey share: the way here and the steps."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from rathaus.booking.links import token_of
from rathaus.booking.models import Appointment
from rathaus.booking.presentation import OfficeView


def journey_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    query: str = "",
    office: OfficeView | None = None,
    status: int = 200,
) -> HttpResponse:
    """This will answer with a step of the booking; earlier steps are links as far as they are known."""
    urls = [f"{reverse('booking:matters')}?{query}", f"{reverse('booking:office')}?{query}"] if query else []
    if urls and office:
        urls.append(f"{reverse('booking:time', args=[office.slug])}?{query}")
    crumbs = [(_("Start"), reverse("portal:start")), (_("Termin buchen"), "")]
    shared = {"query": query, "step_urls": urls, "crumbs": crumbs}
    return render(request, f"booking/{template}.html", {**shared, **context}, status=status)


def appointment_page(
    request: HttpRequest,
    template: str,
    appointment: Appointment,
    context: dict[str, Any],
    *,
    title: str = "",
    status: int = 200,
) -> HttpResponse:
    """This will answer with a page of an appointment; `title` is that of a page below it."""
    own = reverse("booking:view", args=[token_of(appointment)])
    crumbs = [(_("Start"), reverse("portal:start")), (_("Ihr Termin"), own)]
    if title:
        crumbs.append((title, ""))
    shared = {"appointment": appointment, "token": token_of(appointment), "back_url": own, "crumbs": crumbs}
    return render(request, f"booking/{template}.html", {**shared, **context}, status=status)
