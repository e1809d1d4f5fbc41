"""What an import changed, kept so that it can be brought back. Runs inside the transaction of an action."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from rathaus.catalogue.bringing import Brought
from rathaus.catalogue.comparison import title_of
from rathaus.catalogue.content import content_of, from_json
from rathaus.catalogue.models import Offer, Service
from rathaus.catalogue.snapshot import OFFICE_FIELDS, taken
from rathaus.catalogue.storing import keep, write
from rathaus.offices.models import Office

TAKEN_BACK = "taken back"  # no hash: the next import of the same source writes the service again
Kept = dict[str, Any]


def kept(brought: Brought, numbers: Mapping[int, int]) -> Kept:
    """This will return what changed: services by their version before and after, the rest as it was and became."""
    pairs = (("offices", brought.before.offices, brought.after.offices),)
    told: Kept = {
        name: [[key, was.get(key), now.get(key)] for key in {**was, **now} if was.get(key) != now.get(key)]
        for name, was, now in pairs
    }
    was, now = brought.before.offers, brought.after.offers
    told["offers"] = [[*key, was.get(key), now.get(key)] for key in {**was, **now} if was.get(key) != now.get(key)]
    told["services"] = [[pk, number, pk not in brought.before.services] for pk, number in numbers.items()]
    return told


def taken_back(told: Kept, *, at: datetime) -> list[str]:
    """This will bring back what was kept, and return the names of what is left because others changed it since."""
    now = taken()
    left = [name for pk, number, is_new in told["services"] if (name := _service(pk, number, at, is_new=is_new))]
    for slug, before, after in told["offices"]:
        if now.offices.get(slug) != after:
            left.append(slug)
        else:
            _office(slug, before)
    for service, office, before, after in told["offers"]:
        if now.offers.get((service, office)) != after:
            left.append(f"{service} – {office}")
        else:
            _offer(service, office, before)
    return left


def _service(pk: int, number: int, at: datetime, *, is_new: bool) -> str:
    """The name of the service, when it was changed since."""
    service = Service.objects.select_for_update(no_key=True).get(pk=pk)
    current = content_of(service)
    after = service.versions.get(number=number)
    if from_json(after.content) != current:
        return title_of(current)
    if is_new:
        before = replace(current, facts=replace(current.facts, is_public=False, is_frequent=False))
    else:
        before = from_json(service.versions.get(number=number - 1).content)
    write(service, before)
    service.revision += 1
    service.source_hash = TAKEN_BACK if service.source_hash else ""
    service.save(update_fields=["revision", "source_hash"])
    after.imported = None  # what was taken back is no base for the next import
    after.save(update_fields=["imported"])
    keep(service, at, imported=before if is_new else None)
    return ""


def _office(slug: str, before: Mapping[str, Any] | None) -> None:
    office = Office.objects.get(slug=slug)
    if before is None:
        office.is_public = office.takes_appointments = False
        office.save(update_fields=["is_public", "takes_appointments"])
        return
    for name in OFFICE_FIELDS:
        setattr(office, name, before[name])
    office.save()
    for text in office.texts.all():
        text.title = before.get(f"title_{text.language}", text.title)
        text.save(update_fields=["title"])


def _offer(service: str, office: str, before: Mapping[str, Any] | None) -> None:
    there = Offer.objects.filter(service__slug=service, office__slug=office)
    if before is None:
        there.delete()
    elif not there.update(**before):
        pair = {"service": Service.objects.get(slug=service), "office": Office.objects.get(slug=office)}
        Offer.objects.create(**pair, **before)
