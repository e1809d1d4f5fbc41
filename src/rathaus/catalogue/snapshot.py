"""The whole catalogue at one moment, as plain values: what two moments differ in, and whether it is still the same."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rathaus.catalogue.content import Content, content_from
from rathaus.catalogue.models import Offer, Service, ServiceText
from rathaus.offices.hours import Span, write_spans
from rathaus.offices.models import Office

OFFICE_FIELDS = (
    "street", "house_number", "postcode", "city", "latitude", "longitude", "phone", "email", "website",
    "languages", "takes_appointments", "is_public",
)  # fmt: skip
OFFICE_WORDS = ("title", "summary", "directions", "phone_hours", "hours_note", "accessibility")
OFFER_FIELDS = ("minutes", "extra_minutes", "max_persons", "is_bookable")
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Snapshot:
    """Services by id; offices by slug and offers by both slugs, as field to value (words of an office as title@de)."""

    services: Mapping[int, Content]
    offices: Mapping[str, Values]
    offers: Mapping[tuple[str, str], Values]
    titles: Mapping[str, str]  # of services by slug, in German

    def fingerprint(self) -> str:
        """This will return a value that is the same as long as the catalogue is."""
        told = [
            sorted((pk, content.as_json()) for pk, content in self.services.items()),
            sorted(self.offices.items()),
            sorted((*pair, dict(values)) for pair, values in self.offers.items()),
        ]
        return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def taken() -> Snapshot:
    """This will return the catalogue as it stands now (11 queries)."""
    titles = ServiceText.objects.filter(language="de").values_list("service__slug", "title")
    return Snapshot(contents(), _offices(), _offers(), dict(titles))


def contents() -> dict[int, Content]:
    """This will return the content of every service by its id (6 queries)."""
    services = Service.objects.prefetch_related("texts", "aliases", "links", "topics", "combinable_with")
    return {
        s.pk: content_from(
            s, s.texts.all(), s.aliases.all(), s.links.all(),
            topics=[t.slug for t in s.topics.all()], combinable=[o.slug for o in s.combinable_with.all()],
        )
        for s in services
    }  # fmt: skip


def _offices() -> dict[str, Values]:
    return {
        office.slug: {name: getattr(office, name) for name in OFFICE_FIELDS}
        | {f"{name}@{text.language}": getattr(text, name) for text in office.texts.all() for name in OFFICE_WORDS}
        | _hours(office)
        for office in Office.objects.prefetch_related("texts", "hours")
    }


def _hours(office: Office) -> dict[str, str]:
    spans: dict[str, list[Span]] = {}
    for row in office.hours.all():
        spans.setdefault(f"hours_{row.weekday}", []).append(Span(row.opens, row.closes))
    return {name: write_spans(found) for name, found in spans.items()}


def _offers() -> dict[tuple[str, str], Values]:
    rows = Offer.objects.values_list("service__slug", "office__slug", *OFFER_FIELDS)
    return {(service, office): dict(zip(OFFER_FIELDS, values, strict=True)) for service, office, *values in rows}
