"""Opening offices for booking that have offers but nobody's opening rules yet, for example after an import."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from rathaus.audit.actions import Entry, next_sequence, record
from rathaus.booking.actions.planning import plan_sheets
from rathaus.booking.models import Alternative, OpeningRule, Policy, Resource
from rathaus.booking.rules import ticks
from rathaus.catalogue.models import Offer
from rathaus.identity.queries import Actor
from rathaus.offices.models import Office

TITLE = "Schalter"
FEWEST, MOST = 2, 8
SERVICES_PER_COUNTER = 3
PUBLIC_PERCENT = 80
WEEKLY = (
    *((weekday, time(8), time(12)) for weekday in range(5)),
    *((weekday, time(14), time(18)) for weekday in (1, 3)),
)


@dataclass
class Opened:
    """What was opened: title, services and counters per office; offers that joined an office; sheets made."""

    offices: list[tuple[str, int, int]] = field(default_factory=list)
    joined: int = 0
    sheets: int = 0


def counters_for(services: int) -> int:
    """This will return how many counters an office with so many services gets: one per three, 2 to 8."""
    return min(MOST, max(FEWEST, -(-services // SERVICES_PER_COUNTER)))


def public_share(counters: int) -> int:
    """This will return the counters that the public may book: four in five, at least one."""
    return max(1, round(counters * PUBLIC_PERCENT / 100))


@transaction.atomic
def open_offices(*, days: int, by: Actor, at: datetime) -> Opened:
    """This will give every public office with bookable services and without opening rules plausible ones.

    `days` is the booking horizon (1 to 370), for which the sheets are made. Offices that have rules keep them;
    where such an office has one resource only, offers that stand on none join it. Run again, it changes nothing.
    The door's opening hours stay unknown.
    """
    opened = Opened()
    for office in _without_rules():
        resource, services = _open(office, days)
        opened.sheets += _plan(resource, days, at)
        opened.offices.append((office.slug, services, counters_for(services)))
    opened.joined = _join()
    if opened.offices or opened.joined:
        facts = (("offices", len(opened.offices)), ("joined", opened.joined), ("days", days))
        sequence = next_sequence("booking/opening")
        record([Entry("booking/opening", sequence, at, by.pseudonym, "booking.open_offices", "booking", (), facts)])
    return opened


def _without_rules() -> QuerySet[Office]:
    bookable = Count("offers", filter=Q(offers__is_bookable=True, offers__service__is_public=True))
    ruled = OpeningRule.objects.filter(resource__office=OuterRef("pk"))
    found = Office.objects.filter(~Exists(ruled), is_public=True)
    locked = found.select_for_update().values("pk")
    return (
        Office.objects.filter(pk__in=[row["pk"] for row in locked])
        .annotate(n=bookable)
        .filter(n__gt=0)
        .order_by("slug")
    )


def _open(office: Office, days: int) -> tuple[Resource, int]:
    offers = list(_bookable().filter(office=office))
    counters = counters_for(len(offers))
    Policy.objects.get_or_create(office=office, defaults={"horizon_days": days})
    resource = Resource.objects.create(office=office, title=TITLE)
    Alternative.objects.bulk_create(Alternative(offer=offer, resource=resource) for offer in offers)
    OpeningRule.objects.bulk_create(
        OpeningRule(
            resource=resource, weekday=weekday, opens=opens, closes=closes,
            capacity=counters, public_share=public_share(counters),
        )
        for weekday, opens, closes in WEEKLY
    )  # fmt: skip
    office.takes_appointments = True
    office.save(update_fields=["takes_appointments"])
    return resource, len(offers)


def _bookable() -> QuerySet[Offer]:
    return Offer.objects.filter(is_bookable=True, service__is_public=True)


def _plan(resource: Resource, days: int, at: datetime) -> int:
    today = ticks.local(at, resource.office.zone).date()
    return plan_sheets(resources=[resource], first=today, last=today + timedelta(days=days)).made


def _join() -> int:
    """Offers on no resource at offices with a single ruled one, such as those that a later import brings."""
    single = (
        Office.objects.filter(takes_appointments=True)
        .annotate(n=Count("resources", filter=Q(resources__is_active=True), distinct=True))
        .filter(n=1)
    )
    resources = {
        r.office_id: r.pk
        for r in Resource.objects.filter(office__in=single, is_active=True, rules__isnull=False).distinct()
    }
    lonely = _bookable().filter(office__in=list(resources), alternatives__isnull=True)
    made = [Alternative(offer=offer, resource_id=resources[offer.office_id]) for offer in lonely]
    Alternative.objects.bulk_create(made)
    return len(made)
