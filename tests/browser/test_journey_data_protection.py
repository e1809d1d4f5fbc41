"""Amina asks what the town knows of her; Paul hands it out and erases it, and her link says so."""

import json
from pathlib import Path

from playwright.sync_api import expect

from rathaus.audit.models import Event
from rathaus.booking.links import token_of
from rathaus.identity.models import Staff
from tests.booking.journey import Counter
from tests.browser.conftest import NewPage
from tests.browser.desk import at_the_desk
from tests.browser.house import Server
from tests.browser.states.stage import in_days
from tests.browser.steps import Picture, main
from tests.makers import Maker

PAUL, AMINA = "paul@musterstadt.example", "amina.fragt@post.example"


def test_paul_exports_and_erases_amina_and_her_link_says_so(
    new_page: NewPage, server: Server, late_counter: Counter, make: Maker, picture: Picture
) -> None:
    visit = make.booked(late_counter.office, late_counter.service, in_days(1), "12:00", email=AMINA)
    paul, amina = new_page(width=1280), new_page(width=390)
    at_the_desk(paul, server, Staff.objects.get(email=PAUL))
    amina.goto(f"/termin/{token_of(visit)}/")
    expect(amina.get_by_role("heading", name="Ihr Termin")).to_be_visible()

    paul.goto("/desk/verwaltung/")
    paul.get_by_role("link", name="Datenschutz").first.click()
    paul.get_by_label("E-Mail-Adresse, Handynummer oder Terminnummer").fill(AMINA)
    paul.get_by_role("button", name="Suchen").click()
    expect(main(paul)).to_contain_text(visit.reference)
    picture(paul, "protection-found")
    with paul.expect_download() as saved:
        paul.get_by_role("button", name="Kopie als Datei (JSON)").click()
    copy = json.loads(Path(saved.value.path()).read_text())
    assert copy["held"][0]["data"]["email"] == AMINA

    paul.get_by_role("button", name="Löschen vorbereiten").click()
    paul.get_by_label("Termine absagen und die Angaben jetzt löschen.").check()
    picture(paul, "protection-erase")
    paul.get_by_role("button", name="Endgültig löschen").click()
    expect(main(paul)).to_contain_text("1 Eintrag ist gelöscht.")

    amina.reload()
    expect(main(amina)).to_contain_text("Dieser Termin ist abgesagt")
    expect(main(amina)).to_contain_text("Ihre Angaben sind gelöscht")
    visit.refresh_from_db()
    assert (visit.name, visit.email) == ("", "")
    actions = Event.objects.filter(action__startswith="protection.").values_list("action", flat=True)
    assert list(actions.order_by("id")) == ["protection.find", "protection.export", "protection.erase"]
