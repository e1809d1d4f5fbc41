"""Bringing the catalogue in line with an upload, whatever its format. Runs inside the transaction of an action."""

import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from rathaus.catalogue import dldb, service_sheet
from rathaus.catalogue.actions.source import import_dldb
from rathaus.catalogue.content import Content, from_json
from rathaus.catalogue.models import Service
from rathaus.catalogue.report import about
from rathaus.catalogue.snapshot import Snapshot, contents, taken
from rathaus.catalogue.source_entries import Catalogue
from rathaus.catalogue.source_file import Note
from rathaus.catalogue.storing import write
from rathaus.catalogue.uploads import Upload
from rathaus.catalogue.wanted import Wanted, merged
from rathaus.identity.queries import Actor


@dataclass(frozen=True)
class Source:
    """What an upload says, read and ready to be written; `write` returns the revisions it was made from, by service.

    `about`: what operators read about the source itself.
    """

    notes: tuple[Note, ...]
    write: Callable[[Actor, datetime], dict[int, int | None] | None]
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Brought:
    """The catalogue before, as the source wants it, and after both were joined; conflicts per service."""

    before: Snapshot
    theirs: dict[int, Content]
    after: Snapshot
    conflicts: dict[int, tuple[tuple[str, str], ...]]
    notes: tuple[Note, ...]


def read(upload: Upload) -> Source:
    """This will read an upload's files.

    :raises rathaus.catalogue.source_file.BrokenFile: when they cannot be used, with every mistake found.
    """
    first = zlib.decompress(upload.first)
    second = zlib.decompress(upload.second) if upload.second else b""
    if upload.format == Upload.Format.DLDB:
        names = [*upload.names, "", ""]
        catalogue = dldb.parse(first, second, services_name=names[0], locations_name=names[1])
        return Source(catalogue.notes, lambda by, at: _write_dldb(catalogue, by, at), tuple(about(catalogue)))
    found, notes = service_sheet.wanted(first, name=upload.names[0])
    return Source(tuple(notes), lambda _by, at: _write(found, at, hides_missing=upload.hides_missing))


def bring(source: Source, theirs: frozenset[int], *, by: Actor, at: datetime) -> Brought:
    """This will write what a source says, except where the town's own words stand against it.

    In the services `theirs` the source's words win. About 30 queries, and about 15 for each service that changes.
    """
    before = taken()
    seen = source.write(by, at)
    wanted = contents()
    conflicts = {}
    services = Service.objects.in_bulk([pk for pk in wanted if wanted[pk] != before.services.get(pk)])
    for pk, service in services.items():
        if pk in before.services:
            ours = before.services[pk]
            base, is_strict = _base(service, ours, seen)
            joined = merged(base, ours, wanted[pk], takes_theirs=pk in theirs, is_strict=is_strict)
            if joined.content != wanted[pk]:
                write(service, joined.content)
            if joined.conflicts:
                conflicts[pk] = joined.conflicts
    return Brought(before, wanted, taken(), conflicts, source.notes)


def _base(service: Service, ours: Content, seen: dict[int, int | None] | None) -> tuple[Content, bool]:
    """From what both sides come, and whether every edit of the town has to be asked about."""
    if seen is not None and seen.get(service.pk) == service.revision:
        return ours, False
    version = service.versions.filter(imported__isnull=False).first() or service.versions.last()
    if version is None:
        return ours, False
    return from_json(version.imported or version.content, missing=ours), seen is not None


def _write_dldb(catalogue: Catalogue, by: Actor, at: datetime) -> None:
    import_dldb(catalogue=catalogue, by=by, at=at)


def _write(found: Iterable[Wanted], at: datetime, *, hides_missing: bool) -> dict[int, int | None]:
    """This will write services as wanted; those of the same source that it does not name are hidden, if asked for."""
    there = {service.slug: service for service in Service.objects.all()}
    known = set(there)
    for one in found:
        if one.key not in there:
            there[one.key] = Service.objects.create(slug=one.key, checked_at=at)
    before = contents()
    for one in found:
        service = there[one.key]
        content = one.on(before[service.pk])
        if content != before[service.pk]:
            write(service, content)
    if hides_missing:
        Service.objects.filter(slug__in=known - {one.key for one in found}).update(is_public=False, is_frequent=False)
    return {there[one.key].pk: one.seen for one in found}
