"""What is done to the catalogue: import a source."""

from datetime import datetime

from django.db import transaction

from rathaus.audit.actions import Entry, next_sequence, record
from rathaus.catalogue import writing
from rathaus.catalogue.models import WordsVersion
from rathaus.catalogue.offer_writing import bring_offers
from rathaus.catalogue.report import Report
from rathaus.catalogue.source_entries import Catalogue
from rathaus.catalogue.wanted import Way
from rathaus.identity.queries import Actor

STREAM = "catalogue/import"


@transaction.atomic
def import_dldb(*, catalogue: Catalogue, by: Actor, at: datetime, way: Way | None = None) -> Report:
    """This will bring services, offices and offers in line with the catalogue and tell what that changed.

    What the source has dropped is hidden, not deleted. A catalogue that changes nothing writes nothing.
    What the town wrote of an office or set of an offer stays (`way`). Two imports, or an import and an edit, wait for
    each other.
    """
    WordsVersion.objects.select_for_update().get()
    report, way = Report(notes=catalogue.notes), way or Way()
    offices = writing.bring_offices(catalogue.offices, report.offices, way)
    writing.withdraw_offices((o.id for o in catalogue.offices), report.offices)
    services, touched = writing.bring_services(catalogue.services, catalogue.offers, report.services, at=at)
    bring_offers(catalogue.offers, services, offices, touched, report.offers, way)
    if report.changes_something:
        _record(report, by, at)
    return report


def _record(report: Report, by: Actor, at: datetime) -> None:
    facts = (("services", str(report.services)), ("offices", str(report.offices)), ("offers", str(report.offers)))
    record([Entry(STREAM, next_sequence(STREAM), at, by.pseudonym, "catalogue.import_dldb", "catalogue", (), facts)])
