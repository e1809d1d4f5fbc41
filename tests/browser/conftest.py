"""A real browser against a real server: the processes of `make run`, on a copy of the demo towns.

Each worker of the tests has a server, a database and a browser for itself. Rows that a test prepares
(inside the fixture `town`, with `make`) are committed, so that the server sees them; a test makes
offices and people of its own instead of changing those of the demo. Whatever goes wrong behind a page
(an error in the console, a request that fails) fails the test.

A new page, or a new state of one, comes in three steps:

1. Beside the view: `@shows("empty", "found", ...)` of `rathaus.ui.states`, the outermost decorator. A state
   is what a person could tell apart. A view that is no page says so: `@shows_no_page("JSON")`.
   A page for errors needs no more than its template in `ui/templates/ui`; its state is "shown".
2. In `states/`, in the module of its area: a function with `@prepares(NAME OF THE URL, STATE)` that makes the
   rows and drives the page there, with and without scripts, and ends with `stage.sees(...)`.
3. `make test TESTS="tests/repository/test_states.py tests/browser/test_pages.py"`. The first says what is
   missing. The second looks at the state on a phone: axe in light and dark, width, targets, focus, paper,
   and the same without scripts. `make test-all` adds tablets, desks, English, forced colours, right to left.
"""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import pytest
from django.utils import timezone
from django_tenants.utils import schema_context
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from tools.setup import find_browser

from rathaus.catalogue.models import Service
from rathaus.identity.actions import make_staff
from rathaus.identity.models import Staff
from rathaus.offices.models import Office
from rathaus.project.demo.towns import PASSWORD, SECRETS
from rathaus.project.state import CHECKOUT
from tests.booking.journey import Counter
from tests.browser.desk import BRUNO, at_the_desk
from tests.browser.house import Mails, Server, as_worker_number
from tests.browser.states import all_preparations
from tests.browser.states.stage import PROBE, Stage, build_towns
from tests.browser.steps import Picture
from tests.browser.watch import forget, problems_of, watch
from tests.conftest import copy, database_in_use, demo_template, drop, use
from tests.makers import Maker

HERE = Path(__file__).parent
PICTURES = CHECKOUT / "var" / "pictures"
HEIGHTS = {360: 740, 768: 1024, 1280: 800}
FLAGS = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATIENCE = 15_000  # milliseconds for one step of a page on a busy machine
LOCALES = {
    "de": "de-DE",
    "en": "en-GB",
    "tr": "tr-TR",
    "uk": "uk-UA",
    "ru": "ru-RU",
    "ar": "ar-SA",
    "fr": "fr-FR",
    "pl": "pl-PL",
}
expect.set_options(timeout=PATIENCE)


class NewPage(Protocol):
    """Opens a fresh page of a person nobody knows yet."""

    def __call__(
        self, *, width: int = 360, language: str = "de", dark: bool = False, scripts: bool = True, address: str = "",
        **options: Any,
    ) -> Page:  # fmt: skip
        """This will return the page of a client with that address; `options` go to the browser's context."""


PageOf = Callable[[str, bool], Page]


class OpenState(Protocol):
    """Opens pages in the states that their views declare, one after the other."""

    def __call__(self, name: str, state: str, *, language: str = "de", scripts: bool = True) -> Stage:
        """This will return the stage with the page in that state."""

    def plain(self, name: str, state: str, beside: Stage) -> Stage:
        """This will return a stage with the same page without scripts, on the rows of the other where that can be."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """This will mark every test of this folder."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def server(worker: str, django_db_blocker: Any) -> Iterator[Server]:
    """The web server, on a database of this worker."""
    database, before = f"browser_{worker}", database_in_use()
    with django_db_blocker.unblock():
        copy(demo_template(), database)
        use(before)
    folder = Path(tempfile.mkdtemp(prefix="rathaus-browser-"))
    house = Server(database, folder)
    try:
        house.open()
        yield house
    finally:
        house.close()
        with django_db_blocker.unblock():
            drop(database)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    path = find_browser()
    if path is None:
        pytest.fail("No browser for the tests. Type: sudo apt-get install chromium", pytrace=False)
    flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        loop = asyncio.get_running_loop()
        found = playwright.chromium.launch(executable_path=path, args=flags)
        asyncio._set_running_loop(None)  # see _in_the_loop
        yield found
        asyncio._set_running_loop(loop)
        found.close()
    asyncio._set_running_loop(None)


