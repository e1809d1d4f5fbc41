"""Bringing the catalogue in line with an upload, whatever its format. Runs inside the transaction of an action."""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from rathaus.catalogue import dldb, office_sheet, service_sheet, writing, xzufi
from rathaus.catalogue.actions.source import import_dldb
from rathaus.catalogue.content import Content, from_json
from rathaus.catalogue.models import Service
from rathaus.catalogue.offer_writing import add_offers
from rathaus.catalogue.office_writing import write_offices
from rathaus.catalogue.report import Counts, about
from rathaus.catalogue.slugs import free_slug
from rathaus.catalogue.snapshot import Snapshot, contents, taken
from rathaus.catalogue.source_entries import Catalogue
from rathaus.catalogue.source_file import Note
from rathaus.catalogue.storing import write
from rathaus.catalogue.uploads import Upload
from rathaus.catalogue.wanted import Kept, Wanted, Way, merged
from rathaus.identity.queries import Actor


@dataclass(frozen=True)
class Source:
    """What an upload says, read and ready to be written; `write` returns the revisions it was made from, by service.

    `about`: what operators read about the source itself.
    """

    notes: tuple[Note, ...]
    write: Callable[[Actor, datetime], dict[int, int | None] | None]
    about: tuple[str, ...] = ()
    kept: Sequence[Kept] = ()  # what the town wrote and the source did not win; known once written


@dataclass(frozen=True)
class Brought:
    """The catalogue before, as the source wants it, and after both were joined; conflicts per service."""

    before: Snapshot
    theirs: dict[int, Content]
    after: Snapshot
    conflicts: dict[int, tuple[tuple[str, str], ...]]
    notes: tuple[Note, ...]
    kept: tuple[Kept, ...] = ()


def read(upload: Upload, *, overwrites: bool = False) -> Source:
    """This will read an upload's files; with `overwrites`, what they say of offices and offers wins over the town.

    :raises rathaus.catalogue.source_file.BrokenFile: when they cannot be used, with every mistake found.
    """
    first = zlib.decompress(upload.first)
    second = zlib.decompress(upload.second) if upload.second else b""
    way = Way(overwrites=overwrites)
    if upload.format == Upload.Format.DLDB:
        names = [*upload.names, "", ""]
        catalogue = dldb.parse(first, second, services_name=names[0], locations_name=names[1])
        return Source(
            catalogue.notes, lambda by, at: _write_dldb(catalogue, by, at, way), tuple(about(catalogue)), way.kept
        )
    if upload.format == Upload.Format.XZUFI:
        transfer = xzufi.parse(first, name=upload.names[0])
        hides = upload.hides_missing
        return Source(
            transfer.notes, lambda _by, at: _write_transfer(transfer, at, way, hides_missing=hides), (), way.kept
        )
    if upload.format == Upload.Format.OFFICES:
        rows, notes = office_sheet.wanted(first, name=upload.names[0])
        return Source(tuple(notes), lambda _by, _at: write_offices(rows, hides_missing=upload.hides_missing))
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
    return Brought(before, wanted, taken(), conflicts, source.notes, tuple(source.kept))


def _base(service: Service, ours: Content, seen: dict[int, int | None] | None) -> tuple[Content, bool]:
    """From what both sides come, and whether every edit of the town has to be asked about."""
    if seen is not None and seen.get(service.pk) == service.revision:
        return ours, False
    version = service.versions.filter(imported__isnull=False).first() or service.versions.last()
    if version is None:
        return ours, False
    return from_json(version.imported or version.content, missing=ours), seen is not None


def _write_dldb(catalogue: Catalogue, by: Actor, at: datetime, way: Way) -> None:
    import_dldb(catalogue=catalogue, by=by, at=at, way=way)


def _write(found: Sequence[Wanted], at: datetime, *, hides_missing: bool) -> dict[int, int | None]:
    """This will write services as wanted; those of the same source that it does not name are hidden, if asked for."""
    source = next((one.source for one in found), "")
    there = {
        s.external_id if source else s.slug: s for s in Service.objects.filter(**{"source": source} if source else {})
    }
    known, slugs = set(there), set(Service.objects.values_list("slug", flat=True))
    for one in found:
        if one.key not in there:
            there[one.key] = _new(one, slugs, at)
    before = contents()
    for one in found:
        service = there[one.key]
        content = one.on(before[service.pk])
        if content != before[service.pk]:
            write(service, content)
    if hides_missing:
        gone = [there[key].pk for key in known - {one.key for one in found}]
        Service.objects.filter(pk__in=gone).update(is_public=False, is_frequent=False)
    return {there[one.key].pk: one.seen for one in found}


def _new(one: Wanted, slugs: set[str], at: datetime) -> Service:
    if not one.source:
        return Service.objects.create(slug=one.key, checked_at=at)
    slug = free_slug(one.words["de"]["title"], slugs)
    slugs.add(slug)
    return Service.objects.create(slug=slug, external_id=one.key, source=one.source, checked_at=at)


def _write_transfer(transfer: xzufi.Transfer, at: datetime, way: Way, *, hides_missing: bool) -> None:
    """This will write services, offices, and the offers that are missing: when and how long, planners know."""
    offices = writing.bring_offices(transfer.offices, Counts(), way, keeps_unsaid=True)
    _write(transfer.services, at, hides_missing=hides_missing)
    services = {s.external_id: s for s in Service.objects.filter(source=xzufi.SOURCE)}
    add_offers(transfer.offers, services, offices)
