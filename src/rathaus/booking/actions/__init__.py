"""What is done in booking; each action is one transaction, keyword-only, with `by=` and `at=`."""

from rathaus.booking.actions.attend import check_in, finish, undo
from rathaus.booking.actions.booked import Contact
from rathaus.booking.actions.change import cancel, move
from rathaus.booking.actions.confirm import book_by_staff, confirm, extend, let_go
from rathaus.booking.actions.hold import Held, hold
from rathaus.booking.actions.link import renew_link
from rathaus.booking.actions.withhold import Span, release, withhold

__all__ = [
    "Contact",
    "Held",
    "Span",
    "book_by_staff",
    "cancel",
    "check_in",
    "confirm",
    "extend",
    "finish",
    "hold",
    "let_go",
    "move",
    "release",
    "renew_link",
    "undo",
    "withhold",
]
