"""What an import changed, kept so that it can be brought back. Runs inside the transaction of an action."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import F

from rathaus.catalogue.bringing import Brought
from rathaus.catalogue.content import from_json
from rathaus.catalogue.models import Offer, Service, ServiceText, ServiceVersion
from rathaus.catalogue.row_images import Changed, Images, Owner, Row, bring_back, changed, images, owners
from rathaus.catalogue.snapshot import contents
from rathaus.catalogue.storing import keep_all
from rathaus.offices.models import Office, OfficeText

TAKEN_BACK = "taken back"  # no hash: the next import of the same source writes the service again
SERVICE, OFFICE, OFFER = (model._meta.label for model in (Service, Office, Offer))
Kept = dict[str, Any]


def kept(before: Images, brought: Brought, numbers: Mapping[int, int]) -> Kept:
    """This will return what changed: rows as they were and became, and services by the number of their new version."""
    rows = changed(before, images())
    new = {("service", pk) for pk in numbers if pk not in brought.before.services}
    for name, told in rows.items():
        rows[name] = [one for one in told if one[1] is not None or not new.intersection(owners(name, one[2]))]
    for _pk, was, became in rows[SERVICE]:
        for values in (was, became):
            values.pop("revision", None)  # rises, whatever comes back: forms that are open must notice
    services = [[pk, number, pk not in brought.before.services] for pk, number in numbers.items()]
    return {"rows": {name: told for name, told in rows.items() if told}, "services": services}


def taken_back(told: Kept, *, at: datetime) -> list[str]:
    """This will bring back what was kept, and return the names of what is left because others changed it since.

    What was new is hidden, offers excepted: somebody may have booked it.
    """
    rows: Changed = told["rows"]
    now = images()
    services = {pk: number for pk, number, _is_new in told["services"]}
    left = _left_services(services) | _left(rows, now)
    new = {("service", pk) for pk, _number, is_new in told["services"] if is_new}
    new |= {("office", pk) for pk, was, _became in rows.get(OFFICE, ()) if was is None}

    def stays(name: str, row: Row) -> bool:
        its = set(owners(name, row))
        return bool(its & left) or its <= new

    bring_back(rows, now, stays=stays)
    _hide(new - left)
    _tell({pk: number for pk, number in services.items() if ("service", pk) not in left}, new, at)
    return sorted(_names(left, rows, now))


def _left_services(numbers: Mapping[int, int]) -> set[Owner]:
    """Services whose content is not any more what the import made of it (8 queries)."""
    current = contents()
    versions = ServiceVersion.objects.filter(service__in=numbers)
    return {
        ("service", version.service_id)
        for version in versions
        if numbers[version.service_id] == version.number and from_json(version.content) != current[version.service_id]
    }


def _left(rows: Changed, now: Images) -> set[Owner]:
    """Offices and offers that are not any more as the import left them."""
    left: set[Owner] = set()
    for name, told in rows.items():
        for pk, _was, became in told:
            row = now[name].get(pk)
            its = [one for one in owners(name, row or {"id": pk, **(became or {})}) if one[0] != "service"]
            if became is not None and (row is None or any(row.get(key) != value for key, value in became.items())):
                left.update(its)
    made = {pk for pk, was, _became in rows.get(OFFER, ()) if was is None}
    left |= {one for name in now if name != OFFER for row in now[name].values() for one in owners(name, row)
             if one[0] == "offer" and one[1] in made}  # fmt: skip
    pairs = {(row["service_id"], row["office_id"]) for row in now[OFFER].values()}
    gone = [(pk, was) for pk, was, became in rows.get(OFFER, ()) if became is None]
    return left | {("offer", pk) for pk, was in gone if (was["service_id"], was["office_id"]) in pairs}


def _hide(new: Iterable[Owner]) -> None:
    services = Service.objects.filter(pk__in=[pk for kind, pk in new if kind == "service"])
    services.update(is_public=False, is_frequent=False)
    services.exclude(source_hash="").update(source_hash=TAKEN_BACK)
    offices = Office.objects.filter(pk__in=[pk for kind, pk in new if kind == "office"])
    offices.update(is_public=False, takes_appointments=False, imported={})  # no base: the next import shows it again


def _tell(numbers: Mapping[int, int], new: Iterable[Owner], at: datetime) -> None:
    """Versions and revisions of what came back; what was taken back is no base for the next import."""
    Service.objects.filter(pk__in=numbers).update(revision=F("revision") + 1)
    versions = ServiceVersion.objects.filter(service__in=numbers).defer("content", "imported")
    after = [version.pk for version in versions if numbers[version.service_id] == version.number]
    ServiceVersion.objects.filter(pk__in=after).update(imported=None)
    current = contents()
    keep_all(
        {pk: current[pk] for pk in numbers}, at,
        imported={pk: current[pk] for pk in numbers if ("service", pk) in new},
    )  # fmt: skip


def _names(left: Iterable[Owner], rows: Changed, now: Images) -> Iterable[str]:
    services, offices = _titles(now, ServiceText, "service_id"), _titles(now, OfficeText, "office_id")
    offers = {pk: was for pk, was, _became in rows.get(OFFER, ()) if was} | now[OFFER]
    offers |= {pk: became for pk, was, became in rows.get(OFFER, ()) if was is None}
    for kind, pk in left:
        if kind == "offer":
            pair = offers.get(pk, {})
            yield f"{services.get(pair.get('service_id'), '–')} – {offices.get(pair.get('office_id'), '–')}"
        else:
            yield (services if kind == "service" else offices).get(pk, "–")


def _titles(now: Images, of: type[ServiceText | OfficeText], key: str) -> dict[Any, str]:
    texts = sorted(now[of._meta.label].values(), key=lambda row: row["language"] == "de")
    return {row[key]: row["title"] for row in texts}
