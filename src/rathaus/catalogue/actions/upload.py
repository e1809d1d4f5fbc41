"""What is done with a file to import: taken in, tried (dry run), applied, taken back."""

import hashlib
import zlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from rathaus.audit.actions import Entry, next_sequence, record
from rathaus.catalogue import taking_back
from rathaus.catalogue.actions.source import STREAM
from rathaus.catalogue.bringing import Brought, Source, bring, read
from rathaus.catalogue.comparison import Told, compared
from rathaus.catalogue.models import Service, WordsVersion
from rathaus.catalogue.row_images import images
from rathaus.catalogue.snapshot import taken
from rathaus.catalogue.source_file import BrokenFile
from rathaus.catalogue.storing import keep_all
from rathaus.catalogue.uploads import Upload
from rathaus.core.errors import NotPermitted, Refused
from rathaus.identity.queries import Actor
from rathaus.identity.rights import Right

MOST_BYTES = 15 * 1024 * 1024  # of both files, through the browser; the command takes larger ones
MOST_OF_THE_HOUSE = 1024**3  # through the command
OF_OFFICES = (Upload.Format.OFFICES, Upload.Format.DLDB, Upload.Format.XZUFI)  # they bring offices as well
MOST_FAULTS = 500
KEPT = timedelta(days=30)
ASKED = (Upload.State.WAITING, Upload.State.APPLYING, Upload.State.UNDOING)  # a job is to do it
IN_BETWEEN = (Upload.State.APPLYING, Upload.State.UNDOING)
File = tuple[str, bytes]


class CatalogueChanged(Refused):
    """Since the dry run somebody changed the catalogue, so nobody has seen what applying would do now."""

    def __init__(self) -> None:
        super().__init__(_("Der Bestand hat sich seit der Prüfung geändert."))


class NotAtThatPoint(Refused):
    """The upload is not (any more) at the point for this step."""


class TooLarge(Refused):
    """More bytes than can be taken in at once."""


