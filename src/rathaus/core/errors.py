"""Refusals: what an action raises when the house says no, in words for a person."""

from django.utils.functional import Promise

Text = str | Promise


class Refused(Exception):
    """Base of every refusal: a reviewed message, and the form field it belongs to (if any)."""

    field: str | None = None

    def __init__(self, message: Text, *, field: str | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        if field is not None:
            self.field = field


class NotPermitted(Refused):
    """The actor may not do this."""


class TooManyTries(Refused):
    """The rate limit of this actor is used up for now."""
