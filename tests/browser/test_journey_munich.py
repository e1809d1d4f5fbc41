"""A real city: Munich's catalogue is imported by the operator's commands, and Amina books there on her phone."""

import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django_tenants.utils import schema_context
from playwright.sync_api import expect

from rathaus.booking.models import Appointment, State
from rathaus.booking.verify import differences
from tests.browser.conftest import NewPage
from tests.browser.house import Server
from tests.browser.steps import Picture, answer, main, number_on, say_who, see
from tests.conftest import ROOT

FILES = ROOT.parent / "shared" / "data" / "munich"
SERVICES, LOCATIONS = FILES / "services_de.json", FILES / "locations_de.json"
HOST = "muenchen.localhost"


def rathaus(server: Server, *words: str | Path) -> str:
    """This will run a command as an operator does, and return what it printed."""
    command = [sys.executable, "-m", "rathaus.project.cli", *map(str, words)]
    done = subprocess.run(command, env=server.environ, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def munich(server: Server) -> str:
    """The address of a town with the catalogue of Munich, open for sixty days."""
    if not SERVICES.exists():
        pytest.skip(f"{SERVICES} is not there: the files of Munich are no part of the repository")
    rathaus(server, "town", "create", "muenchen", "--host", HOST, "--title", "München")
    told = rathaus(server, "catalogue", "import-dldb", SERVICES, LOCATIONS, "--town", "muenchen")
    assert "287" in told
    again = rathaus(server, "catalogue", "import-dldb", SERVICES, LOCATIONS, "--town", "muenchen")
    assert "0 new, 0 changed" in again, again
    assert "offices opened" in rathaus(server, "booking", "open", "--town", "muenchen", "--days", "60")
    return server.url("", host=HOST)


def test_she_searches_and_books_in_munich_on_her_phone(munich: str, new_page: NewPage, picture: Picture) -> None:
    page = new_page()
    page.goto(f"{munich}/")
    assert "München" in page.title()
    page.get_by_role("searchbox", name="Was möchten Sie erledigen?").fill("personalausw")
    answer(page, "Personalausweis").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Personalausweis")
    picture(page, "munich-service-phone", whole=False)

    main(page).get_by_role("button", name="Termin buchen").click()
    see(page, "Wo möchten Sie hingehen?")
    offices = page.locator(".rh-office")
    assert offices.count() > 3
    picture(page, "munich-offices-phone", whole=False)
    page.get_by_role("link", name="Andere Zeiten").first.click()
    see(page, "Wann möchten Sie kommen?")
    page.locator("#zeiten").get_by_role("button").first.click()
    say_who(page)
    page.get_by_role("button", name="Termin verbindlich buchen").click()
    see(page, "Ihr Termin ist gebucht")
    assert urlsplit(page.url).hostname == HOST
    expect(main(page)).to_contain_text("Was Sie dafür mitbringen, steht bei uns noch nicht.")
    picture(page, "munich-done-phone", whole=False)

    with schema_context("muenchen"):
        booked = Appointment.objects.get(reference=number_on(page))
        assert (booked.state, booked.name) == (State.CONFIRMED, "Amina Yılmaz")
        assert list(differences()) == []
