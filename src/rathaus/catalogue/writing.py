"""Bringing rows in line with what a source says, in bulk. Runs inside the transaction of an action."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import F

from rathaus.catalogue.models import Alias, Service, ServiceLink, ServiceText
from rathaus.catalogue.report import Counts
from rathaus.catalogue.slugs import free_slug
from rathaus.catalogue.source_entries import OfferEntry, OfficeEntry, ServiceEntry
from rathaus.catalogue.wanted import Kept, Way, decided
from rathaus.offices.models import Office, OfficeText

SOURCE = "dldb"
MOST_ALIAS = 120
BATCH = 500


WAY = Way()  # the town's word stays; nobody asks what was kept
OFFICE_FIELDS = (
    "street", "house_number", "postcode", "city", "latitude", "longitude", "phone", "email", "website", "is_public"
)  # fmt: skip
SERVICE_FIELDS = (
    "leika_key", "authorities", "channels", "minutes", "max_persons", "is_public", "is_frequent", "order",
    "source_hash", "checked_at", "revision",
)  # fmt: skip
TEXT_FIELDS = ("title", "description", "fees", "keywords")


def bring_offices(
    entries: Sequence[OfficeEntry], counts: Counts, way: Way = WAY, *, keeps_unsaid: bool = False
) -> dict[str, Office]:
    """This will write the offices and return all of them by their id in the source (4 queries and the writes).

    With `keeps_unsaid`, what the source does not say stays, and so does whether citizens see the office.
    """
    there = {o.external_id: o for o in Office.objects.exclude(external_id="")}
    texts = {(t.office_id, t.language): t for t in OfficeText.objects.filter(office__in=there.values())}
    taken = set(Office.objects.values_list("slug", flat=True))
    titles = [e.title for e in entries]
    new: list[Office] = []
    changed: list[Office] = []
    for entry in entries:
        office = there.get(entry.id)
        if office is None:
            name = entry.title if titles.count(entry.title) == 1 else entry.formal_title
            office = Office(external_id=entry.id, slug=free_slug(name, taken))
            taken.add(office.slug)
            new.append(office)
            there[entry.id] = office
        text = texts.setdefault(
            (office.pk or id(office), entry.language), OfficeText(office=office, language=entry.language)
        )
        said = [name for name in OFFICE_FIELDS if not keeps_unsaid or _is_said(entry, name)]
        is_changed = _join_office(office, text, {name: getattr(entry, name) for name in said}, entry.title, way)
        if is_changed and office.pk:
            changed.append(office)
    _save_offices(new, changed, texts.values())
    counts.new, counts.changed = len(new), len(changed)
    counts.unchanged = len(entries) - len(new) - len(changed)
    return there


def _is_said(entry: OfficeEntry, name: str) -> bool:
    return name != "is_public" and getattr(entry, name) not in ("", None)


def _join_office(office: Office, text: OfficeText, said: dict[str, Any], title: str, way: Way) -> bool:
    """This will join what the source says with what the town wrote, and tell whether anything differs from before."""
    before = dict(office.imported)
    fields = [(office, name, name, theirs) for name, theirs in said.items()]
    differs = False
    for row, name, key, theirs in [*fields, (text, "title", f"title@{text.language}", title)]:
        ours: Any = getattr(row, name)
        is_new = row.pk is None
        found = theirs if is_new else decided(before.get(key, ours), ours, theirs, overwrites=way.overwrites)
        if found != theirs and theirs != before.get(key, ours):
            way.kept.append(Kept("offices", office.slug, key, ours, theirs))
        differs |= found != ours or is_new
        setattr(row, name, found)
        office.imported[key] = theirs
    return differs or office.imported != before


def _save_offices(new: list[Office], changed: list[Office], texts: Iterable[OfficeText]) -> None:
    Office.objects.bulk_create(new, BATCH)
    Office.objects.bulk_update(changed, [*OFFICE_FIELDS, "imported"], BATCH)
    touched = {office.pk for office in [*new, *changed]}
    rows = [text for text in texts if text.office.pk in touched]
    for text in rows:
        text.office_id = text.office.pk
    OfficeText.objects.bulk_create([text for text in rows if text.pk is None], BATCH)
    OfficeText.objects.bulk_update([text for text in rows if text.pk is not None], ["title"], BATCH)


def withdraw_offices(known: Iterable[str], counts: Counts) -> None:
    """This will hide the offices of the source that its file no longer has; they and their visits stay."""
    gone = (
        Office.objects.filter(is_public=True, offers__service__source=SOURCE)
        .exclude(external_id="")
        .exclude(external_id__in=list(known))
    )
    rows = list(Office.objects.filter(pk__in=list(gone.values_list("pk", flat=True))))
    for office in rows:
        office.is_public = office.imported["is_public"] = False
    counts.withdrawn = len(rows)
    Office.objects.bulk_update(rows, ["is_public", "imported"], BATCH)


def bring_services(
    entries: Sequence[ServiceEntry], offers: Iterable[OfferEntry], counts: Counts, *, at: datetime
) -> tuple[dict[str, Service], set[int]]:
    """This will write the services and their words; returns all by id in the source, and the keys of the changed."""
    there = {s.external_id: s for s in Service.objects.filter(source=SOURCE)}
    taken = set(Service.objects.values_list("slug", flat=True))
    hashes = _hashes(entries, offers)
    new: list[Service] = []
    touched: list[ServiceEntry] = []
    for order, entry in enumerate(entries, start=1):
        service = there.get(entry.id)
        if service is not None and service.source_hash == hashes[entry.id]:
            continue
        touched.append(entry)
        if service is None:
            service = Service(external_id=entry.id, source=SOURCE, slug=free_slug(entry.title, taken), order=order)
            taken.add(service.slug)
            new.append(service)
            there[entry.id] = service
        _fill_service(service, entry, hashes[entry.id], at)
    changed = [s for e in touched if (s := there[e.id]).pk]
    Service.objects.bulk_create(new, BATCH)
    Service.objects.bulk_update(changed, SERVICE_FIELDS, BATCH)
    keys = {there[e.id].pk for e in touched}
    _bring_words(touched, there)
    _bring_links(touched, there)
    _bring_combinations(touched, there)
    counts.new, counts.changed = len(new), len(changed)
    counts.unchanged = len(entries) - len(touched)
    counts.withdrawn = _withdraw_services({e.id for e in entries})
    return there, keys


def _fill_service(service: Service, entry: ServiceEntry, source_hash: str, at: datetime) -> None:
    service.leika_key, service.authorities = entry.leika_key, list(entry.authorities)
    service.channels, service.minutes = list(entry.channels), entry.minutes
    service.max_persons, service.is_public, service.is_frequent = entry.max_persons, entry.is_public, entry.is_frequent
    service.source_hash, service.checked_at = source_hash, at
    service.revision += 1


def _hashes(entries: Iterable[ServiceEntry], offers: Iterable[OfferEntry]) -> dict[str, str]:
    """One hash per service over all that the source says of it, its offers included."""
    per_service: dict[str, list[Any]] = {}
    for offer in offers:
        per_service.setdefault(offer.service_id, []).append(sorted(asdict(offer).items()))
    return {
        e.id: hashlib.sha256(
            json.dumps([asdict(e), sorted(per_service.get(e.id, ()), key=str)], sort_keys=True).encode()
        ).hexdigest()
        for e in entries
    }


def _withdraw_services(known: set[str]) -> int:
    gone = Service.objects.filter(source=SOURCE).exclude(source_hash="").exclude(external_id__in=known)
    return gone.update(is_public=False, is_frequent=False, source_hash="", revision=F("revision") + 1)


def _bring_words(entries: Sequence[ServiceEntry], services: dict[str, Service]) -> None:
    keys = [services[e.id].pk for e in entries]
    texts = {(t.service_id, t.language): t for t in ServiceText.objects.filter(service__in=keys)}
    known = set(Alias.objects.filter(service__in=keys).values_list("service_id", "language", "text"))
    new, changed, aliases, gone = [], [], [], set()
    for entry in entries:
        key = services[entry.id].pk
        text = texts.get((key, entry.language))
        wanted = {(key, entry.language, w) for w in entry.keywords if len(w) <= MOST_ALIAS}
        if text is None:
            text = ServiceText(service_id=key, language=entry.language)
            new.append(text)
        else:
            gone |= {(key, entry.language, w) for w in text.keywords} - wanted  # words that editors added stay
            changed.append(text)
        _assign(text, entry, TEXT_FIELDS)
        aliases += [Alias(service_id=k, language=language, text=w) for k, language, w in sorted(wanted - known)]
    ServiceText.objects.bulk_create(new, BATCH)
    ServiceText.objects.bulk_update(changed, TEXT_FIELDS, BATCH)
    late = [a.pk for a in Alias.objects.filter(service__in=keys) if (a.service_id, a.language, a.text) in gone]
    Alias.objects.filter(pk__in=late).delete()
    Alias.objects.bulk_create(aliases, BATCH)


def _bring_links(entries: Sequence[ServiceEntry], services: dict[str, Service]) -> None:
    ServiceLink.objects.filter(service__in=[services[e.id].pk for e in entries]).delete()
    ServiceLink.objects.bulk_create(
        [
            ServiceLink(
                service_id=services[entry.id].pk, language=entry.language, order=order,
                title=link.title, url=link.url, is_form=link.is_form,
            )
            for entry in entries
            for order, link in enumerate(entry.links)
        ],
        BATCH,
    )  # fmt: skip


def _bring_combinations(entries: Sequence[ServiceEntry], services: dict[str, Service]) -> None:
    through: Any = Service.combinable_with.through
    touched, ours = {services[e.id].pk for e in entries}, {s.pk for s in services.values()}
    wanted = {(services[e.id].pk, services[c].pk) for e in entries for c in e.combinable}
    wanted |= {(b, a) for a, b in wanted}
    there: dict[tuple[int, int], int] = {}
    for key, one, other in through.objects.values_list("pk", "from_service_id", "to_service_id"):
        if one in ours and other in ours and (one in touched or other in touched):
            there[one, other] = key
    through.objects.filter(pk__in=[key for pair, key in there.items() if pair not in wanted]).delete()
    through.objects.bulk_create(
        [through(from_service_id=a, to_service_id=b) for a, b in sorted(wanted - there.keys())], BATCH
    )


def _assign(row: Any, entry: object, fields: Iterable[str]) -> bool:
    """This will copy the fields and tell whether one of them differed."""
    differs = False
    for name in fields:
        value = getattr(entry, name)
        value = list(value) if isinstance(value, tuple) else value
        if getattr(row, name) != value:
            setattr(row, name, value)
            differs = True
    return differs