@pytest.fixture(autouse=True)
def _in_the_loop(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Playwright's event loop counts as running during a test of the browser only.

    Left running, it would make Django refuse the database to every later test of this process.
    """
    loop = browser._loop  # the only way to it
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    asyncio._set_running_loop(loop)
    yield
    asyncio._set_running_loop(None)


@pytest.fixture(autouse=True)
def database(_in_the_loop: None, server: Server, django_db_blocker: Any) -> Iterator[str]:
    """The server's database, for the test as well; what it writes is committed and stays."""
    before = database_in_use()
    with django_db_blocker.unblock():
        use(server.database)
        yield server.database
        use(before)


@pytest.fixture
def town(database: str) -> Iterator[str]:
    """Inside Musterstadt, as the server sees it."""
    with schema_context("musterstadt"):
        yield "musterstadt"


@pytest.fixture
def make(town: str) -> Maker:
    """Makes what a town has, now: the server looks at the real clock."""
    return Maker(timezone.now())


@pytest.fixture
def counter(make: Maker) -> Iterator[Counter]:
    """One counter of an office of the test's own, with one service, open every day; nobody sees it afterwards."""
    yield from _counter(make, opens="08:00", closes="17:00")


@pytest.fixture
def late_counter(make: Maker) -> Iterator[Counter]:
    """The same, open around the clock: there is always a time in a few hours."""
    yield from _counter(make, opens="00:00", closes="23:45")


def _counter(make: Maker, *, opens: str, closes: str) -> Iterator[Counter]:
    office, service = make.office("Sternwarte"), make.service("Sternenschau")
    resource = make.resource(office, rules=tuple((weekday, opens, closes) for weekday in range(7)), raster=15)
    make.offer(service, office, resource, max_persons=4)
    make.sheets(resource)
    yield Counter(office, service, resource)
    Service.objects.filter(pk=service.pk).update(is_public=False)
    Office.objects.filter(pk=office.pk).update(is_public=False)


@pytest.fixture(scope="session")
def mails(server: Server) -> Mails:
    """The local mailbox, and a worker that sends what is to be sent."""
    server.receive_mail()
    return Mails(server.mailbox_url)


@pytest.fixture(scope="session")
def addresses(worker: str) -> Iterator[str]:
    """Addresses of clients, each given once."""
    number = as_worker_number(worker)
    return (f"10.{number}.{n // 250}.{n % 250 + 1}" for n in count())


@pytest.fixture
def new_page(_in_the_loop: None, browser: Browser, server: Server, addresses: Iterator[str]) -> Iterator[NewPage]:
    """Opens pages; whatever goes wrong in one of them fails the test."""
    opened: list[tuple[BrowserContext, Page]] = []

    def open_page(
        *, width: int = 360, language: str = "de", dark: bool = False, scripts: bool = True, address: str = "",
        **options: Any,
    ) -> Page:  # fmt: skip
        context = _context(browser, server, width=width, language=language, scripts=scripts, dark=dark, **options)
        context.set_extra_http_headers({"X-Forwarded-For": address or next(addresses)})
        page = context.new_page()
        watch(page)
        opened.append((context, page))
        return page

    yield open_page
    for context, _page in opened:
        context.close()
    _fail_of_problems(page for _context, page in opened)


def _context(
    browser: Browser, server: Server, *, language: str, scripts: bool, width: int = 360, dark: bool = False,
    **options: Any,
) -> BrowserContext:  # fmt: skip
    context = browser.new_context(
        base_url=server.url(""),
        viewport={"width": width, "height": HEIGHTS.get(width, 800)},
        locale=LOCALES[language],
        timezone_id="Europe/Berlin",
        color_scheme="dark" if dark else "light",
        java_script_enabled=scripts,
        reduced_motion="reduce",
        **options,
    )
    context.set_default_timeout(PATIENCE)
    return context


def _fail_of_problems(pages: Iterable[Page]) -> None:
    problems = [problem for page in pages for problem in problems_of(page)]
    if problems:
        pytest.fail("The page is not well:\n" + "\n".join(problems), pytrace=False)


@pytest.fixture
def amina(new_page: NewPage) -> Page:
    """Amina's phone: German, light, with scripts."""
    return new_page()


@pytest.fixture
def bruno(new_page: NewPage, server: Server, town: str) -> Page:
    """Bruno's screen at the desk, signed in with both factors, at the day of his office."""
    page = new_page(width=1280)
    at_the_desk(page, server, Staff.objects.get(email=BRUNO))
    page.goto("/desk/")
    return page


@pytest.fixture
def desk(new_page: NewPage, server: Server, late_counter: Counter, make: Maker) -> Page:
    """The desk of the office of `late_counter`: a clerk who works there only, signed in."""
    office = late_counter.office
    member = make_staff(
        email=f"bruno-{office.pk}@musterstadt.example", name="Bruno Berger", password=PASSWORD,
        office_ids=[office.pk], totp_secret=SECRETS["bruno"], at=make.at,
    )  # fmt: skip
    page = new_page(width=1280)
    at_the_desk(page, server, member)
    page.goto("/desk/")
    return page


@pytest.fixture(scope="session")
def kept_pages(browser: Browser, server: Server) -> PageOf:
    """A page per language, with scripts and without, used again: a new one takes five times as long to open."""

    @cache
    def page_of(language: str, scripts: bool) -> Page:
        page = _context(browser, server, language=language, scripts=scripts).new_page()
        watch(page)
        return page

    return page_of


class Stages:
    """Opens states for one test (`OpenState`)."""

    def __init__(self, server: Server, page_of: PageOf, addresses: Iterator[str]) -> None:
        self.server, self.page_of, self.addresses = server, page_of, addresses
        self.opened: list[Stage] = []

    def __call__(self, name: str, state: str, *, language: str = "de", scripts: bool = True) -> Stage:
        """This will prepare the rows and bring a fresh page into the state."""
        stage = self._stage(next(self.addresses), language, scripts)
        with schema_context(PROBE):
            all_preparations()[name, state](stage)
        return stage

    def plain(self, name: str, state: str, beside: Stage) -> Stage:
        """This will open the same address once more, by the same person; what was typed or pressed is done anew."""
        if beside.is_touched:
            return self(name, state, language=beside.language, scripts=False)
        stage = self._stage(beside.address, beside.language, scripts=False)
        beside.show_again_on(stage)
        return stage

    def _stage(self, address: str, language: str, scripts: bool) -> Stage:
        page = self.page_of(language, scripts)
        forget(page)
        page.unroute_all()
        page.context.clear_cookies()
        page.set_extra_http_headers({"X-Forwarded-For": address})
        page.set_viewport_size({"width": 360, "height": HEIGHTS[360]})
        page.emulate_media(media="screen", color_scheme="light")
        stage = Stage(page, self.server, address, language, scripts)
        self.opened.append(stage)
        return stage

    def close(self) -> None:
        """This will undo what the preparations changed of the town."""
        with schema_context(PROBE):
            for step in [step for stage in self.opened for step in stage.undo]:
                step()


@pytest.fixture
def open_state(server: Server, database: str, kept_pages: PageOf, addresses: Iterator[str]) -> Iterator[OpenState]:
    """Brings a page into a declared state: `open_state("booking:find", "unknown")`."""
    build_towns()
    stages = Stages(server, kept_pages, addresses)
    yield stages
    stages.close()
    _fail_of_problems(stage.page for stage in stages.opened)


@pytest.fixture(scope="session")
def picture() -> Picture:
    """Takes a picture of a page: `picture(page, "start")` writes var/pictures/start.png."""

    def take(page: Page, name: str, *, whole: bool = True) -> Path:
        path = PICTURES / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        page.evaluate("document.fonts.ready")
        page.screenshot(path=path, full_page=whole, animations="disabled", caret="hide", scale="css")
        return path

    return take
