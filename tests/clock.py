"""A clock that stands still until a test moves it."""

from datetime import datetime, timedelta


class Clock:
    """The moment that views see."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def forward(self, **span: float) -> None:
        """This will let time pass."""
        self.moment += timedelta(**span)
