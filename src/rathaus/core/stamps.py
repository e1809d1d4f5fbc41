"""A stamp of what is stored: whoever saves shows the stamp they saw, so that two at once do not undo each other."""

from collections.abc import Iterable
from hashlib import sha256

from django.db.models import Model


def stamp_of(rows: Iterable[Model]) -> str:
    """This will return a short text that is another one as soon as any stored value of the rows is."""
    found = sorted((row._meta.label, str(row.pk), repr(_values(row))) for row in rows)
    return sha256(repr(found).encode()).hexdigest()[:24]


def _values(row: Model) -> list[object]:
    return [getattr(row, field.attname) for field in row._meta.concrete_fields]
