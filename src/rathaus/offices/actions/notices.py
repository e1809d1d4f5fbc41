"""What is done to notices on the start page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rathaus.core.errors import NotPermitted, Refused
from rathaus.core.stamps import stamp_of
from rathaus.identity.queries import Actor
from rathaus.identity.rights import Right
from rathaus.offices.actions.place import tell
from rathaus.offices.models import Notice
from rathaus.offices.queries import FALLBACK
from rathaus.offices.rules import as_html


class NoticeRefused(Refused):
    """A notice that cannot stand there."""


@dataclass(frozen=True)
class NoticeWords:
    """A notice in one language: a title, and a text in Markdown."""

    title: str
    source: str = ""


@transaction.atomic
def save_notice(
    *,
    notice_id: int | None,
    seen: str = "",
    from_at: datetime,
    until_at: datetime | None,
    is_important: bool,
    words: Mapping[str, NoticeWords],
    by: Actor,
    at: datetime,
) -> Notice:
    """This will plan a notice, or change one that is as the actor saw it (`seen`, its stamp).

    :raises NoticeRefused: without a German title, with an end before its beginning, or changed meanwhile.
    :raises Notice.DoesNotExist: when there is no such notice.
    :raises rathaus.core.errors.NotPermitted: for those who do not edit.
    """
    _check(by)
    row = Notice.objects.select_for_update().get(pk=notice_id) if notice_id else Notice()
    if notice_id and seen != stamp_of([row]):
        raise NoticeRefused(_("Jemand hat diesen Hinweis inzwischen geändert. Ihre Angaben stehen noch im Formular."))
    if FALLBACK not in words or not words[FALLBACK].title.strip():
        raise NoticeRefused(_("Bitte geben Sie dem Hinweis einen Titel auf Deutsch."), field="title_de")
    if until_at is not None and until_at <= from_at:
        raise NoticeRefused(_("Das Ende liegt vor dem Anfang. Bitte prüfen Sie beide."), field="until_on")
    row.from_at, row.until_at, row.is_important = from_at, until_at, is_important
    row.texts = {code: _kept(one) for code, one in words.items() if one.title.strip()}
    row.save()
    tell("offices.save_notice", by, at, [str(row.pk), *row.texts])
    return row


@transaction.atomic
def end_notice(*, notice_id: int, by: Actor, at: datetime) -> None:
    """This will take a notice from the start page at once; one that has not begun is forgotten.

    :raises Notice.DoesNotExist: when there is no such notice.
    :raises rathaus.core.errors.NotPermitted: for those who do not edit.
    """
    _check(by)
    row = Notice.objects.select_for_update().get(pk=notice_id)
    if at <= row.from_at:
        row.delete()
    else:
        row.until_at = at
        row.save(update_fields=["until_at"])
    tell("offices.end_notice", by, at, [str(notice_id)])


def _kept(words: NoticeWords) -> dict[str, str]:
    return {"title": words.title.strip(), "source": words.source, "html": as_html(words.source).strip()}


def _check(by: Actor) -> None:
    if not by.may(Right.EDIT):
        raise NotPermitted(_("Hinweise schreibt die Redaktion."))
