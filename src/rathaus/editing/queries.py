"""What editors see: all services of the town, hidden ones too."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Subquery
from django.http import Http404
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from rathaus.catalogue import samples, search
from rathaus.catalogue.actions import CARRY_OUT, OF_OFFICES
from rathaus.catalogue.content import Content, content_of, differences, from_json
from rathaus.catalogue.models import Offer, Service, ServiceVersion, Topic
from rathaus.catalogue.snapshot import contents
from rathaus.catalogue.source_file import Fault, Note
from rathaus.catalogue.uploads import Upload
from rathaus.core.ids import id_in
from rathaus.core.jobs import newest
from rathaus.offices.models import Office

LANGUAGES = ("de", "en", "tr", "uk", "ar", "ru", "fr", "pl")
MOST_HITS = 10
OFFICES = "aemter"


@dataclass(frozen=True)
class Listed:
    """A service of the list; `missing` and `unreviewed` count its translations."""

    service: Service
    title: str
    missing: int
    unreviewed: int


@dataclass(frozen=True)
class ListedTopic:
    """A life situation of the list: how many services citizens see in it, and how many languages have no words."""

    topic: Topic
    title: str
    services: int
    missing: int


@dataclass(frozen=True)
class Sample:
    """A service that comes with Rathaus; `is_there`: the town has it already."""

    slug: str
    title: str
    is_there: bool


@dataclass(frozen=True)
class Change:
    """What a version changed: the label of a field, its language ("" for all), before and after."""

    label: str
    language: str
    before: str
    after: str


@dataclass(frozen=True)
class Version:
    """An earlier version, and what it changed against the one before."""

    row: ServiceVersion
    changes: tuple[Change, ...]
    is_newest: bool


def services() -> list[Listed]:
    """This will return all services by title (2 queries)."""
    listed = [_listed(service) for service in Service.objects.prefetch_related("texts")]
    return sorted(listed, key=lambda one: one.title.casefold())


def service_of(service_id: int) -> Service:
    """This will return a service.

    :raises Http404: where there is none.
    """
    service = Service.objects.filter(pk=service_id).first()
    if service is None:
        raise Http404
    return service


def title_of(service: Service) -> str:
    """This will return the German title (1 query)."""
    return service.texts.filter(language="de").values_list("title", flat=True).first() or service.slug


def topics() -> list[tuple[str, str]]:
    """This will return the life situations as choices (2 queries)."""
    found = Topic.objects.prefetch_related("texts")
    return [(topic.slug, _title(topic)) for topic in found]


def titles() -> list[tuple[str, str]]:
    """This will return all services as choices, by title (2 queries)."""
    return [(one.service.slug, one.title) for one in services()]


def uploads(*, may_plan: bool) -> QuerySet[Upload]:
    """This will return the files brought in within 30 days, the newest first, without their bytes."""
    found = Upload.objects.defer("first", "second", "before")
    return found if may_plan else found.exclude(format__in=OF_OFFICES)


def upload_of(upload_id: int, *, may_plan: bool) -> Upload:
    """This will return a file that was brought in, with the status of its job (`job`: None without one; 1 query).

    :raises Http404: where there is none.
    """
    job = newest(CARRY_OUT, upload_id=upload_id).values("status")
    upload = uploads(may_plan=may_plan).filter(pk=upload_id).annotate(job=Subquery(job)).first()
    if upload is None:
        raise Http404
    return upload


def strange_in(upload: Upload) -> dict[str, list[str]]:
    """This will return the faults and notes of an upload in the reader's language."""
    faults, notes = upload.report.get("faults", ()), upload.report.get("notes", ())
    return {"faults": [str(Fault.from_json(f)) for f in faults], "notes": [str(Note.from_json(n)) for n in notes]}


def all_contents() -> Iterator[tuple[str, int, Content]]:
    """This will yield slug, revision and content of all services, by slug (7 queries)."""
    found = contents()
    for pk, slug, revision in Service.objects.order_by("slug").values_list("pk", "slug", "revision"):
        if pk in found:
            yield slug, revision, found[pk]


def plain_labels() -> dict[str, str]:
    """This will return the labels of the fields of offices and offers."""
    return {
        "street": _("Straße"), "house_number": _("Hausnummer"), "postcode": _("Postleitzahl"), "city": _("Ort"),
        "latitude": _("Breite"), "longitude": _("Länge"), "phone": _("Telefon"), "email": _("E-Mail"),
        "website": _("Website"), "languages": _("Sprachen"), "takes_appointments": _("Termine anbieten"),
        "office_title": _("Name"), "office_summary": _("Beschreibung"), "office_directions": _("Anfahrt"),
        "office_phone_hours": _("Telefonzeiten"), "office_hours_note": _("Hinweis zu den Zeiten"),
        "office_accessibility": _("Barrierefrei"), "is_bookable": _("Buchbar"),
        "is_offered": _("Wird angeboten"),
    } | {f"hours_{day}": _("Geöffnet: %(day)s") % {"day": name} for day, name in WEEKDAYS.items()}  # fmt: skip


