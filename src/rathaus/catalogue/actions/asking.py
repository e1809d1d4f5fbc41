"""Uploads that a job compares, applies or takes back: asked for, done, and put back where it could not be."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.types import JSONValue

from rathaus.catalogue.actions.upload import (
    CatalogueChanged,
    File,
    NotAtThatPoint,
    apply,
    back_to_choice,
    check,
    may_take,
    take_in,
    undo,
)
from rathaus.catalogue.uploads import Upload
from rathaus.core.errors import NotPermitted
from rathaus.core.events import enqueue
from rathaus.core.jobs import newest, run_again
from rathaus.core.keys import current_town
from rathaus.identity.queries import CITIZEN, Actor, actor_of, member_behind

CARRY_OUT = "catalogue.carry_out"
State = Upload.State
FROM = {  # step to where it begins
    State.WAITING: (State.READY, State.BROKEN),
    State.APPLYING: (State.READY,),
    State.UNDOING: (State.APPLIED,),
}


@transaction.atomic
def hand_in(
    *, format: str, files: Sequence[File], hides_missing: bool = False, by: Actor, at: datetime,  # noqa: A002
) -> Upload:  # fmt: skip
    """This will keep the files of an import and have a job compare them with what is there.

    :raises rathaus.catalogue.actions.upload.TooLarge: when they are more than a browser may send.
    :raises rathaus.core.errors.NotPermitted: for those who may not bring in such files.
    """
    upload = take_in(format=format, files=files, hides_missing=hides_missing, by=by, at=at)
    return ask(upload_id=upload.pk, step=State.WAITING, by=by, at=at)


@transaction.atomic
def ask(*, upload_id: int, step: Upload.State, theirs: frozenset[int] = frozenset(), by: Actor, at: datetime) -> Upload:
    """This will have a job compare an upload (`step` WAITING), apply it (APPLYING), or take it back (UNDOING).

    Asking twice does it once; asking again after the job failed has it tried again.

    :raises NotAtThatPoint: when the upload is not where this step begins, or a job is at it.
    :raises rathaus.core.errors.NotPermitted: for those who may not bring in such files.
    """
    upload = Upload.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=upload_id).first()
    if upload is None:
        raise NotAtThatPoint(_("An dieser Datei wird gerade gearbeitet."))
    may_take(upload.format, by)
    job = newest(CARRY_OUT, upload_id=upload_id).first() if upload.state == step else None
    if job is not None:
        if job.status == "failed":
            run_again(job, at=at)
        return upload
    if upload.state not in (step, *FROM[step]):
        raise NotAtThatPoint(_("Dieser Schritt ist hier nicht (mehr) möglich."))
    upload.state = step
    upload.save(update_fields=["state"])
    town = current_town()
    task = app.configure_task(CARRY_OUT, lock=f"{CARRY_OUT}:{town}")  # two imports of a town come one after the other
    chosen: list[JSONValue] = [*sorted(theirs)]
    enqueue([task.make_new_job(town=town, upload_id=upload_id, theirs=chosen, by=by.pseudonym)])
    return upload


def carry_out(*, upload_id: int, theirs: frozenset[int], by: str, at: datetime) -> None:
    """This will do what was asked for by the member with the pseudonym `by`, whole or not at all.

    Where it cannot be done as it was seen, the upload is compared anew and says so. Done already, or gone after
    its 30 days, it does nothing.
    """
    state = Upload.objects.filter(pk=upload_id).values_list("state", flat=True).first() or ""
    member = member_behind(by)
    actor = actor_of(member) if member else CITIZEN
    try:
        if state == State.WAITING:
            check(upload_id=upload_id, by=actor, at=at)
        elif state == State.APPLYING:
            apply(upload_id=upload_id, theirs=theirs, by=actor, at=at)
        elif state == State.UNDOING:
            undo(upload_id=upload_id, by=actor, at=at)
    except CatalogueChanged:
        back_to_choice(upload_id=upload_id, told="changed", by=actor, at=at)
    except NotPermitted:
        _put_back(upload_id, State(state))
    except NotAtThatPoint:
        return


def _put_back(upload_id: int, state: Upload.State) -> None:
    """To where it was: whoever asked for it may not do it (any more). What was to be compared is asked for anew."""
    with transaction.atomic():
        upload = Upload.objects.select_for_update(no_key=True).get(pk=upload_id, state=state)
        upload.state = State.WAITING if state == State.WAITING else FROM[state][0]
        upload.report["told"] = "not_permitted"
        upload.save(update_fields=["state", "report"])
