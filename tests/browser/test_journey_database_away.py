"""The database stops while people are on the pages: a calm page, and all goes on when it is back."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from rathaus.project.postgres import EmbeddedPostgres
from rathaus.project.postgres_binaries import find_binaries
from rathaus.project.pytest_cluster import FAST
from tests.browser.conftest import NewPage
from tests.browser.house import Server
from tests.browser.steps import Picture
from tests.browser.watch import forgive
from tests.conftest import template


@dataclass
class LoneServer(Server):
    """A web server with a PostgreSQL that nobody else uses, so that it can be stopped."""

    dsn: str = ""

    @property
    def environ(self) -> dict[str, str]:
        """What the processes see."""
        return {**super().environ, "DATABASE_URL": self.dsn}


@pytest.fixture(scope="module")
def postgres() -> Iterator[EmbeddedPostgres]:
    """A PostgreSQL of this test's own, with two empty towns."""
    folder = Path(tempfile.mkdtemp(prefix="rathaus-", dir="/var/tmp"))  # the database's user can reach it
    folder.chmod(0o711)
    found = EmbeddedPostgres(folder, settings=FAST)
    found.start()
    _copy_to(found)
    yield found
    found.stop()
    shutil.rmtree(folder)


def _copy_to(postgres: EmbeddedPostgres) -> None:
    binaries = find_binaries()
    assert binaries
    source = urlsplit(settings.ENV.database_url)._replace(path=f"/{template()}").geturl()
    dump = subprocess.run([binaries.folder / "pg_dump", source], capture_output=True, check=True)
    load = [str(binaries.folder / "psql"), "--quiet", "--set=ON_ERROR_STOP=1", "--file=-", postgres.dsn]
    subprocess.run(load, input=dump.stdout, capture_output=True, check=True)


@pytest.fixture(scope="module")
def lone(postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LoneServer]:
    """A web server on it."""
    found = LoneServer("rathaus", tmp_path_factory.mktemp("lone"), dsn=postgres.dsn)
    found.open()
    yield found
    found.close()


def test_a_calm_page_says_so_and_the_same_server_answers_when_it_is_back(
    lone: LoneServer, postgres: EmbeddedPostgres, new_page: NewPage, picture: Picture
) -> None:
    page = new_page()
    forgive(page, ": 503")
    assert status(page, lone.url("/")) == 200
    process = lone.started["web server"].pid

    postgres.stop()
    for address in ("/", "/leistungen/", "/termin/"):
        assert status(page, lone.url(address)) == 503
        expect(page.get_by_role("heading", level=1)).to_have_text("Das Rathaus ist gerade nicht erreichbar")
        expect(page.get_by_role("main")).to_contain_text("Ihre gebuchten Termine bleiben bestehen.")
    picture(page, "database-away-phone")

    postgres.start()
    for address in ("/", "/leistungen/", "/termin/", "/desk/"):
        assert status(page, lone.url(address)) == 200
    assert lone.started["web server"].poll() is None
    assert lone.started["web server"].pid == process


def status(page: Page, address: str) -> int:
    """This will open an address and return the status of the answer."""
    answer = page.goto(address)
    assert answer
    return answer.status
