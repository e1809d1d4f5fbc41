"""The page for people who write programs: the steps of a booking, ready to be copied."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from rathaus.api import examples
from rathaus.towns.queries import base_url
from rathaus.ui.states import shows


@shows("commands")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """This will show every step as a command with numbers and times of this very town."""
    base = base_url()
    steps = examples.examples(examples.place_for_examples(at=timezone.now()))
    return render(request, "api/examples.html", {"steps": [(step, step.command(base)) for step in steps]})
