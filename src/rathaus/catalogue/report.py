"""What an import did: how many were new, changed, unchanged, withdrawn, and what it could not take over."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from rathaus.catalogue.source_file import Note


@dataclass
class Counts:
    """Entries of one kind."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0

    @property
    def moved(self) -> int:
        """This will return how many were not left as they were."""
        return self.new + self.changed + self.withdrawn

    def __str__(self) -> str:
        return f"{self.new} new, {self.changed} changed, {self.unchanged} unchanged, {self.withdrawn} withdrawn"


@dataclass
class Report:
    """An import, told in figures and notes; `unknown`: what the source does not say, and of how many services."""

    services: Counts = field(default_factory=Counts)
    offices: Counts = field(default_factory=Counts)
    offers: Counts = field(default_factory=Counts)
    not_bookable: int = 0
    internal_offers: int = 0
    unknown: tuple[tuple[str, int], ...] = ()
    notes: tuple[Note, ...] = ()
    dry_run: bool = False

    @property
    def changes_something(self) -> bool:
        """This will tell whether anything is written."""
        return bool(self.services.moved or self.offices.moved or self.offers.moved)

    def lines(self) -> Iterator[str]:
        """This will yield the report line by line, as an operator reads it."""
        yield f"services: {self.services}"
        yield f"offices:  {self.offices}"
        yield f"offers:   {self.offers}"
        yield f"          {self.not_bookable} cannot be booked, {self.internal_offers} are internal and were left out"
        for what, how_often in self.unknown:
            yield f"not known: {what} of {how_often} services"
        yield f"not taken over as given: {len(self.notes)}"
        for note in self.notes:
            yield f"  {note}"
        if self.dry_run:
            yield "dry run: nothing was written"
