"""Edda writes a service from nothing, and Amina finds it by the word that people say; hidden, it is gone."""

from django.utils import timezone
from playwright.sync_api import Page, expect

from rathaus.identity.actions import make_staff
from rathaus.identity.models import Staff
from rathaus.identity.rights import Role
from tests.browser.conftest import NewPage
from tests.browser.desk import at_the_desk
from tests.browser.house import Server
from tests.browser.steps import Picture, main
from tests.browser.watch import forgive

LIST = "/desk/verwaltung/leistungen/"


def test_a_service_is_written_from_nothing_and_found(
    new_page: NewPage, server: Server, amina: Page, town: str, picture: Picture
) -> None:
    edda = new_page(width=1280)
    at_the_desk(edda, server, an_editor())
    write(edda)
    picture(edda, "editing-service")
    edda.goto(f"{LIST}?q=Bienenpapier&sprache=de")
    expect(main(edda).locator("ol")).to_contain_text("Bienenhaltung anzeigen")

    amina.goto("/leistungen/?q=Bienenpapier")
    main(amina).get_by_role("link", name="Bienenhaltung anzeigen").first.click()
    expect(amina.get_by_role("heading", level=1)).to_have_text("Bienenhaltung anzeigen")
    expect(main(amina)).to_contain_text("Wer Bienen hält, sagt es der Stadt.")

    edda.goto(LIST)
    edda.get_by_role("link", name="Bienenhaltung anzeigen").click()
    edda.get_by_role("button", name="Verbergen").click()
    expect(main(edda)).to_contain_text("Die Leistung ist nicht mehr zu sehen.")
    forgive(amina, "404")
    amina.reload()
    expect(main(amina)).to_contain_text("Diese Seite gibt es nicht")
    edda.get_by_role("button", name="Wieder zeigen").click()
    expect(main(edda)).to_contain_text("Die Leistung ist jetzt zu sehen.")
    amina.reload()
    expect(amina.get_by_role("heading", level=1)).to_have_text("Bienenhaltung anzeigen")


def write(page: Page) -> None:
    page.goto(LIST)
    page.get_by_role("link", name="Leistung anlegen").click()
    page.get_by_label("Name der Leistung").fill("Bienenhaltung anzeigen")
    page.get_by_label("Worum es geht").fill("Wer Bienen hält, sagt es der Stadt.")
    page.get_by_label("Suchwörter").fill("Bienenpapier\nImker")
    page.get_by_label("Auf den Seiten der Stadt zeigen").check()
    page.get_by_role("button", name="Vorschau").click()
    expect(main(page)).to_contain_text("So lesen es die Menschen.")
    expect(page.get_by_label("Suchwörter")).to_have_value("Bienenpapier\nImker")
    page.get_by_role("button", name="Leistung anlegen").click()
    expect(main(page)).to_contain_text("Die Leistung ist angelegt.")


def an_editor(email: str = "edda@post.example") -> Staff:
    return make_staff(
        email=email, name="Edda Falk", password="kranich-lampe-neun-segel", office_ids=[],
        role=Role.EDITOR, at=timezone.now(),
    )  # fmt: skip
