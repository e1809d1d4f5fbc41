"""Ada gives the town colours and arms; Amina sees them; what cannot be read or shown is refused."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import FilePayload, Page, expect

from rathaus.identity.models import Staff
from rathaus.offices.models import Arms, Place
from tests.browser.conftest import NewPage
from tests.browser.desk import at_the_desk
from tests.browser.house import Server
from tests.browser.steps import Picture, main
from tests.offices.pictures import picture as drawn

ADA = "ada@musterstadt.example"
GREEN = "rgb(26, 95, 60)"
COLOUR_OF = "element => getComputedStyle(element).color"
WIDTH_OF = "image => image.naturalWidth"


@pytest.fixture
def ada(new_page: NewPage, server: Server, town: str) -> Iterator[Page]:
    """Ada at the administration; afterwards the town looks as before."""
    page = new_page(width=1280)
    arms = Arms.objects.get()
    at_the_desk(page, server, Staff.objects.get(email=ADA))
    yield page
    Place.objects.update(colour_light="", colour_dark="")
    arms.save()


def test_colours_and_arms_are_set_and_seen(ada: Page, new_page: NewPage, picture: Picture) -> None:
    ada.goto("/desk/verwaltung/stadt/farben/")
    set_colours(ada, light="#ffdd00")
    expect(main(ada)).to_contain_text("Diese Farbe ist schwer zu lesen")
    set_colours(ada, light="#1a5f3c", dark="#8fd3ae")
    expect(main(ada)).to_contain_text("Gespeichert.")

    ada.goto("/desk/verwaltung/stadt/")
    upload(ada, FilePayload(name="wappen.svg", mimeType="image/svg+xml", buffer=b"<svg/>"))
    expect(main(ada)).to_contain_text("Das ist kein Bild, das wir lesen können.")
    upload(ada, FilePayload(name="wappen.png", mimeType="image/png", buffer=drawn()))
    expect(main(ada)).to_contain_text("Gespeichert.")

    amina = new_page()  # a browser that has kept nothing of the look before
    amina.goto("/")
    link = (
        main(amina)
        .get_by_role("link", name="Alle Ämter und Öffnungszeiten")
        .or_(amina.get_by_role("link", name="Alle Ämter und Öffnungszeiten"))
    )
    assert link.first.evaluate(COLOUR_OF) == GREEN
    assert amina.locator(".rh-header__home img").evaluate(WIDTH_OF) == 240
    picture(amina, "theme-own")


def set_colours(page: Page, **colours: str) -> None:
    for name, colour in colours.items():
        page.fill(f"[name={name}]", colour)
    page.get_by_role("button", name="Speichern").click()


def upload(page: Page, file: FilePayload) -> None:
    page.set_input_files("[name=arms]", file)
    page.get_by_role("button", name="Wappen hochladen").click()
