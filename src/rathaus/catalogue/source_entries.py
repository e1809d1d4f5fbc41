"""What a source says, as plain values: services, offices, offers. Empty means: the source does not say."""

from dataclasses import dataclass

from rathaus.catalogue.source_file import Note


@dataclass(frozen=True, slots=True)
class LinkEntry:
    """A link or form of a service."""

    title: str
    url: str
    is_form: bool


@dataclass(frozen=True, slots=True)
class ServiceEntry:
    """A service as the file tells it. Empty means: the file does not say. `combinable` holds further services."""

    id: str
    language: str
    title: str
    description: str
    fees: str
    leika_key: str
    keywords: tuple[str, ...]
    authorities: tuple[str, ...]
    links: tuple[LinkEntry, ...]
    minutes: int | None
    max_persons: int
    combinable: tuple[str, ...]
    channels: tuple[str, ...]
    is_public: bool
    is_frequent: bool
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficeEntry:
    """An office as the file tells it."""

    id: str
    language: str
    title: str
    formal_title: str
    street: str
    house_number: str
    postcode: str
    city: str
    latitude: float | None
    longitude: float | None
    phone: str
    email: str
    website: str
    is_public: bool


@dataclass(frozen=True, slots=True)
class OfferEntry:
    """A service at an office; without minutes it cannot be booked."""

    service_id: str
    office_id: str
    minutes: int | None
    max_persons: int
    is_bookable: bool


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Both files, read: entries in the files' order, what was not taken over, how many offers are internal."""

    services: tuple[ServiceEntry, ...]
    offices: tuple[OfficeEntry, ...]
    offers: tuple[OfferEntry, ...]
    notes: tuple[Note, ...]
    internal_offers: int
