"""What those who watch over a house want to see: refused sign-ins, used-up limits, forbidden things; never of whom."""

import logging
from typing import Literal

log = logging.getLogger("rathaus.security")
Event = Literal["sign-in refused", "limit reached", "forbidden", "form from elsewhere", "key refused"]


def note(event: Event, what: str) -> None:
    """This will write one line: what was refused, by the name of a step, a limit or a route."""
    log.warning("%s: %s", event, what, extra={"about": {"event": event, "what": what}})
