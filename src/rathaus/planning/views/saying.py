"""What planning says after a step."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from rathaus.booking.actions.planning import Planned
from rathaus.identity.gate import say

SECTION = "planning:offices"


def saved(request: HttpRequest, planned: Planned, text: str = "") -> None:
    """This will say that a step is done, and on how many days there are more visits than places now."""
    text = text or _("Gespeichert.")
    if planned.overbooked:
        beyond = _("Tage mit mehr Terminen als Plätzen: %(days)s. Sie stehen in den Meldungen.")
        say(request, f"{text} {beyond % {'days': planned.overbooked}}", kind="warning")
    else:
        say(request, text)
