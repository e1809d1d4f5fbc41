"""A town in production is closed to the public until Ada has written what the law asks for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from django_tenants.utils import schema_context
from playwright.sync_api import Page, Route, expect

from rathaus.identity.actions import make_staff
from rathaus.identity.rights import Role
from rathaus.identity.rules import code_at
from rathaus.towns.actions import create, delete
from tests.browser.conftest import NewPage
from tests.browser.front import THROUGH_TLS, ProductionServer, TlsFront
from tests.browser.house import Server
from tests.browser.steps import Picture, main
from tests.browser.watch import forgive
from tests.peers import eventually

TOWN, TITLE = "neustadt", "Neustadt"
EMAIL, PASSWORD, SECRET = "ada@neustadt.example", "kranich-lampe-neun-segel", "JBSWY3DPEHPK3PXP"
TEXTS = {"imprint": "Impressum", "privacy": "Datenschutz", "accessibility": "Erklärung zur Barrierefreiheit"}


@pytest.fixture
def address(server: Server, database: str, tmp_path: Path) -> Iterator[str]:
    """A new town without texts, in production, behind TLS."""
    create(name=TOWN, hosts=[f"{TOWN}.localhost"], title=TITLE, at=timezone.now())
    with schema_context(TOWN):
        make_staff(
            email=EMAIL, name="Ada Brandt", password=PASSWORD, office_ids=[], role=Role.ADMIN, totp_secret=SECRET,
            at=timezone.now(),
        )  # fmt: skip
    house = ProductionServer(database, tmp_path)
    try:
        house.open()
        with TlsFront(house.port, tmp_path) as front:
            yield f"https://{TOWN}.localhost:{front.port}"
    finally:
        house.close()
        delete(name=TOWN)


def through_tls(page: Page) -> Page:
    """A page whose requests come by the proxy."""

    def add(route: Route) -> None:
        route.continue_(headers={**route.request.headers, **THROUGH_TLS})

    page.route("**/*", add)
    return page


def test_the_door_opens_when_the_last_text_is_written(address: str, new_page: NewPage, picture: Picture) -> None:
    amina = through_tls(new_page(ignore_https_errors=True))
    ada = through_tls(new_page(width=1280, ignore_https_errors=True))
    forgive(amina, "503")
    amina.goto(f"{address}/")
    expect(main(amina)).to_contain_text("Bald für Sie da")
    picture(amina, "town-closed")

    sign_in(ada, address)
    ada.goto(f"{address}/desk/verwaltung/texte/")
    expect(main(ada)).to_contain_text("bleibt die Stadt für die Öffentlichkeit zu")
    for kind, title in TEXTS.items():
        amina.goto(f"{address}/")
        expect(main(amina)).to_contain_text("Bald für Sie da")
        write(ada, kind, title)
    expect(main(ada)).not_to_contain_text("bleibt die Stadt für die Öffentlichkeit zu")

    assert eventually(lambda: is_open(amina, address), seconds=30)
    expect(amina.get_by_role("heading", name="Willkommen im Rathaus")).to_be_visible()
    amina.get_by_role("link", name="Impressum").click()
    expect(main(amina)).to_contain_text(f"Text von {TITLE}")


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/desk/verwaltung/")
    page.fill("[name=email]", EMAIL)
    page.fill("[name=password]", PASSWORD)
    page.click("main [type=submit]")
    page.fill("[name=code]", code_at(SECRET, timezone.now()))
    page.click("main [type=submit]")
    expect(page.get_by_role("heading", name="Verwaltung")).to_be_visible()


def write(page: Page, kind: str, title: str) -> None:
    row = page.get_by_role("row").filter(has_text=title).first
    row.get_by_role("link").first.click()
    page.locator("[name=source]").fill(f"## {title}\n\nText von {TITLE}.")
    page.get_by_role("button", name="Speichern").click()
    expect(main(page)).to_contain_text("Gespeichert.")


def is_open(page: Page, address: str) -> bool:
    answer = page.goto(f"{address}/")
    return answer is not None and answer.status == 200
