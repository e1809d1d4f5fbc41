"""Bringing offers in line with what a source says, in bulk. Runs inside the transaction of an action."""

from collections.abc import Iterable, Sequence
from typing import Any

from rathaus.catalogue.models import Offer, Service
from rathaus.catalogue.report import Counts
from rathaus.catalogue.source_entries import OfferEntry
from rathaus.catalogue.wanted import Kept, Way, decided
from rathaus.offices.models import Office

UNKNOWN_MINUTES = 5  # stands in an offer whose minutes nobody knows; it cannot be booked, and pages show no minutes
SAID = ("minutes", "max_persons", "is_bookable")  # what DLDB says of an offer
WRITTEN = (*SAID, "extra_minutes", "imported")
BATCH = 500


def bring_offers(
    entries: Sequence[OfferEntry],
    services: dict[str, Service],
    offices: dict[str, Office],
    touched: set[int],
    counts: Counts,
    way: Way,
) -> None:
    """This will write the offers of the file's services: missing ones made, those there joined with what it says.

    An offer that the file no longer has is deleted; visits know service and office themselves. What planners set
    themselves, and offers that they made, stay (`Offer.imported`: what the source said last, {} of an own one).
    """
    ours = {services[e.service_id].pk for e in entries} | touched
    rows = Offer.objects.filter(service__in=ours).select_related("service", "office").order_by("pk")
    rows = rows.select_for_update(of=("self",), no_key=True)  # planners wait, so that nothing they save is lost
    there = {(o.service_id, o.office_id): o for o in rows}
    new: list[Offer] = []
    changed: list[Offer] = []
    differing = 0
    for entry in entries:
        pair = services[entry.service_id].pk, offices[entry.office_id].pk
        offer = there.pop(pair, None)
        if offer is None:
            new.append(Offer(service_id=pair[0], office_id=pair[1], imported=_said(entry), **_said(entry)))
            continue
        before = [getattr(offer, name) for name in WRITTEN]
        if pair[0] not in touched:
            offer.imported = _said(entry)  # the source says what it said last
        differing += _join(offer, entry, way)
        if before != [getattr(offer, name) for name in WRITTEN]:
            changed.append(offer)
    gone = [offer for offer in there.values() if not _is_ours(offer, way)]
    Offer.objects.filter(pk__in=[offer.pk for offer in gone]).delete()
    Offer.objects.bulk_create(new, BATCH)
    Offer.objects.bulk_update(changed, WRITTEN, BATCH)
    counts.new, counts.changed, counts.withdrawn = len(new), differing, len(gone)
    counts.unchanged = len(entries) - len(new) - differing


def add_offers(entries: Iterable[OfferEntry], services: dict[str, Service], offices: dict[str, Office]) -> None:
    """This will make the offers that are missing, not bookable yet; those that are there stay as they are."""
    there = set(Offer.objects.values_list("service_id", "office_id"))
    pairs = [(services[e.service_id].pk, offices[e.office_id].pk) for e in entries]
    Offer.objects.bulk_create(
        [
            Offer(service_id=service, office_id=office, minutes=UNKNOWN_MINUTES, is_bookable=False)
            for service, office in dict.fromkeys(pairs)
            if (service, office) not in there
        ],
        BATCH,
    )


def _said(entry: OfferEntry) -> dict[str, Any]:
    values = {name: getattr(entry, name) for name in SAID}
    return values | {"minutes": entry.minutes or UNKNOWN_MINUTES}


def _join(offer: Offer, entry: OfferEntry, way: Way) -> bool:
    """This will join what the source says with what planners set, and tell whether anything differs from before."""
    said = _said(entry)
    differs = False
    for name, theirs in said.items():
        ours, base = getattr(offer, name), offer.imported.get(name)
        found = decided(base, ours, theirs, overwrites=way.overwrites)
        if theirs not in (found, base):
            way.kept.append(Kept("offers", _name(offer), name, ours, theirs))
        differs |= found != ours
        setattr(offer, name, found)
    offer.imported = said
    if offer.extra_minutes is not None and offer.extra_minutes > offer.minutes:
        offer.extra_minutes = None
    return differs


def _is_ours(offer: Offer, way: Way) -> bool:
    """Whether planners made the offer, or set it otherwise than the source said; the latter is noted."""
    if not offer.imported:
        return True
    is_changed = any(getattr(offer, name) != said for name, said in offer.imported.items()) and not way.overwrites
    if is_changed:
        way.kept.append(Kept("offers", _name(offer), "is_offered", ours=True, theirs=False))
    return is_changed


def _name(offer: Offer) -> tuple[str, str]:
    return offer.service.slug, offer.office.slug