def offered_samples(query: str) -> list[tuple[str, list[Sample]]]:
    """This will return the services that come with Rathaus by their first life situation (1 query)."""
    there = set(Service.objects.values_list("slug", flat=True))
    groups: dict[str, list[Sample]] = {topic["slug"]: [] for topic in samples.topics()}
    for slug, data in samples.samples().items():
        words = data["de"]
        told = " ".join([words["title"], words["summary"], *words["aliases"]])
        if all(part in told.casefold() for part in query.casefold().split()):
            groups[data["topics"][0]].append(Sample(slug, words["title"], slug in there))
    return [(topic["title_de"], groups[topic["slug"]]) for topic in samples.topics() if groups[topic["slug"]]]


def versions(service: Service, labels: Mapping[str, str]) -> list[Version]:
    """This will return the versions of a service, the newest first (1 query); `labels` name the fields."""
    rows = list(service.versions.all())
    olders = [from_json(row.content) for row in rows]
    found = []
    for number, row in enumerate(rows):
        older = olders[number + 1] if number + 1 < len(rows) else None
        found_changes = differences(older, olders[number]) if older else []
        changes = tuple(Change(labels.get(d.name, d.name), d.language, d.before, d.after) for d in found_changes)
        found.append(Version(row, changes, number == 0))
    return found


def languages_of(service: Service) -> list[tuple[str, str]]:
    """This will return each language with the state of its words: missing, unreviewed, reviewed (1 query)."""
    words = content_of(service).words
    return [
        (c, "missing" if c not in words else "reviewed" if words[c].is_reviewed else "unreviewed") for c in LANGUAGES
    ]


def offices_of(service: Service) -> list[tuple[str, bool]]:
    """This will return the offices that offer a service, by name, and whether one can book there (2 queries)."""
    offers = Offer.objects.filter(service=service).select_related("office").prefetch_related("office__texts")
    return sorted((_title(offer.office), offer.is_bookable and offer.office.takes_appointments) for offer in offers)


def _title(row: Any) -> str:
    """The German title of a service, a life situation or an office, else its short name."""
    return next((text.title for text in row.texts.all() if text.language == "de"), str(row.slug))


def found(query: str, language: str) -> list[str]:
    """This will return the titles that a citizen gets for the words, best first."""
    return [hit.title for hit in search.search(query, language, limit=MOST_HITS)]


def _listed(service: Service) -> Listed:
    texts = {t.language: t for t in service.texts.all()}
    title = texts["de"].title if "de" in texts else service.slug
    unreviewed = sum(not t.is_reviewed for t in texts.values())
    return Listed(service, title, sum(c not in texts for c in LANGUAGES), unreviewed)


def listed_topics() -> list[ListedTopic]:
    """This will return all life situations in order (3 queries)."""
    titles_of = dict(topics())
    counted = Topic.objects.annotate(number=Count("services", filter=Q(services__is_public=True)))
    return [
        ListedTopic(topic, titles_of.get(topic.slug, topic.slug), topic.number, len(LANGUAGES) - len(topic.texts.all()))
        for topic in counted.prefetch_related("texts")
    ]


def topic_of(topic_id: str) -> Topic:
    """This will return a life situation.

    :raises Http404: where there is none.
    """
    found = Topic.objects.filter(pk=id_in(topic_id) or 0).first()
    if found is None:
        raise Http404
    return found


def titles_under(topic: Topic) -> list[str]:
    """This will return the titles of a life situation's services, hidden ones too (2 queries)."""
    services = topic.services.prefetch_related("texts")
    return [_title(service) for service in services]


def orders(*, may_plan: bool) -> list[tuple[str, str]]:
    """This will return the lists that have an order, by the word in the address (2 queries)."""
    found = [("startseite", _("Startseite")), ("alle", _("Alle Leistungen"))]
    found += [(f"lage-{slug}", title) for slug, title in topics()]
    return [*found, (OFFICES, _("Ämter"))] if may_plan else found


def in_order(what: str) -> list[tuple[int, str]]:
    """This will return what stands in a list, in order: id and title (2 queries)."""
    if what == OFFICES:
        rows: list[Any] = list(Office.objects.prefetch_related("texts"))
    else:
        services = Service.objects.prefetch_related("texts")
        if what == "startseite":
            services = services.filter(is_frequent=True)
        elif what.startswith("lage-"):
            services = services.filter(topics__slug=what.removeprefix("lage-"))
        rows = list(services)
    return [(row.pk, _title(row)) for row in rows]
