"""The town's colours: choosing them, and being told when one cannot be read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rathaus.administration.forms import ColoursForm
from rathaus.core.errors import Refused
from rathaus.identity.gate import Admitted, for_right, say, show
from rathaus.identity.rights import Right
from rathaus.identity.undoing import keep_for_undo, offered_undo
from rathaus.offices import actions
from rathaus.offices.queries import place
from rathaus.ui.states import shows

SECTION = "administration:colours"


@shows("standard", "refused")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.TOWN)
def colours(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will show the town's colours for changing; a colour that people cannot read is refused."""
    town = place()
    before = {"light": town.colour_light, "dark": town.colour_dark}
    form = ColoursForm(request.POST if request.method == "POST" else None, initial=before)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_colours(**form.cleaned_data, by=who.actor, at=timezone.now())
        except Refused as refused:
            form.add_error(refused.field, str(refused.message))
        else:
            say(request, _("Gespeichert. In spätestens fünf Minuten sehen alle die neuen Farben."))
            if form.cleaned_data != before:
                keep_for_undo(request, request.path, before)
            return redirect(SECTION)
    context = {"form": form, "undo": offered_undo(request)}
    return show(request, who, "administration/colours.html", context, section=SECTION)
