"""Services as lists show them, and the one service of a page."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.html import strip_tags

from rathaus.booking import plan as plans
from rathaus.booking.plan import TownPlan
from rathaus.booking.rules.visit import OfferPlan
from rathaus.catalogue.models import Offer, Service, ServiceLink, ServiceText, Topic, TopicText
from rathaus.catalogue.search import search
from rathaus.offices.models import Office, OfficeText
from rathaus.portal.queries.languages import best, preference


@dataclass(frozen=True)
class Entry:
    """A service in a list."""

    slug: str
    title: str
    summary: str
    language: str


@dataclass(frozen=True)
class TopicEntry:
    """A life situation in a list, and how many services it has."""

    slug: str
    title: str
    summary: str
    language: str
    count: int


def entries(chosen: Q, language: str) -> list[Entry]:
    """This will return the public services that fit, in the editors' order (1 query)."""
    texts = (
        ServiceText.objects.filter(chosen, service__is_public=True)
        .order_by("service_id", preference(language))
        .distinct("service_id")
        .select_related("service")
        .only("title", "summary", "language", "service__slug", "service__order")
    )
    rows = sorted(texts, key=lambda t: (t.service.order, t.service.slug))
    return [_entry(t) for t in rows]


def frequent(language: str, most: int = 6) -> list[Entry]:
    """This will return the services that people come for most (1 query)."""
    return entries(Q(service__is_frequent=True), language)[:most]


def services_of(topic: TopicEntry, language: str) -> list[Entry]:
    """This will return the services of a life situation (1 query)."""
    return entries(Q(service__topics__slug=topic.slug), language)


def all_services(language: str) -> list[tuple[str, list[Entry]]]:
    """This will return all services by the first letter of their title, from A to Z (1 query)."""
    letters: dict[str, list[Entry]] = {}
    for entry in sorted(entries(Q(), language), key=lambda e: _key(e.title)):
        letters.setdefault(_letter(entry.title), []).append(entry)
    return sorted(letters.items())


def by_ids(ids: Iterable[int], language: str) -> list[Entry]:
    """This will return the services with these ids, in the order of the ids (1 query)."""
    order = {pk: number for number, pk in enumerate(ids)}
    texts = (
        ServiceText.objects.filter(service_id__in=order, service__is_public=True)
        .order_by("service_id", preference(language))
        .distinct("service_id")
        .select_related("service")
    )
    return [_entry(t) for t in sorted(texts, key=lambda t: order[t.service_id])]


def found(query: str, language: str, most: int) -> list[Entry]:
    """This will return the services that answer what was typed, best first (2 queries; 7 after a change)."""
    hits = search(query, language, limit=most)
    return by_ids((h.service_id for h in hits), language) if hits else []


def topics(language: str) -> list[TopicEntry]:
    """This will return the life situations that have public services, in the editors' order (1 query)."""
    texts = (
        TopicText.objects.annotate(count=Count("topic__services", filter=Q(topic__services__is_public=True)))
        .filter(count__gt=0, topic__is_public=True)
        .select_related("topic")
    )
    words: dict[Topic, list[TopicText]] = {}
    for text in texts:
        words.setdefault(text.topic, []).append(text)
    ordered = sorted(words, key=lambda t: (t.order, t.slug))
    return [_topic_entry(t, found) for t in ordered if (found := best(words[t], language))]


def _topic_entry(topic: Topic, text: TopicText) -> TopicEntry:
    count = int(getattr(text, "count", 0))
    return TopicEntry(topic.slug, text.title, text.summary, text.language, count)


def _entry(text: ServiceText) -> Entry:
    return Entry(text.service.slug, text.title, strip_tags(text.summary), text.language)


def _key(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def _letter(title: str) -> str:
    first = next((c for c in _key(title) if c.isalnum()), "#")
    return first.upper() if first.isalpha() else "0–9"


# --- one service --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """An office that offers a service."""

    office: Office
    text: OfficeText
    is_bookable: bool


@dataclass(frozen=True)
class Booking:
    """What can be booked: minutes at the quickest and slowest office, most persons, services for the same visit."""

    minutes: tuple[int, int]
    extra_minutes: int | None
    most_persons: int
    further: tuple[tuple[int, str, str], ...]  # id, title and its language


@dataclass(frozen=True)
class ServicePage:
    """Everything that a service's page shows."""

    service: Service
    text: ServiceText
    places: tuple[Place, ...]
    booking: Booking | None
    links: tuple[ServiceLink, ...]

    @property
    def phone(self) -> str:
        """This will return the number to call: of the only or first office that has one."""
        return next((p.office.phone for p in self.places if p.office.phone), "")


def service_page(slug: str, language: str) -> ServicePage | None:
    """This will return the page of a public service, or None where there is none (7 queries at most)."""
    service = Service.objects.filter(slug=slug, is_public=True).prefetch_related("texts", "links").first()
    text = best(service.texts.all(), language) if service else None
    if service is None or text is None:
        return None
    plan = plans.current()
    links = [link for link in service.links.all() if link.language == text.language]
    return ServicePage(
        service=service,
        text=text,
        places=_places(service, plan, language),
        booking=_booking(service, plan, language),
        links=tuple(links),
    )


def _places(service: Service, plan: TownPlan, language: str) -> tuple[Place, ...]:
    offers = (
        Offer.objects.filter(service=service, office__is_public=True)
        .select_related("office")
        .prefetch_related("office__texts")
        .order_by("office__order", "office__slug")
    )
    return tuple(
        Place(o.office, text, is_bookable=_takes(plan.offers.get((service.pk, o.office_id))))
        for o in offers
        if (text := best(o.office.texts.all(), language))
    )


def _takes(offer: OfferPlan | None) -> bool:
    return offer is not None and bool(offer.resources)


def _booking(service: Service, plan: TownPlan, language: str) -> Booking | None:
    offers = [o for o in plan.offers.values() if o.service_id == service.pk and _takes(o)]
    if not offers:
        return None
    extras = {o.extra_minutes for o in offers}
    return Booking(
        minutes=(min(o.minutes for o in offers), max(o.minutes for o in offers)),
        extra_minutes=extras.pop() if len(extras) == 1 else None,
        most_persons=max(o.max_persons for o in offers),
        further=_further(service, offers, plan, language),
    )


def _further(
    service: Service, offers: list[OfferPlan], plan: TownPlan, language: str
) -> tuple[tuple[int, str, str], ...]:
    partners = {a if b == service.pk else b for a, b in plan.combinable if service.pk in (a, b)}
    rooms = {(o.office_id, r) for o in offers for r in o.resources}
    fitting = {
        o.service_id
        for o in plan.offers.values()
        if o.service_id in partners and any((o.office_id, r) in rooms for r in o.resources)
    }
    texts = (
        ServiceText.objects.filter(service_id__in=fitting)
        .order_by("service_id", preference(language))
        .distinct("service_id")
        .select_related("service")
    )
    ordered = sorted(texts, key=lambda t: (not t.service.is_frequent, t.service.order, t.title))
    return tuple((t.service_id, t.title, t.language) for t in ordered)
