"""Two towns whose things and people are marked by a word of the town, and everybody who may come along."""

import zlib
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.test import Client
from django.test.client import ClientHandler
from django_tenants.utils import schema_context

from rathaus.api.keys import make_client
from rathaus.booking.links import code_of, token, token_of
from rathaus.booking.models import Appointment, Resource
from rathaus.catalogue.models import Alias, Offer, Service, ServiceVersion, Topic, TopicText
from rathaus.catalogue.uploads import Upload
from rathaus.core.stamps import stamp_of
from rathaus.identity.actions import make_staff
from rathaus.identity.models import Staff
from rathaus.identity.queries import SYSTEM
from rathaus.identity.rights import Role
from rathaus.notifications.models import Delivery
from rathaus.offices.models import LegalText, Notice, Office, Place
from tests.makers import Maker

HOSTS = {"musterstadt": "localhost", "beispielhausen": "beispielhausen.localhost"}
MARKS = {"musterstadt": "Quandelbrück", "beispielhausen": "Zwirbelfurt"}
PHONES = {"musterstadt": "+4915111111111", "beispielhausen": "+4915222222222"}
TODAY, NEXT_MONDAY = date(2026, 11, 23), date(2026, 11, 30)
PASSWORD = "richtig-lang-und-geheim"
FAILED_JOB = """
INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args, status, attempts)
VALUES ('default', 'booking.nightly', 0, jsonb_build_object('town', %s), 'failed', 8) RETURNING id
"""


@dataclass(frozen=True)
class Visit:
    """An appointment, and the words that give away whose it is."""

    id: UUID
    token: str
    old_token: str
    reference: str
    code: str
    words: frozenset[str]


@dataclass(frozen=True)
class TownWorld:
    """What stands in one town."""

    name: str
    office: Office
    other_office: Office
    hidden_office: Office
    service: Service
    hidden_service: Service
    visit: Visit
    hold: Visit
    waiting: Visit
    foreign: Visit
    job_id: int
    delivery_id: int
    foreign_delivery_id: int
    upload_id: int = 0
    clerk_id: int = 0
    counter_id: int = 0
    client_id: int = 0
    counter_stamp: str = ""
    notice_id: int = 0
    topic_id: int = 0
    sessions: dict[str, str] = field(default_factory=dict)

    def browser(self, actor: str, **options: bool) -> Client:
        """This will open the browser of somebody who may come along, with their session if they have one."""
        client = browser_at(self.host, **options)
        if actor in self.sessions:
            client.cookies["sessionid"] = self.sessions[actor]
        return client

    @property
    def host(self) -> str:
        """The town's host name."""
        return HOSTS[self.name]

    @property
    def mark(self) -> str:
        """The word that stands in everything of this town."""
        return MARKS[self.name]

    @property
    def own_words(self) -> frozenset[str]:
        """What gives away people of the own office."""
        return self.visit.words | self.hold.words | self.waiting.words

    @property
    def all_words(self) -> frozenset[str]:
        """What gives away any person of the town."""
        return self.own_words | self.foreign.words


@lru_cache
def _handler(*, is_strict: bool) -> ClientHandler:
    """The product's middleware; loading it costs more than most answers."""
    return ClientHandler(enforce_csrf_checks=is_strict)


def browser_at(host: str, *, is_strict: bool = False) -> Client:
    """This will open a new browser; a strict one is refused forms without token."""
    client = Client(HTTP_HOST=host, raise_request_exception=False)
    client.handler = _handler(is_strict=is_strict)
    return client


def build(name: str, at: datetime) -> TownWorld:
    """This will fill the town and sign its staff in."""
    with schema_context(name):
        return _Builder(name, at).build()


def with_new_things(town: TownWorld, at: datetime) -> TownWorld:
    """This will return the town with appointments, a job and a message that nobody has touched yet."""
    with schema_context(town.name):
        make = _Builder(town.name, at)
        visit = make.booked(town.office, town.service, TODAY, "10:30", "Amina")
        return replace(
            town,
            visit=known(visit),
            hold=known(make.held(town.office, town.service)),
            waiting=known(make.waiting(town.office, town.service)),
            job_id=make.failed_job(),
            delivery_id=make.failed_delivery(visit),
        )


