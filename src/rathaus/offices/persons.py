"""Persons in offices: who reported a barrier and left an e-mail address."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.core.errors import NotPermitted
from rathaus.core.persons import Asked, Fact, Fate, Held, Holding, Kind
from rathaus.identity.queries import Actor
from rathaus.offices.actions.place import REPORTS_KEPT, restrict_report, tell
from rathaus.offices.models import BarrierReport

PREFIX = "barrier/"
WHY_RESTRICTED = gettext_lazy(
    "Die Verarbeitung ist eingeschränkt (Art. 18 DSGVO): Die Angaben werden nur aufbewahrt, bis Sie das aufheben."
)


def find(asked: Asked, *, at: datetime) -> list[Held]:
    """This will return the reports that this e-mail address was left with."""
    if asked.kind != Kind.EMAIL:
        return []
    return [_held(row) for row in BarrierReport.objects.filter(email__iexact=asked.value).order_by("created_at", "pk")]


@transaction.atomic
def erase(key: str, *, by: str, at: datetime) -> None:
    """This will delete a report with its address and its words, which may name somebody too.

    :raises NotPermitted: while it is restricted.
    """
    rows = BarrierReport.objects.select_for_update().filter(pk=_number(key))
    if any(row.restricted_at for row in rows):
        raise NotPermitted(WHY_RESTRICTED)
    rows.delete()
    tell("offices.erase_barrier", Actor(by, is_staff=True), at, [key])


def restrict(key: str, *, ground: str, by: str, at: datetime) -> bool:
    """This will restrict the processing of a report, or lift that where no ground is given."""
    return restrict_report(report_id=_number(key), ground=ground, by=Actor(by, is_staff=True), at=at)


def restricted(*, at: datetime) -> list[Held]:
    """This will return the restricted reports by their days, without a word about the persons (1 query)."""
    rows = BarrierReport.objects.filter(restricted_at__isnull=False).order_by("restricted_at", "pk")
    return [
        Held(f"{PREFIX}{row.pk}", _title(row), (), Fate.STAYS, WHY_RESTRICTED, None, row.restricted_at) for row in rows
    ]


def _number(key: str) -> int:
    return int(key.removeprefix(PREFIX))


def _title(row: BarrierReport) -> str:
    return _("Meldung einer Barriere vom %(day)s") % {"day": date_format(row.created_at, "SHORT_DATE_FORMAT")}


def _held(row: BarrierReport) -> Held:
    day = date_format(row.created_at, "SHORT_DATE_FORMAT")
    facts = (
        Fact("email", gettext_lazy("E-Mail-Adresse"), row.email),
        Fact("page", gettext_lazy("Seite"), row.page),
        Fact("text", gettext_lazy("Text"), row.text),
        Fact("created_at", gettext_lazy("Gemeldet am"), day),
    )
    key, title = f"{PREFIX}{row.pk}", _title(row)
    if row.restricted_at is not None:
        return Held(key, title, facts, Fate.STAYS, WHY_RESTRICTED, None, row.restricted_at)
    until = (row.created_at + REPORTS_KEPT + timedelta(days=1)).date()
    return Held(key, title, facts, Fate.GOES, gettext_lazy("Die ganze Meldung geht."), until)


REPORTS = Holding(
    "offices.barriers",
    gettext_lazy("Meldungen von Barrieren, zu denen jemand eine E-Mail-Adresse hinterlassen hat"),
    frozenset({"offices.barrierreport.email", "offices.barrierreport.text"}),
    find,
    erase,
    restrict,
    restricted,
)
