"""A step of the administration that is taken back: a form, kept in the session and offered once on the next page."""

from dataclasses import dataclass

from django.http import HttpRequest

UNDO_KEY = "administration.undo"


@dataclass(frozen=True)
class Undo:
    """A form that takes the last step back: where it goes, and what it sends (`identity/undo.html` shows it)."""

    url: str
    sent: dict[str, str]


def keep_for_undo(request: HttpRequest, url: str, sent: dict[str, str], *, on: str = "") -> None:
    """This will offer on the next page (`on`, else the one at `url`) to take the step back by sending the form."""
    request.session[UNDO_KEY] = {"on": on or url, "url": url, "sent": sent}


def offered_undo(request: HttpRequest) -> Undo | None:
    """This will return what the last step left to be taken back on this page, once."""
    kept = request.session.get(UNDO_KEY)
    if not kept or kept["on"] != request.path:
        return None
    del request.session[UNDO_KEY]
    return Undo(kept["url"], kept["sent"])
