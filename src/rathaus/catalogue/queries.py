"""What pages ask of the catalogue: services in lists, the one service of a page, where it is offered.

All words come in the asked language; where there are none in it, in German, else in any, and
`fallback_language` then names the language that they are in. Only what is public. Empty means: not known.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.safestring import SafeString, mark_safe

from rathaus.catalogue.markup import beginning, lines, sanitised
from rathaus.catalogue.models import Offer, Service, ServiceText, Topic, TopicText
from rathaus.offices.models import Office, OfficeText

FALLBACK = "de"
MOST_FREQUENT = 6
SUMMARY_CHARACTERS = 200
Words = TypeVar("Words", ServiceText, TopicText, OfficeText)


@dataclass(frozen=True)
class Card:
    """A service in a list."""

    service_id: int
    slug: str
    title: str
    summary: str
    channels: tuple[str, ...]
    is_bookable: bool
    fallback_language: str | None


@dataclass(frozen=True)
class TopicGroup:
    """A life situation and its services; without slug and title: services that stand under none."""

    slug: str
    title: str
    summary: str
    services: tuple[Card, ...]
    fallback_language: str | None


@dataclass(frozen=True)
class Link:
    """A form or further page."""

    title: str
    url: str
    is_form: bool


@dataclass(frozen=True)
class ServicePage:
    """Everything that a service's page tells. `prices` are the lines of `fees` as plain text."""

    service_id: int
    slug: str
    fallback_language: str | None
    title: str
    neutral_title: str
    summary: str
    description: SafeString
    bring: tuple[str, ...]
    fees: SafeString
    prices: tuple[str, ...]
    processing_time: str
    legal_basis: str
    leika_key: str
    authorities: tuple[str, ...]
    topics: tuple[tuple[str, str], ...]
    links: tuple[Link, ...]
    channels: tuple[str, ...]
    online_url: str
    minutes: int | None
    extra_minutes: int | None
    max_persons: int
    is_bookable: bool
    is_sensitive: bool
    checked_at: datetime | None


@dataclass(frozen=True)
class OfferingOffice:
    """An office that offers a service; minutes are known only where it can be booked."""

    office_id: int
    slug: str
    title: str
    street: str
    city: str
    phone: str
    phone_hours: str
    email: str
    latitude: float | None
    longitude: float | None
    minutes: int | None
    extra_minutes: int | None
    max_persons: int
    is_bookable: bool
    fallback_language: str | None


def services_by_topic(language: str) -> list[TopicGroup]:
    """This will return the life situations with their services, in the editors' order (5 queries)."""
    cards = {s.pk: _card(s, language) for s in _services()}
    topics = Topic.objects.filter(is_public=True).prefetch_related("texts")
    members: dict[int, list[int]] = {}
    through: Any = Service.topics.through
    shown = through.objects.filter(topic__is_public=True)
    for topic_id, service_id in shown.values_list("topic_id", "service_id"):
        members.setdefault(topic_id, []).append(service_id)
    groups = [_group(t, [c for pk, c in cards.items() if pk in members.get(t.pk, ())], language) for t in topics]
    placed = {pk for found in members.values() for pk in found}
    others = tuple(card for pk, card in cards.items() if pk not in placed)
    rest = [TopicGroup("", "", "", others, None)] if others else []
    return [g for g in groups if g.services] + rest


def frequent(language: str) -> list[Card]:
    """This will return the six services that people come for most (2 queries)."""
    return [_card(s, language) for s in _services(is_frequent=True)[:MOST_FREQUENT]]


