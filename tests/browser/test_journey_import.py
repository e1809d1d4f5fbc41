"""Edda brings services in from a table: sees the difference, applies it, takes it back; a worker does the work."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import FilePayload, Page, expect

from rathaus.catalogue.models import Service
from tests.browser.conftest import NewPage
from tests.browser.desk import at_the_desk
from tests.browser.house import Mails, Server
from tests.browser.steps import Picture, main
from tests.browser.test_journey_service import an_editor
from tests.browser.watch import forgive

TABLE = "schluessel;titel;worum_es_geht\nnordlichtberatung;Nordlichtberatung;Wann man es sieht.\n"


@pytest.fixture
def edda(new_page: NewPage, server: Server, town: str, mails: Mails) -> Iterator[Page]:
    """Edda at the administration; a worker is there (it sends the mails as well)."""
    page = new_page(width=1280)
    at_the_desk(page, server, an_editor("edda@tabelle.example"))
    yield page
    Service.objects.filter(slug="nordlichtberatung").update(is_public=False, checked_at=timezone.now())


def test_a_table_is_compared_applied_and_taken_back(edda: Page, amina: Page, picture: Picture) -> None:
    edda.goto("/desk/verwaltung/leistungen/dateien/")
    table = FilePayload(name="leistungen.csv", mimeType="text/csv", buffer=TABLE.encode())
    edda.set_input_files("main [name=first]", table)
    edda.get_by_role("button", name="Hochladen und vergleichen").click()
    expect(main(edda)).to_contain_text("Nordlichtberatung", timeout=20_000)
    picture(edda, "editing-import")
    forgive(amina, "404")
    amina.goto("/leistungen/nordlichtberatung/")
    expect(main(amina)).to_contain_text("Diese Seite gibt es nicht")

    edda.get_by_role("button", name="Übernehmen").click()
    expect(main(edda)).to_contain_text("Die Datei ist übernommen.", timeout=20_000)
    amina.reload()
    expect(amina.get_by_role("heading", level=1)).to_have_text("Nordlichtberatung")

    edda.get_by_role("button", name="Zurücknehmen").click()
    expect(main(edda)).to_contain_text("Zurückgenommen: Alles ist wieder, wie es vorher war.", timeout=20_000)
    amina.reload()
    expect(main(amina)).to_contain_text("Diese Seite gibt es nicht")
