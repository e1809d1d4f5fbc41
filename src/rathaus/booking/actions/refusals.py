"""Why an appointment could not be made or changed."""

from django.utils.translation import gettext as _

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


class NotMovable(Refused):
    """The visit stands, but its office no longer takes visits like it."""

    def __init__(self) -> None:
        super().__init__(
            _("Dieser Termin lässt sich hier nicht verschieben. Er bleibt bestehen. Passt er nicht? Rufen Sie uns an.")
        )
