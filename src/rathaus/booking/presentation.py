"""What the pages of the journey show: services, offices and moments in the words of the page's language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from unicodedata import combining, normalize

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rathaus.booking import words
from rathaus.booking.models import Appointment
from rathaus.booking.rules import ticks
from rathaus.booking.rules.visit import NoServiceChosen, Visit, Wish
from rathaus.catalogue.models import Channel, Service, ServiceText
from rathaus.offices.models import Office
from rathaus.offices.queries import text_of

FALLBACK = "de"


@dataclass(frozen=True)
class ServiceView:
    """A service as a page shows it; `lang` is set only where the words are not in the page's language."""

    id: int
    slug: str
    title: str
    lang: str
    persons: int
    bring: tuple[str, ...]
    online_url: str
    has_online: bool


@dataclass(frozen=True)
class OfficeView:
    """An office as a page shows it; what is empty is not known."""

    id: int
    slug: str
    title: str
    lang: str
    street: str
    place: str
    phone: str
    phone_hours: str
    directions: str
    accessibility: tuple[str, ...]
    latitude: float | None
    longitude: float | None

    @property
    def phone_url(self) -> str:
        """The number as a link that a telephone dials."""
        return "tel:" + "".join(c for c in self.phone if c.isdigit() or c == "+")

    @property
    def map_url(self) -> str:
        """A map of the place, only where the position is known."""
        if self.latitude is None or self.longitude is None:
            return ""
        at = f"{self.latitude:.5f}", f"{self.longitude:.5f}"
        return f"https://www.openstreetmap.org/?mlat={at[0]}&mlon={at[1]}#map=17/{at[0]}/{at[1]}"


@dataclass(frozen=True)
class Moment:
    """When a visit begins, in the office's wall clock."""

    day: date
    tick: int

    @property
    def clock(self) -> str:
        """The time as a form sends it: HH:MM."""
        return ticks.LABELS[self.tick]

    @property
    def time(self) -> time:
        """The time of day."""
        return ticks.time_of(self.tick)

    @property
    def day_words(self) -> str:
        """For example "Montag, 7. Dezember 2026"."""
        return day_in_words(self.day)

    def __str__(self) -> str:
        local = datetime.combine(self.day, self.time)
        said, clock = words.moment(local), date_format(local, "G:i")
        return said.replace(f"{clock} ", f"{clock}\N{NO-BREAK SPACE}")


def day_in_words(day: date) -> str:
    """This will return a day with its weekday in the page's language."""
    return date_format(day, _("l, j. F Y"))


def language() -> str:
    """This will return the page's language."""
    return get_language() or FALLBACK


def service_words(service: Service) -> ServiceText:
    """This will return the service's words in the page's language, else in German, else in any (prefetch `texts`)."""
    texts = {t.language: t for t in service.texts.all()}
    found = texts.get(language()) or texts.get(FALLBACK) or next(iter(texts.values()), None)
    return found or ServiceText(service=service, language=FALLBACK, title=service.slug)


def view_of_service(service: Service, persons: int = 1) -> ServiceView:
    """This will return a service as pages show it (prefetch `texts`)."""
    text = service_words(service)
    return ServiceView(
        id=service.pk,
        slug=service.slug,
        title=text.title,
        lang=_foreign(text.language),
        persons=persons,
        bring=tuple(text.bring),
        online_url=service.online_url,
        has_online=bool(service.online_url) or Channel.ONLINE in service.channels,
    )


def view_of_office(office: Office) -> OfficeView:
    """This will return an office as pages show it (prefetch `texts`)."""
    text = text_of(office, language())
    return OfficeView(
        id=office.pk,
        slug=office.slug,
        title=text.title,
        lang=_foreign(text.language),
        street=f"{office.street} {office.house_number}".strip(),
        place=f"{office.postcode} {office.city}".strip(),
        phone=office.phone,
        phone_hours=text.phone_hours,
        directions=text.directions,
        accessibility=tuple(text.accessibility),
        latitude=office.latitude,
        longitude=office.longitude,
    )


def _foreign(code: str) -> str:
    return "" if code == language() else code


def chosen_services(wishes: Sequence[Wish]) -> list[ServiceView]:
    """This will return the wished services in their order (2 queries).

    :raises rathaus.booking.rules.visit.NoServiceChosen: when one is not (any more) a public service.
    """
    found = services_of(w.service_id for w in wishes)
    if any(w.service_id not in found for w in wishes):
        raise NoServiceChosen(_("Diese Leistung gibt es nicht mehr. Bitte wählen Sie neu aus."))
    return [view_of_service(found[w.service_id], w.persons) for w in wishes]


def services_of(ids: Iterable[int]) -> Mapping[int, Service]:
    """This will return the public services of these ids with their words (2 queries)."""
    rows = Service.objects.filter(pk__in=list(ids), is_public=True).prefetch_related("texts")
    return {s.pk: s for s in rows}


def offices_of(ids: Iterable[int]) -> dict[int, OfficeView]:
    """This will return the public offices of these ids as pages show them (2 queries)."""
    rows = Office.objects.filter(pk__in=list(ids), is_public=True).prefetch_related("texts")
    return {o.pk: view_of_office(o) for o in rows}


def alphabetical(title: str) -> str:
    """This will return the key by which titles are sorted: without case and accents."""
    return "".join(c for c in normalize("NFKD", title.casefold()) if not combining(c))


@dataclass(frozen=True)
class Choice:
    """What was chosen so far: services, and where they are known office, moment and minutes."""

    services: tuple[ServiceView, ...]
    wishes: tuple[Wish, ...]
    office: OfficeView | None = None
    moment: Moment | None = None
    minutes: int = 0


def choice_of_visit(visit: Visit, services: Sequence[ServiceView], office: OfficeView) -> Choice:
    """This will return what was chosen, before a time is known."""
    wishes = tuple(Wish(service, persons) for service, persons, _minutes in visit.lines)
    return Choice(tuple(services), wishes, office, minutes=visit.ticks * ticks.MINUTES)


def choice_of(appointment: Appointment) -> Choice:
    """This will return what an appointment is for (4 queries)."""
    lines = list(appointment.lines.select_related("service").prefetch_related("service__texts"))
    return Choice(
        services=tuple(view_of_service(line.service, line.persons) for line in lines),
        wishes=tuple(Wish(line.service_id, line.persons) for line in lines),
        office=view_of_office(appointment.office),
        moment=Moment(appointment.day, appointment.first_tick),
        minutes=appointment.ticks * ticks.MINUTES,
    )
