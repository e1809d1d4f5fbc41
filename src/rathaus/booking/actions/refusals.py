"""Why an appointment could not be made or changed."""

from rathaus.core.errors import Refused


class JustTaken(Refused):
    """Somebody else was faster, or the time is not free."""


class HoldExpired(Refused):
    """The hold ran out before it was confirmed."""


class NoMoreExtensions(Refused):
    """A hold can be extended ten times."""


class AlreadyConfirmed(Refused):
    """The hold was confirmed before (a double click)."""


class NotChangeable(Refused):
    """The appointment is over, cancelled or under way."""


class NotYours(Refused):
    """The appointment belongs to an office the actor does not work in."""
