"""What is done to the town as a place: where it lies, how to reach it, its legal texts."""

from datetime import datetime, timedelta

from django.db import transaction

from rathaus.audit.actions import Entry, next_sequence, record
from rathaus.core.errors import Refused
from rathaus.identity.queries import Actor
from rathaus.offices.models import BarrierReport, LegalText, Place
from rathaus.offices.rules import LAENDER, as_html

STREAM = "offices/place"
REPORTS_KEPT = timedelta(days=365)


class NoSuchLand(Refused):
    """No German Land has these two letters."""


@transaction.atomic
def set_place(*, by: Actor, at: datetime, **values: str) -> Place:
    """This will set what is given of `land`, `phone` and `email`; holidays count from the next planning of the sheets.

    :raises NoSuchLand: for letters that are none of a Land.
    :raises django.core.exceptions.ValidationError: for what cannot be a telephone number or an e-mail address.
    """
    if values.get("land", LAENDER[0]) not in LAENDER:
        raise NoSuchLand(f"no Land {values['land']}; there are {', '.join(LAENDER)}")
    row = Place.objects.select_for_update().first() or Place()
    for name, value in values.items():
        setattr(row, name, value)
    row.clean_fields(exclude=["land"])
    row.save()
    tell("offices.set_place", by, at, sorted(values))
    return row


@transaction.atomic
def set_legal_text(
    *, kind: str, language: str, markdown: str, title: str = "", is_reviewed: bool = False, by: Actor, at: datetime
) -> None:
    """This will set a legal text in one language, from Markdown; an empty one takes it away. One step back is kept.

    Whether a person has read it is said anew with each text.
    """
    html = as_html(markdown).strip()
    if html:
        row = LegalText.objects.select_for_update().filter(kind=kind, language=language).first()
        row = row or LegalText(kind=kind, language=language)
        row.earlier = row.source
        row.source, row.html, row.title, row.changed_at = markdown, html, title, at
        row.is_reviewed = is_reviewed
        row.save()
    else:
        LegalText.objects.filter(kind=kind, language=language).delete()
    tell("offices.set_legal_text", by, at, [kind, language])


@transaction.atomic
def report_barrier(*, page: str, text: str, email: str, language: str, at: datetime) -> BarrierReport:
    """This will keep what somebody could not use, for the town to answer (§ 12b (2) BGG)."""
    return BarrierReport.objects.create(page=page, text=text, email=email, language=language, created_at=at)


@transaction.atomic
def answered(*, report_id: int, by: Actor, at: datetime) -> None:
    """This will mark a report as answered."""
    BarrierReport.objects.filter(pk=report_id, restricted_at__isnull=True).update(is_answered=True)
    tell("offices.answer_barrier", by, at, [str(report_id)])


@transaction.atomic
def restrict_report(*, report_id: int, ground: str, by: Actor, at: datetime) -> bool:
    """This will restrict a report on a ground of Art. 18 (1) GDPR, "" to lift that; False when it is so already."""
    rows = BarrierReport.objects.filter(pk=report_id, restricted_at__isnull=bool(ground))
    if not rows.update(restricted_at=at if ground else None):
        return False
    action = "offices.restrict_barrier" if ground else "offices.lift_barrier_restriction"
    tell(action, by, at, [str(report_id), ground] if ground else [str(report_id)])
    return True


def forget_reports(*, at: datetime) -> int:
    """This will empty the e-mail addresses of a batch of reports older than a year; returns how many.

    What is restricted stays (Art. 18 GDPR).
    """
    old = BarrierReport.objects.exclude(email="").filter(created_at__lt=at - REPORTS_KEPT, restricted_at__isnull=True)
    return BarrierReport.objects.filter(pk__in=old.values("pk")[:500]).update(email="")


def tell(action: str, by: Actor, at: datetime, what: list[str]) -> None:
    """This will write into the trail of the town what was done to it."""
    facts = (("what", what),)
    record([Entry(STREAM, next_sequence(STREAM), at, by.pseudonym, action, "offices", (), facts)])
