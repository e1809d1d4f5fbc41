"""Persons in offices: who reported a barrier and left an e-mail address."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.core.persons import Asked, Fact, Fate, Held, Holding, Kind
from rathaus.identity.queries import Actor
from rathaus.offices.actions.place import REPORTS_KEPT, tell
from rathaus.offices.models import BarrierReport

PREFIX = "barrier/"


def find(asked: Asked, *, at: datetime) -> list[Held]:
    """This will return the reports that this e-mail address was left with."""
    if asked.kind != Kind.EMAIL:
        return []
    return [_held(row) for row in BarrierReport.objects.filter(email__iexact=asked.value).order_by("created_at", "pk")]


@transaction.atomic
def erase(key: str, *, by: str, at: datetime) -> None:
    """This will delete a report with its address and its words, which may name somebody too."""
    BarrierReport.objects.filter(pk=int(key.removeprefix(PREFIX))).delete()
    tell("offices.erase_barrier", Actor(by, is_staff=True), at, [key])


def _held(row: BarrierReport) -> Held:
    day = date_format(row.created_at, "SHORT_DATE_FORMAT")
    facts = (
        Fact("email", gettext_lazy("E-Mail-Adresse"), row.email),
        Fact("page", gettext_lazy("Seite"), row.page),
        Fact("text", gettext_lazy("Text"), row.text),
        Fact("created_at", gettext_lazy("Gemeldet am"), day),
    )
    title = _("Meldung einer Barriere vom %(day)s") % {"day": day}
    until = (row.created_at + REPORTS_KEPT + timedelta(days=1)).date()
    return Held(f"{PREFIX}{row.pk}", title, facts, Fate.GOES, gettext_lazy("Die ganze Meldung geht."), until)


REPORTS = Holding(
    "offices.barriers",
    gettext_lazy("Meldungen von Barrieren, zu denen jemand eine E-Mail-Adresse hinterlassen hat"),
    frozenset({"offices.barrierreport.email", "offices.barrierreport.text"}),
    find,
    erase,
)