def service_page(slug: str, language: str) -> ServicePage | None:
    """This will return the page of a public service, or None where there is none (5 queries)."""
    service = _services(slug=slug).prefetch_related("links", "topics__texts").first()
    if service is None:
        return None
    text = _best(service.texts.all(), language) or ServiceText(title=service.slug, language=language)
    return ServicePage(
        service_id=service.pk,
        slug=service.slug,
        fallback_language=_fallback(text.language, language),
        title=text.title,
        neutral_title=text.neutral_title,
        summary=text.summary,
        description=_safe(text.description),
        bring=tuple(text.bring),
        fees=_safe(text.fees),
        prices=lines(sanitised(text.fees)),
        processing_time=text.processing_time,
        legal_basis=text.legal_basis,
        leika_key=service.leika_key,
        authorities=tuple(service.authorities),
        topics=tuple(_topics(service.topics.all(), language)),
        links=tuple(Link(k.title, k.url, k.is_form) for k in service.links.all() if k.language == text.language),
        channels=tuple(service.channels),
        online_url=service.online_url,
        minutes=service.minutes,
        extra_minutes=service.extra_minutes,
        max_persons=service.max_persons,
        is_bookable=_is_bookable(service),
        is_sensitive=service.is_sensitive,
        checked_at=service.checked_at,
    )


def offices_offering(service_id: int, language: str) -> list[OfferingOffice]:
    """This will return the public offices that offer a public service, bookable ones first (2 queries)."""
    offers = (
        Offer.objects.filter(service_id=service_id, service__is_public=True, office__is_public=True)
        .select_related("office")
        .prefetch_related("office__texts")
        .order_by("-is_bookable", "office__order", "office__slug")
    )
    return [_offering(offer, language) for offer in offers]


def combinable_with(service_id: int, language: str) -> list[Card]:
    """This will return the public services that can be done in the same visit (2 queries)."""
    return [_card(s, language) for s in _services(combinable_with=service_id)]


def _services(**chosen: Any) -> QuerySet[Service]:
    offers = Offer.objects.filter(service=OuterRef("pk"), is_bookable=True, office__is_public=True)
    can_be_booked = Exists(offers.filter(office__takes_appointments=True))
    texts = Prefetch("texts", ServiceText.objects.order_by("language"))
    return Service.objects.filter(Q(is_public=True), **chosen).annotate(bookable=can_be_booked).prefetch_related(texts)


def _is_bookable(service: Service) -> bool:
    return bool(getattr(service, "bookable", False))


def _best(texts: Iterable[Words], language: str) -> Words | None:
    order = {FALLBACK: 1, language: 0}
    return min(texts, key=lambda text: order.get(text.language, 2), default=None)


def _fallback(of_text: str, language: str) -> str | None:
    return None if of_text == language else of_text


def _safe(html: str) -> SafeString:
    return mark_safe(sanitised(html))  # noqa: S308 - cleaned by the allow list, whoever wrote it


def _card(service: Service, language: str) -> Card:
    text = _best(service.texts.all(), language) or ServiceText(title=service.slug, language=language)
    return Card(
        service.pk,
        service.slug,
        text.title,
        text.summary or beginning(text.description, SUMMARY_CHARACTERS),
        tuple(service.channels),
        _is_bookable(service),
        _fallback(text.language, language),
    )


def _topics(topics: Iterable[Topic], language: str) -> Iterable[tuple[str, str]]:
    for topic in (one for one in topics if one.is_public):
        text = _best(topic.texts.all(), language)
        yield topic.slug, text.title if text else topic.slug


def _group(topic: Topic, cards: list[Card], language: str) -> TopicGroup:
    text = _best(topic.texts.all(), language) or TopicText(title=topic.slug, language=language)
    return TopicGroup(topic.slug, text.title, text.summary, tuple(cards), _fallback(text.language, language))


def _offering(offer: Offer, language: str) -> OfferingOffice:
    office: Office = offer.office
    text = _best(office.texts.all(), language) or OfficeText(title=office.slug, language=language)
    is_bookable = offer.is_bookable and office.takes_appointments
    return OfferingOffice(
        office_id=office.pk,
        slug=office.slug,
        title=text.title,
        street=f"{office.street} {office.house_number}".strip(),
        city=f"{office.postcode} {office.city}".strip(),
        phone=office.phone,
        phone_hours=text.phone_hours,
        email=office.email,
        latitude=office.latitude,
        longitude=office.longitude,
        minutes=offer.minutes if offer.is_bookable else None,
        extra_minutes=offer.extra_minutes,
        max_persons=offer.max_persons,
        is_bookable=is_bookable,
        fallback_language=_fallback(text.language, language),
    )
