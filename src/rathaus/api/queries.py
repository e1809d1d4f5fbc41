"""Pages of public offices and services, by their number."""

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Model, QuerySet

from rathaus.api import schemas
from rathaus.catalogue.models import Offer, Service, ServiceText
from rathaus.offices.models import Office
from rathaus.offices.queries import FALLBACK, text_of

M = TypeVar("M", bound=Model)


def offices(*, after: int, most: int, language: str) -> schemas.Offices:
    """This will return the public offices whose number is above `after` (2 queries)."""
    rows, following = _page(Office.objects.filter(is_public=True).prefetch_related("texts"), after, most)
    return schemas.Offices(items=[_office(row, language) for row in rows], next=following)


def services(*, after: int, most: int, language: str) -> schemas.Services:
    """This will return the public services whose number is above `after` (3 queries)."""
    rows, following = _page(Service.objects.filter(is_public=True).prefetch_related("texts"), after, most)
    places = _bookable_at([row.pk for row in rows])
    return schemas.Services(items=[_service(row, language, places.get(row.pk, [])) for row in rows], next=following)


def _page(found: QuerySet[M], after: int, most: int) -> tuple[Sequence[M], str | None]:
    rows = list(found.filter(pk__gt=after).order_by("pk")[: most + 1])
    return rows[:most], str(rows[most - 1].pk) if len(rows) > most else None


def _bookable_at(service_ids: list[int]) -> dict[int, list[int]]:
    offers = Offer.objects.filter(service_id__in=service_ids, is_bookable=True)
    offers = offers.filter(office__is_public=True, office__takes_appointments=True)
    places: dict[int, list[int]] = {}
    for service_id, office_id in offers.order_by("office_id").values_list("service_id", "office_id"):
        places.setdefault(service_id, []).append(office_id)
    return places


def _office(row: Office, language: str) -> schemas.Office:
    return schemas.Office(
        id=row.pk,
        slug=row.slug,
        title=text_of(row, language).title,
        street=row.street,
        house_number=row.house_number,
        postcode=row.postcode,
        city=row.city,
        phone=row.phone,
        email=row.email,
        zone=row.zone,
        takes_appointments=row.takes_appointments,
    )


def _service(row: Service, language: str, offices: list[int]) -> schemas.Service:
    texts = {text.language: text for text in row.texts.all()}
    text = texts.get(language) or texts.get(FALLBACK) or next(iter(texts.values()), ServiceText(title=row.slug))
    return schemas.Service(
        id=row.pk,
        slug=row.slug,
        title=text.title,
        summary=text.summary,
        minutes=row.minutes,
        extra_minutes=row.extra_minutes,
        max_persons=row.max_persons,
        offices=offices,
    )