@transaction.atomic
def take_in(
    *, format: str, files: Sequence[File], hides_missing: bool = False, by: Actor, at: datetime,  # noqa: A002
    most_bytes: int = MOST_BYTES,
) -> Upload:  # fmt: skip
    """This will keep the files of an import; nothing of them is read yet.

    :raises TooLarge: when they are more than `most_bytes`.
    :raises rathaus.core.errors.NotPermitted: for those who do not edit, or bring offices and do not plan in the town.
    """
    may_take(format, by)
    if sum(len(data) for _name, data in files) > most_bytes:
        raise TooLarge(_("Das sind mehr als %(most)s MB.") % {"most": most_bytes // 1024**2}, field="first")
    Upload.objects.filter(uploaded_at__lt=at - KEPT).exclude(state__in=IN_BETWEEN).delete()
    digest = hashlib.sha256(b"".join(len(data).to_bytes(8, "big") + data for _name, data in files)).hexdigest()
    packed = [zlib.compress(data) for _name, data in files]
    return Upload.objects.create(
        format=format, names=[name[:200] for name, _data in files], sha256=digest, first=packed[0],
        second=packed[1] if len(packed) > 1 else None, hides_missing=hides_missing, uploaded_at=at,
    )  # fmt: skip


@transaction.atomic
def check(*, upload_id: int, by: Actor, at: datetime) -> Upload:
    """This will try an upload: all is written, compared with what was there, and rolled back.

    A file that cannot be used leaves its faults in the report.
    """
    upload = _locked(upload_id)
    may_take(upload.format, by)
    if upload.state not in (Upload.State.WAITING, Upload.State.BROKEN, Upload.State.READY):
        raise NotAtThatPoint(_("Diese Datei ist schon übernommen."))
    return _tried(upload, by, at)


@transaction.atomic
def back_to_choice(*, upload_id: int, told: str, by: Actor, at: datetime) -> None:
    """This will put an upload that could not be applied back to where one chooses, tried anew, with the reason."""
    upload = _tried(_locked(upload_id), by, at)
    upload.report["told"] = told
    upload.save(update_fields=["report"])


def _tried(upload: Upload, by: Actor, at: datetime) -> Upload:
    try:
        source = read(upload)
        with transaction.atomic():
            brought = bring(source, frozenset(), by=by, at=at)
            transaction.set_rollback(True)
    except BrokenFile as broken:
        upload.state = Upload.State.BROKEN
        upload.report = {
            "faults": [f.as_json() for f in broken.faults[:MOST_FAULTS]],
            "more": len(broken.faults) - MOST_FAULTS,
        }
    else:
        upload.state = Upload.State.READY
        upload.report, upload.fingerprint = compared(brought), brought.before.fingerprint()
    upload.save()
    return upload


@transaction.atomic
def apply(*, upload_id: int, theirs: frozenset[int] = frozenset(), by: Actor, at: datetime) -> Upload:
    """This will write what the dry run showed; in the services `theirs`, conflicts go the source's way.

    :raises CatalogueChanged: when the catalogue is not what the dry run saw.
    :raises NotAtThatPoint: when there was no dry run, or it is applied already.
    """
    upload = _locked(upload_id)
    may_take(upload.format, by)
    if upload.state not in (Upload.State.READY, Upload.State.APPLYING):
        raise NotAtThatPoint(_("Diese Datei ist noch nicht geprüft oder schon übernommen."))
    if taken().fingerprint() != upload.fingerprint:
        raise CatalogueChanged
    _write(upload, read(upload), theirs, by, at)
    _tell(upload, "catalogue.apply_upload", by, at)
    return upload


@transaction.atomic
def bring_in(
    *, format: str, files: Sequence[File], hides_missing: bool = False, overwrites: bool = False,  # noqa: A002
    dry_run: bool = False, by: Actor, at: datetime,
) -> Told:  # fmt: skip
    """This will apply files at once, as `check` and `apply` do; returns what that changed, and `about` the source.

    What the town wrote itself stays, conflicts are told; with `overwrites` the source wins. Taken back like any upload.

    :raises rathaus.catalogue.source_file.BrokenFile: when they cannot be used.
    :raises rathaus.core.errors.NotPermitted: for those who may not bring in such files.
    """
    upload = take_in(
        format=format, files=files, hides_missing=hides_missing, by=by, at=at, most_bytes=MOST_OF_THE_HOUSE
    )  # fmt: skip
    upload = _locked(upload.pk)
    source = read(upload, overwrites=overwrites)
    with transaction.atomic():
        theirs = frozenset(Service.objects.values_list("pk", flat=True)) if overwrites else frozenset[int]()
        _write(upload, source, theirs, by, at)
        is_dry = dry_run or not any(upload.before.values())
        transaction.set_rollback(is_dry)
    if is_dry:
        upload.delete()
    else:
        _tell(upload, "catalogue.apply_upload", by, at)
    return {**upload.report, "about": source.about}


def _write(upload: Upload, source: Source, theirs: frozenset[int], by: Actor, at: datetime) -> None:
    before = images()
    brought = bring(source, theirs, by=by, at=at)
    upload.before = taking_back.kept(before, brought, _versions(brought, at))
    upload.report, upload.state, upload.applied_at = compared(brought), Upload.State.APPLIED, at
    upload.save()


@transaction.atomic
def undo(*, upload_id: int, by: Actor, at: datetime) -> list[str]:
    """This will bring back what applying an upload changed, and return the names of what others changed since.

    Those stay as they are. What was new is hidden: somebody may have booked it.

    :raises NotAtThatPoint: when it is not applied.
    """
    upload = _locked(upload_id)
    may_take(upload.format, by)
    if upload.state not in (Upload.State.APPLIED, Upload.State.UNDOING):
        raise NotAtThatPoint(_("Diese Datei ist nicht übernommen."))
    left = taking_back.taken_back(upload.before, at=at)
    upload.report["left"], upload.state = left, Upload.State.UNDONE
    upload.save()
    _tell(upload, "catalogue.undo_upload", by, at)
    return left


def may_take(format_: str, by: Actor) -> None:
    """This will let those pass who may bring in files of this format.

    :raises rathaus.core.errors.NotPermitted: for all others.
    """
    if not by.may(Right.EDIT) or (format_ in OF_OFFICES and not by.may(Right.PLAN)):
        raise NotPermitted(_("Dateien mit Ämtern übernimmt die Stadtverwaltung."))


def _locked(upload_id: int) -> Upload:
    WordsVersion.objects.select_for_update().get()
    return Upload.objects.select_for_update(no_key=True).get(pk=upload_id)


def _versions(brought: Brought, at: datetime) -> dict[int, int]:
    """This will keep a version before and one after per changed service; returns the latter's numbers."""
    before, after = brought.before.services, brought.after.services
    changed = {pk: content for pk, content in after.items() if content != before.get(pk)}
    keep_all({pk: before[pk] for pk in changed if pk in before}, at)
    Service.objects.filter(pk__in=changed).update(revision=F("revision") + 1)
    return keep_all(changed, at, imported=brought.theirs)


def _tell(upload: Upload, action: str, by: Actor, at: datetime) -> None:
    told: dict[str, Any] = upload.report["services"]
    figures = {name: len(found) for name, found in told.items() if isinstance(found, list)}
    facts = (("format", upload.format), ("sha256", upload.sha256), *sorted(figures.items()))
    record([Entry(STREAM, next_sequence(STREAM), at, by.pseudonym, action, "catalogue", (), facts)])
