"""Offers: which service in which office, how long, and on which counters in which order."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rathaus.booking.actions.planning import Planned, plan_office
from rathaus.booking.models import Alternative, Resource
from rathaus.catalogue.models import Offer
from rathaus.core.errors import Refused
from rathaus.identity.queries import Actor
from rathaus.offices.actions.office import check_plans, tell


class OfferedAlready(Refused):
    """A service is offered once in an office."""


@dataclass(frozen=True, kw_only=True)
class OfferValues:
    """What an offer is; `counters` are the ids of the resources in the order in which they are tried."""

    service_id: int
    minutes: int
    extra_minutes: int | None = None
    max_persons: int = 1
    is_bookable: bool = True
    needs_mail_confirmation: bool = False
    counters: tuple[int, ...] = ()


@transaction.atomic
def save_offer(*, office_id: int, offer_id: int | None, values: OfferValues, by: Actor, at: datetime) -> Planned:
    """This will offer a service in an office (`offer_id` None), or change the offer; the rasters follow the shortest.

    An offer keeps its service. Counters of another office are left out.

    :raises OfferedAlready: when the office offers the service.
    :raises rathaus.core.errors.NotPermitted: for those who do not plan this office.
    """
    check_plans(office_id, by)
    offer = Offer.objects.select_for_update().filter(pk=offer_id or 0, office_id=office_id).first()
    if offer is None:
        if Offer.objects.filter(office_id=office_id, service_id=values.service_id).exists():
            raise OfferedAlready(_("Diese Leistung gibt es in diesem Amt schon."), field="service")
        offer = Offer(office_id=office_id, service_id=values.service_id)
    for name in ("minutes", "extra_minutes", "max_persons", "is_bookable", "needs_mail_confirmation"):
        setattr(offer, name, getattr(values, name))
    offer.save()
    concerned = _stand_on(offer, values.counters)
    tell(office_id, "booking.save_offer", by, at, str(offer.pk))
    return plan_office(office_id=office_id, resource_ids=concerned, at=at)


def _stand_on(offer: Offer, counters: tuple[int, ...]) -> set[int]:
    """Sets the alternatives; returns the resources that had or have the offer."""
    own = set(Resource.objects.filter(office_id=offer.office_id, pk__in=counters).values_list("pk", flat=True))
    before = list(Alternative.objects.filter(offer=offer).values_list("resource_id", flat=True))
    after = [pk for pk in dict.fromkeys(counters) if pk in own]
    if before != after:
        Alternative.objects.filter(offer=offer).delete()
        Alternative.objects.bulk_create(
            Alternative(offer=offer, resource_id=pk, rank=rank) for rank, pk in enumerate(after)
        )
    return {*before, *after}
