"""What planning says after a step, and how a step is taken back."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from rathaus.booking.actions.planning import Planned
from rathaus.identity.gate import say

SECTION = "planning:offices"
UNDO_KEY = "planning.undo"


@dataclass(frozen=True)
class Undo:
    """A form that takes the last step back: where it goes, and what it sends."""

    url: str
    sent: dict[str, str]


def saved(request: HttpRequest, planned: Planned, text: str = "") -> None:
    """This will say that a step is done, and on how many days there are more visits than places now."""
    text = text or _("Gespeichert.")
    if planned.overbooked:
        beyond = _("Tage mit mehr Terminen als Plätzen: %(days)s. Sie stehen in den Meldungen.")
        say(request, f"{text} {beyond % {'days': planned.overbooked}}", kind="warning")
    else:
        say(request, text)


def keep_for_undo(request: HttpRequest, url: str, sent: dict[str, str]) -> None:
    """This will offer on the next page to take the step back by sending this form there."""
    request.session[UNDO_KEY] = {"url": url, "sent": sent}


def offered_undo(request: HttpRequest, url: str) -> Undo | None:
    """This will return what the last step left to be taken back at this address, once."""
    kept = request.session.get(UNDO_KEY)
    if not kept or kept["url"] != url:
        return None
    del request.session[UNDO_KEY]
    return Undo(kept["url"], kept["sent"])
