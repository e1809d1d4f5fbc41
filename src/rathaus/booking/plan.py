"""The plan of a town: offers, offices and combinations as booking needs them, kept while its version stands.

Every process keeps the plan of the towns it serves. Each query of free times brings the version along, and
the function that takes a place refuses another version, so a kept plan is never used after a change.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db import connection
from django.utils.translation import gettext_lazy as _

from rathaus.booking.models import Alternative, PlanVersion, Policy, Resource
from rathaus.booking.rules.visit import OfferPlan, OfficePlan, Visit, Wish, check_visit
from rathaus.catalogue.models import Offer, Service
from rathaus.core.errors import Refused
from rathaus.core.kept import Kept
from rathaus.core.keys import current_town

MOST_TOWNS = 200
T = TypeVar("T")


class NoAppointmentsHere(Refused):
    """The office takes no appointments (any more)."""


@dataclass(frozen=True)
class TownPlan:
    """What a town offers, at one version."""

    version: int
    offices: Mapping[int, OfficePlan]
    offers: Mapping[tuple[int, int], OfferPlan]
    combinable: frozenset[tuple[int, int]]
    shared: frozenset[int]  # resources whose people overlap with those of others
    asking: frozenset[int]  # offices with services that wait for a yes by mail

    def visit(self, office_id: int, wishes: list[Wish]) -> Visit:
        """This will return the visit that the wishes make at the office.

        :raises NoAppointmentsHere: when the office takes none.
        :raises rathaus.core.errors.Refused: as booking.rules.visit.check_visit.
        """
        office = self.offices.get(office_id)
        if office is None:
            raise NoAppointmentsHere(_("Dieses Amt vergibt keine Termine. Bitte wählen Sie ein anderes Amt."))
        return check_visit(wishes, office, self.offers, self.combinable)

    def offices_for(self, wishes: list[Wish]) -> list[Visit]:
        """This will return the visit at every office that can take the wishes together."""
        found = []
        for office_id in self.offices:
            try:
                found.append(self.visit(office_id, wishes))
            except Refused:
                continue
        return found


_plans: Kept[str, TownPlan] = Kept(MOST_TOWNS)


def forget() -> None:
    """This will drop every kept plan of this process."""
    _plans.clear()


def kept() -> TownPlan:
    """This will return the kept plan of the current town, or read it (5 queries)."""
    return _plans.get(current_town()) or read()


def current() -> TownPlan:
    """This will return the plan of the version that stands now (1 query, 6 after a change)."""
    plan = kept()
    if plan.version != version():
        plan = read()
    return plan


def judged(judge: Callable[[TownPlan], T]) -> tuple[TownPlan, T]:
    """This will return what `judge` says of the kept plan, and that plan; a refusal counts only under the plan of now.

    :raises rathaus.core.errors.Refused: what `judge` raises under the plan of now.
    """
    plan = kept()
    try:
        return plan, judge(plan)
    except Refused:
        if plan.version == version():
            raise
    plan = read()
    return plan, judge(plan)


def version() -> int:
    """This will return the version of the current town's plan."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT version FROM booking_planversion")
        return int(cursor.fetchone()[0])


def read() -> TownPlan:
    """This will read the plan of the current town and keep it."""
    number = PlanVersion.objects.values_list("version", flat=True).get()
    offices = _offices()
    offers = _offers(offices)
    asking = frozenset(o.office_id for o in offers.values() if o.needs_mail_confirmation)
    plan = TownPlan(number, offices, offers, _combinable(), _shared(), asking)
    _plans.put(current_town(), plan)
    return plan


def _offices() -> dict[int, OfficePlan]:
    rows = Policy.objects.filter(office__takes_appointments=True, office__is_public=True).values_list(
        "office_id", "office__zone", "lead_minutes", "horizon_days", "hold_minutes", "most_minutes", "office__slug"
    )
    return {row[0]: OfficePlan(*row) for row in rows}


def _offers(offices: Mapping[int, OfficePlan]) -> dict[tuple[int, int], OfferPlan]:
    resources: dict[int, list[int]] = {}
    for offer_id, resource_id in (
        Alternative.objects.filter(resource__is_active=True)
        .order_by("rank", "resource_id")
        .values_list("offer_id", "resource_id")
    ):
        resources.setdefault(offer_id, []).append(resource_id)
    rows = Offer.objects.filter(is_bookable=True, service__is_public=True, office_id__in=list(offices))
    return {
        (o.service_id, o.office_id): OfferPlan(
            o.service_id, o.office_id, o.minutes, o.extra_minutes, o.max_persons,
            tuple(resources.get(o.pk, ())), o.needs_mail_confirmation,
        )
        for o in rows
    }  # fmt: skip


def _combinable() -> frozenset[tuple[int, int]]:
    rows = Service.combinable_with.through.objects.values_list("from_service_id", "to_service_id")
    return frozenset((min(a, b), max(a, b)) for a, b in rows)


def _shared() -> frozenset[int]:
    return frozenset(Resource.objects.filter(group__isnull=False).values_list("pk", flat=True))
