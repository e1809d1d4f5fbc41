"""Where a state is prepared: a page, the towns, and the few things that preparations have in common."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django_tenants.utils import schema_context
from playwright.sync_api import Page, expect

from rathaus.booking.links import token_of
from rathaus.booking.models import Appointment, Resource
from rathaus.catalogue.models import Service
from rathaus.identity.actions import make_staff
from rathaus.identity.models import Staff
from rathaus.offices.models import LegalText, Office
from rathaus.towns.actions import create
from rathaus.towns.models import Town
from tests.browser.desk import at_the_desk
from tests.browser.house import Server
from tests.browser.watch import forgive
from tests.makers import Maker

DEMO, PROBE, EMPTY = "musterstadt", "probe", "neustadt"
HOSTS = {DEMO: "localhost", PROBE: "probe.localhost", EMPTY: "neustadt.localhost"}
TITLES = {PROBE: "Probstadt", EMPTY: "Neustadt"}
EVERY_DAY = tuple((weekday, "08:00", "18:00") for weekday in range(7))
PASSWORD = "richtig-lang-und-geheim"
SHEET = "day, first_tick, length, starts, capacity, public_share, free_all, share_left, overbooked"
PLANNED = f"SELECT json_agg(s)::text FROM (SELECT {SHEET} FROM booking_daysheet WHERE resource_id = %s) s"
PLAN = f"""
INSERT INTO booking_daysheet (resource_id, {SHEET})
SELECT %s::bigint, {SHEET} FROM json_populate_recordset(NULL::booking_daysheet, %s::json)
"""
_planned: dict[str, str] = {}  # the sheets of a counter, by what they come from: planning takes ten times as long
_numbers = count(1)

Preparation = Callable[["Stage"], None]
PREPARATIONS: dict[tuple[str, str], Preparation] = {}


def next_number() -> int:
    """This will return a number that no other row of this process has in its name."""
    return next(_numbers)


def prepares(page: str, *states: str) -> Callable[[Preparation], Preparation]:
    """This will enter a preparation for a page and its state."""

    def enter(prepare: Preparation) -> Preparation:
        for state in states:
            if (page, state) in PREPARATIONS:
                raise ValueError(f"{page} {state} is prepared twice")
            PREPARATIONS[page, state] = prepare
        return prepare

    return enter


def build_towns() -> None:
    """This will make a town for the preparations, and one without anything, unless they are there."""
    with schema_context("public"):
        there = set(Town.objects.values_list("schema_name", flat=True))
    for name, title in TITLES.items():
        if name not in there:
            create(name=name, hosts=[HOSTS[name]], title=title, at=timezone.now())


@dataclass
class Stage:
    """A page on its way into a state; rows are made in the town Probstadt.

    It notes whether the state was reached by addresses alone: then another page can be led there without new rows.
    """

    _page: Page
    server: Server
    address: str  # the client's, as the server sees it
    language: str = "de"
    scripts: bool = True
    undo: list[Callable[[], None]] = field(default_factory=list)
    is_touched: bool = False  # something on a page was pressed, filled or otherwise used
    _opened: str = ""
    _seen: list[str] = field(default_factory=list)
    _expected: list[int] = field(default_factory=list)

    @property
    def page(self) -> Page:
        """The page, for what the methods here cannot do."""
        self.is_touched = True
        return self._page

    @property
    def make(self) -> Maker:
        """Makes what Probstadt has, now."""
        return Maker(timezone.now())

    def url(self, path: str, *, town: str = PROBE) -> str:
        """The address of a page in the language of this stage."""
        return self.server.url(("" if self.language == "de" else f"/{self.language}") + path, host=HOSTS[town])

    def open(self, path: str, *, town: str = PROBE) -> None:
        """This will open a page."""
        self._opened = self.url(path, town=town)
        self._page.goto(self._opened)

    def press(self, selector: str) -> None:
        """This will press the first such button or link."""
        self.page.locator(selector).first.click()

    def fill(self, **values: str) -> None:
        """This will fill fields by their names."""
        for name, value in values.items():
            self.page.fill(f"main [name={name}]", value)

    def sees(self, german: str) -> None:
        """This will make sure that the state is reached: these words stand on the page (in German)."""
        if self.language == "de":
            self._seen.append(german)
            expect(self._page.get_by_text(german).locator("visible=true").first).to_be_visible()

    def expects(self, status: int) -> None:
        """This will let pass that a page answers with an error of ours."""
        self._expected.append(status)
        forgive(self._page, f": {status}")

    def for_a_moment(self) -> None:
        """This will note that the state ends with this visit: another page needs it anew."""
        self.is_touched = True

    def show_again_on(self, other: "Stage") -> None:
        """This will lead another page to the address where this one stands, as the same person."""
        other._page.context.add_cookies(self._page.context.cookies())  # type: ignore[arg-type]
        for status in self._expected:
            other.expects(status)
        other._page.goto(self._opened)
        for german in self._seen:
            other.sees(german)

    def enter(self, member: Staff) -> None:
        """This will sign a member in at the desk of Probstadt."""
        at_the_desk(self._page, self.server, member, host=HOSTS[PROBE])

    def counter(self, **values: object) -> tuple[Office, Service, Resource]:
        """This will make an office that is open every day from 8 to 18, and serves one matter."""
        make = self.make
        office = make.office("Bürgerbüro am Rathausplatz")
        service = make.service("Personalausweis beantragen")
        resource = make.resource(office, **{"rules": EVERY_DAY, "raster": 15, **values})  # type: ignore[arg-type]
        make.offer(service, office, resource, max_persons=4)
        self._plan(resource, like=f"{timezone.localdate()} {values}")
        return office, service, resource

    def _plan(self, resource: Resource, *, like: str) -> None:
        if like in _planned:
            run(PLAN, str(resource.pk), _planned[like])
            return
        self.make.sheets(resource)
        with connection.cursor() as cursor:
            cursor.execute(PLANNED, [resource.pk])
            _planned[like] = cursor.fetchone()[0]

    def visit(self, *, days: int = 5, clock: str = "09:30", **values: object) -> Appointment:
        """This will book a visit of Amina's at an office of its own."""
        office, service, _resource = self.counter()
        return self.make.booked(office, service, in_days(days), clock, **values)  # type: ignore[arg-type]

    def sign_in(self, *offices: Office, name: str = "Bruno Berger") -> Staff:
        """This will sign a new clerk of the offices in at the desk of Probstadt."""
        member = make_staff(
            email=f"bruno-{next_number()}@probe.example", name=name, password=PASSWORD,
            office_ids=[office.pk for office in offices], at=timezone.now(),
        )  # fmt: skip
        self.enter(member)
        return member


def take_texts_away(texts: QuerySet[LegalText]) -> None:
    """This will delete legal texts."""
    texts.delete()


def in_days(days: int) -> date:
    """This will return the day so many days from now, at our offices."""
    return timezone.localdate() + timedelta(days=days)


def link_of(appointment: Appointment, part: str = "") -> str:
    """This will return the path of an appointment's page."""
    return f"/termin/{token_of(appointment)}/{part}"


def change(appointment: Appointment, **values: object) -> None:
    """This will write values into an appointment's row, past every rule."""
    Appointment.objects.filter(pk=appointment.pk).update(**values)
    appointment.refresh_from_db()


def run(statement: str, *values: str) -> None:
    """This will run a statement in the present town."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
