"""Writing the trail: one event per write, one per request for all persons read."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from rathaus.audit.models import Event, Salt
from rathaus.core.canonical import canonical
from rathaus.core.ids import uuid7
from rathaus.core.keys import commitment, pseudonym


@dataclass(frozen=True)
class Entry:
    """An event before it is written; `sequence` is its place in its stream, from 1."""

    stream: str
    sequence: int
    at: datetime
    actor: str
    action: str
    purpose: str
    persons: tuple[str, ...] = ()
    facts: tuple[tuple[str, Any], ...] = ()
    kind: str = "write"

    def canonical(self) -> bytes:
        """This will return the RFC 8785 bytes that later hashing and signing stand on."""
        return canonical(
            {
                "kind": self.kind,
                "stream": self.stream,
                "sequence": self.sequence,
                "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
                "actor": self.actor,
                "action": self.action,
                "purpose": self.purpose,
                "persons": list(self.persons),
                "facts": dict(self.facts),
            }
        )


def person(stream: str) -> str:
    """This will return the pseudonym of the person that a stream concerns."""
    return pseudonym("person", stream)


def record(entries: Iterable[Entry]) -> None:
    """This will add events, in the transaction of the write that they tell of."""
    rows = [
        Event(
            kind=e.kind, stream=e.stream, sequence=e.sequence, at=e.at, actor=e.actor, action=e.action,
            purpose=e.purpose, persons=list(e.persons), canonical=e.canonical(),
        )
        for e in entries
    ]  # fmt: skip
    Event.objects.bulk_create(rows)


def next_sequence(stream: str) -> int:
    """This will return the next free place of a stream; the caller holds the lock of what the stream tells of."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(sequence), 0) + 1 FROM audit_event WHERE stream = %s", [stream])
        return int(cursor.fetchone()[0])


def record_write(
    *, stream: str, action: str, purpose: str, by: str, at: datetime, facts: Mapping[str, Any] | None = None
) -> None:
    """This will add one write to a stream whose subject the caller has locked."""
    entry = Entry(
        stream, next_sequence(stream), at, by, action, purpose, (person(stream),), tuple((facts or {}).items())
    )
    record([entry])


def record_read(*, streams: Iterable[str], action: str, purpose: str, by: str, at: datetime) -> None:
    """This will add one event for a request that showed personal data, with all persons concerned."""
    persons = tuple(sorted({person(s) for s in streams}))
    if not persons:
        return
    record([Entry(f"read/{uuid7()}", 1, at, by, action, purpose, persons, kind="read")])


def committed(stream: str, values: Mapping[str, str]) -> dict[str, str]:
    """This will return commitments in place of personal values, under the stream's salt (made when missing)."""
    with transaction.atomic():
        row, _ = Salt.objects.get_or_create(stream=stream, defaults={"salt": new_salt()})
    return commitments(bytes(row.salt), values)


def commitments(salt: bytes, values: Mapping[str, str]) -> dict[str, str]:
    """This will return commitments in place of personal values; empty values have none."""
    return {key: commitment(salt, value) for key, value in values.items() if value}


def salt_of(stream: str) -> bytes:
    """This will return the salt of a stream that has one, else a new one that the caller stores."""
    kept = Salt.objects.filter(stream=stream).values_list("salt", flat=True).first()
    return new_salt() if kept is None else bytes(kept)


def new_salt() -> bytes:
    """This will return 16 random bytes."""
    return secrets.token_bytes(16)


def forget(*streams: str) -> None:
    """This will delete the salts of streams, so that their commitments tell nothing any more."""
    Salt.objects.filter(stream__in=streams).delete()
