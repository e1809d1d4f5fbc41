"""What an import did, in lines that an operator reads: how many were new, changed, hidden, and what was kept."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rathaus.catalogue.source_entries import Catalogue
from rathaus.catalogue.source_file import Note

KINDS = (("services", "services: "), ("offices", "offices:  "), ("offers", "offers:   "))


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
    """An import of a catalogue, in figures and notes."""

    services: Counts = field(default_factory=Counts)
    offices: Counts = field(default_factory=Counts)
    offers: Counts = field(default_factory=Counts)
    notes: tuple[Note, ...] = ()

    @property
    def changes_something(self) -> bool:
        """This will tell whether anything is written."""
        return bool(self.services.moved or self.offices.moved or self.offers.moved)


def lines(told: Mapping[str, Any], *, overwrites: bool, dry_run: bool) -> Iterator[str]:
    """This will yield what an import changed (`comparison.compared`), line by line."""
    for kind, name in KINDS:
        found = told[kind]
        counts = Counts(len(found["new"]), len(found["changed"]), found["unchanged"], len(found["hidden"]))
        yield f"{name}{counts}"
    yield from told["about"]
    kept = [entry for kind in ("offices", "offers") for entry in told[kind].get("kept", ())]
    yield from _conflicts([*told["services"]["conflicts"], *kept], overwrites=overwrites)
    yield f"not taken over as given: {len(told['notes'])}"
    for note in told["notes"]:
        yield f"  {Note.from_json(note)}"
    if dry_run:
        yield "dry run: nothing was written"


def about(catalogue: Catalogue) -> Iterator[str]:
    """This will yield what pages will have to say is not known, and which offers cannot be booked."""
    not_bookable = sum(not o.is_bookable for o in catalogue.offers)
    yield f"          {not_bookable} cannot be booked, {catalogue.internal_offers} are internal and were left out"
    for what, is_missing in (
        ("LeiKa key", [not s.leika_key for s in catalogue.services]),
        ("description", [not s.description for s in catalogue.services]),
        ("fees", [not s.fees for s in catalogue.services]),
        ("duration", [s.minutes is None for s in catalogue.services]),
    ):
        if any(is_missing):
            yield f"not known: {what} of {sum(is_missing)} services"


def _conflicts(found: Iterable[Mapping[str, Any]], *, overwrites: bool) -> Iterator[str]:
    """The fields that differ, which a source that overwrites has won; of offices and offers those alone that stayed."""
    fields = [
        f"  {entry['title']}: {one['name']}" + (f" ({one['language']})" if one["language"] else "")
        for entry in found
        for one in entry["fields"]
    ]
    if fields:
        yield f"written here and other in the file: {len(fields)}, " + (
            "the file's were taken" if overwrites else "ours were kept; --overwrite-edits takes the file's"
        )
        yield from fields
