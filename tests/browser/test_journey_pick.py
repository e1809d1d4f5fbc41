"""A town without a catalogue: Ada picks ready services, has them offered at an office, and Amina books one."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from django_tenants.utils import schema_context
from playwright.sync_api import Page, expect

from rathaus.booking.models import Appointment, State
from rathaus.identity.actions import make_staff
from rathaus.identity.models import Staff
from rathaus.identity.rights import Role
from rathaus.towns.actions import create, delete
from tests.browser.conftest import NewPage
from tests.browser.desk import at_the_desk
from tests.browser.house import Server
from tests.browser.steps import main, say_who, see
from tests.makers import Maker

TOWN, HOST = "frischdorf", "frischdorf.localhost"
EVERY_DAY = tuple((weekday, "08:00", "18:00") for weekday in range(7))


@pytest.fixture
def ada(server: Server, database: str) -> Iterator[Staff]:
    """The administrator of a town that has nothing but an open counter."""
    create(name=TOWN, hosts=[HOST], title="Frischdorf", at=timezone.now())
    with schema_context(TOWN):
        make = Maker(timezone.now())
        resource = make.resource(make.office("Bürgeramt Frischdorf"), rules=EVERY_DAY, raster=15)
        make.sheets(resource)
        yield make_staff(
            email="ada@frischdorf.example", name="Ada Brandt", password="kranich-lampe-neun-segel", office_ids=[],
            role=Role.ADMIN, at=timezone.now(),
        )  # fmt: skip
    delete(name=TOWN)


def test_a_town_begins_with_ready_services_and_books_one_at_once(ada: Staff, new_page: NewPage, server: Server) -> None:
    page = new_page(width=1280)
    at_the_desk(page, server, ada, host=HOST)
    pick(page, server)
    offer(page, server)

    amina = new_page()
    amina.goto(server.url("/leistungen/?q=perso", host=HOST))
    main(amina).get_by_role("link", name="Personalausweis").first.click()
    book(amina)

    visit = Appointment.objects.get(state=State.CONFIRMED)
    assert visit.office.texts.get().title == "Bürgeramt Frischdorf"


def pick(page: Page, server: Server) -> None:
    page.goto(server.url("/desk/verwaltung/leistungen/", host=HOST))
    expect(main(page)).to_contain_text("Noch keine Leistung.")
    page.get_by_role("link", name="Fertige auswählen").click()
    page.locator("main [name=leistung][value=personalausweis]").check()
    page.locator("main [name=leistung][value=reisepass]").check()
    main(page).get_by_role("button", name="übernehmen").click()
    expect(main(page)).to_contain_text("2 Leistungen übernommen.")


def offer(page: Page, server: Server) -> None:
    page.goto(server.url("/desk/verwaltung/aemter/", host=HOST))
    page.get_by_role("link", name="Bürgeramt Frischdorf").click()
    page.get_by_role("link", name="Leistung hinzufügen").click()
    page.get_by_label("Leistung", exact=True).select_option(label="Personalausweis beantragen")
    page.get_by_label("Schalter, 1. Wahl").select_option(index=1)
    page.get_by_role("button", name="Speichern").click()
    expect(main(page)).to_contain_text("Personalausweis")


def book(page: Page) -> None:
    main(page).get_by_role("button", name="Termin buchen").click()
    page.get_by_role("link", name="Andere Zeiten").first.click()
    page.get_by_role("button", name="Diesen Termin nehmen").click()
    see(page, "Wer kommt?")
    say_who(page)
    page.get_by_role("button", name="Termin verbindlich buchen").click()
    see(page, "Ihr Termin ist gebucht")