class _Builder:
    def __init__(self, name: str, at: datetime) -> None:
        self.name, self.at, self.mark = name, at, MARKS[name]
        self.make = Maker(at)

    def build(self) -> TownWorld:
        self._texts()
        office, service = self._office("Bürgerbüro"), self._service("Personalausweis")
        self._version(service)
        other = self._office("Standesamt")
        for place in (office, other):
            resource = self.make.resource(place, capacity=400, share=300)
            self.make.offer(service, place, resource, minutes=15, max_persons=9)
            self.make.sheets(resource)
        visit = self.booked(office, service, TODAY, "10:30", "Amina")
        foreign = self.booked(other, service, TODAY, "11:00", "Dario")
        world = TownWorld(
            name=self.name,
            office=office,
            other_office=other,
            hidden_office=self.make.office(f"Hinterzimmer {self.mark}", slug="hinterzimmer", is_public=False),
            service=service,
            hidden_service=self._service("Geheimsache", slug="geheimsache", is_public=False),
            visit=known(visit),
            hold=known(self.held(office, service)),
            waiting=known(self.waiting(office, service)),
            foreign=known(foreign),
            job_id=self.failed_job(),
            delivery_id=self.failed_delivery(visit),
            foreign_delivery_id=self.failed_delivery(foreign),
            upload_id=self._upload(),
        )
        world.sessions.update(self._sessions(world))
        clerk = Staff.objects.get(email=f"bruno@{self.name}-amt.example")
        counter = Resource.objects.get(office=office)
        numbers: dict[str, Any] = {"clerk_id": clerk.pk, "counter_id": counter.pk, "client_id": self._client()}
        numbers |= {"notice_id": self._notice().pk, "topic_id": Topic.objects.get(slug="ausweis").pk}
        return replace(world, **numbers, counter_stamp=stamp_of([counter]))

    def _client(self) -> int:
        given: dict[str, Any] = {"scopes": ["book"], "most_holds": 10, "most_requests": 10, "expires_on": None}
        return make_client(title=f"App {self.mark}", **given, by=SYSTEM, at=self.at)[0].pk

    def _notice(self) -> Notice:
        text = {"title": f"Betriebsausflug {self.mark}", "source": "", "html": ""}
        return Notice.objects.create(from_at=self.at - timedelta(hours=1), texts={"de": text})

    def _texts(self) -> None:
        for kind in LegalText.Kind:
            for language in ("de", "en"):
                LegalText.objects.create(kind=kind, language=language, title=self.mark, html=f"<p>{self.mark}</p>")
        Place.objects.update_or_create(pk=1, defaults={"email": f"stadt@{self.name}.example"})
        topic = Topic.objects.create(slug="ausweis")
        TopicText.objects.create(topic=topic, language="de", title=f"Ausweis {self.mark}")

    def _version(self, service: Service) -> None:
        content = {"facts": {}, "words": {"de": {"title": f"Ausweis {self.mark}"}}}
        ServiceVersion.objects.create(service=service, number=1, content=content, saved_at=self.at)

    def _upload(self) -> int:
        table = f"schluessel;titel\nfundbuero;Fundbüro {self.mark}".encode()
        values = {"format": "csv", "names": [f"{self.mark}.csv"], "sha256": "0" * 64, "uploaded_at": self.at}
        return Upload.objects.create(first=zlib.compress(table), **values).pk

    def _office(self, title: str) -> Office:
        slug = title.lower().replace("ü", "ue")
        return self.make.office(f"{title} {self.mark}", slug=slug, email=f"amt@{self.name}.example", city=self.mark)

    def _service(self, title: str, **values: Any) -> Service:
        service = self.make.service(f"{title} {self.mark}", **{"slug": title.lower(), "is_frequent": True, **values})
        service.topics.add(Topic.objects.get())
        Alias.objects.create(service=service, language="de", text=f"{title}wort {self.mark}")
        return service

    def booked(self, office: Office, service: Service, day: date, clock: str, person: str) -> Appointment:
        name, email = f"{person} {self.mark}-Yılmaz", f"{person.lower()}@{self.name}-post.example"
        found = self.make.booked(office, service, day, clock, name=name, email=email)
        remark = f"Rollstuhl {person} {self.mark}"
        Appointment.objects.filter(pk=found.pk).update(mobile=PHONES[self.name], remark=remark, link_version=2)
        found.refresh_from_db()
        return found

    def held(self, office: Office, service: Service) -> Appointment:
        from rathaus.booking.actions import hold
        from rathaus.booking.rules.visit import Wish
        from rathaus.identity.queries import CITIZEN

        held = hold(
            office_id=office.pk, wishes=[Wish(service.pk, 1)], day=NEXT_MONDAY, tick=108, by=CITIZEN, at=self.at
        )
        Appointment.objects.filter(pk=held.id).update(link_version=2)
        return Appointment.objects.get(pk=held.id)

    def waiting(self, office: Office, service: Service) -> Appointment:
        Offer.objects.update(needs_mail_confirmation=True)
        found = self.booked(office, service, NEXT_MONDAY, "09:30", "Bahar")
        Offer.objects.update(needs_mail_confirmation=False)
        return found

    def failed_job(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(FAILED_JOB, [self.name])
            return int(cursor.fetchone()[0])

    def failed_delivery(self, appointment: Appointment) -> int:
        delivery = Delivery.objects.filter(subject=f"appointment/{appointment.pk}").earliest("due_at")
        Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.FAILED, problem="SMTP 550")
        return delivery.pk

    def _sessions(self, world: TownWorld) -> dict[str, str]:
        return {
            "own": self._signed_in("bruno", world.office),
            "lead": self._signed_in("leon", world.office, role=Role.LEAD),
            "head": self._signed_in("chloe", world.office, role=Role.HEAD),
            "editor": self._signed_in("edda", role=Role.EDITOR),
            "admin": self._signed_in("ada", role=Role.ADMIN),
            "protection": self._signed_in("paul", role=Role.PROTECTION),
            "operator": self._signed_in("olga", role=Role.OPERATOR),
            "other_office": self._signed_in("emil", world.other_office),
            "no_office": self._signed_in("fatma"),
        }

    def _signed_in(self, who: str, *offices: Office, role: str = Role.CLERK) -> str:
        member = make_staff(
            email=f"{who}@{self.name}-amt.example", name=f"{who.title()} {self.mark}", password=PASSWORD, role=role,
            office_ids=[office.pk for office in offices], at=self.at,
        )  # fmt: skip
        client = Client()
        client.force_login(member)
        return client.cookies["sessionid"].value


def known(appointment: Appointment) -> Visit:
    """This will return what gives an appointment away."""
    reference = appointment.reference
    words = {reference, f"{reference[:4]} {reference[4:]}", token_of(appointment)}
    words |= {w for w in (appointment.name, appointment.email, appointment.mobile, appointment.remark) if w}
    return Visit(
        id=appointment.pk,
        token=token_of(appointment),
        old_token=token(appointment.pk, reference, 1),
        reference=reference,
        code=code_of(appointment),
        words=frozenset(words),
    )
