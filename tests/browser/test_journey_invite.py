"""Ada invites Gerda, who chooses a password, works in her office, and is refused elsewhere."""

import re

from django.utils import timezone
from playwright.sync_api import Page, expect

from rathaus.booking.models import Appointment
from rathaus.identity.actions import make_staff
from rathaus.identity.models import Staff
from rathaus.identity.rules import code_at
from tests.booking.journey import Counter
from tests.browser.conftest import NewPage
from tests.browser.desk import at_the_desk
from tests.browser.house import Mails, Server
from tests.browser.steps import Picture, main
from tests.browser.watch import forgive

ADA = "ada@musterstadt.example"
PASSWORD = "kranich-lampe-neun-segel"


def test_gerda_is_invited_and_works_in_her_office_only(
    new_page: NewPage, server: Server, late_counter: Counter, mails: Mails, picture: Picture
) -> None:
    email, office = "gerda@post.example", late_counter.office
    ada = new_page(width=1280)
    at_the_desk(ada, server, Staff.objects.get(email=ADA))
    ada.goto("/desk/verwaltung/personal/")
    picture(ada, "administration-staff")
    invite(ada, email, f"clerk@{office.pk}")

    gerda = new_page(width=1280)
    accept(gerda, mails.wait_for(email, subject="Ihr Zugang zum Rathaus")["links"][0])

    expect(gerda.get_by_text("Gerda Wolf")).to_be_visible()
    forgive(gerda, "403")
    gerda.goto("/desk/verwaltung/personal/")
    expect(main(gerda)).to_contain_text("Dafür fehlt Ihnen die Berechtigung")
    office_id = Staff.objects.get(email=email).assignments.get().office_id
    assert office_id == late_counter.office.pk
    elsewhere = Appointment.objects.exclude(office_id=office_id).filter(kind=Appointment.Kind.VISIT).first()
    assert elsewhere is not None
    forgive(gerda, "404")
    gerda.goto(f"/desk/termine/{elsewhere.pk}/")
    expect(main(gerda)).to_contain_text("Diese Seite gibt es nicht")


def test_a_role_opens_more_and_its_end_closes_it(new_page: NewPage, server: Server, late_counter: Counter) -> None:
    member = a_clerk(late_counter)
    bruno, ada = new_page(width=1280), new_page(width=1280)
    at_the_desk(bruno, server, member)
    at_the_desk(ada, server, Staff.objects.get(email=ADA))
    ada.goto(f"/desk/verwaltung/personal/{member.pk}/")
    ada.get_by_label("Rolle", exact=True).select_option(f"head@{late_counter.office.pk}")
    ada.get_by_role("button", name="Rolle geben").click()
    expect(main(ada)).to_contain_text("Die Rolle ist vergeben.")
    bruno.goto("/desk/verwaltung/personal/")
    expect(bruno.get_by_role("heading", name="Personal")).to_be_visible()

    ada.get_by_role("button", name=re.compile("Rolle Amtsleitung")).click()
    expect(main(ada)).to_contain_text("Die Rolle ist weg.")
    forgive(bruno, "403")
    bruno.reload()
    expect(main(bruno)).to_contain_text("Dafür fehlt Ihnen die Berechtigung")
    ada.get_by_role("button", name="Konto schließen").click()
    expect(main(ada)).to_contain_text("Das Konto ist geschlossen.")
    bruno.goto("/desk/")
    expect(bruno.get_by_label("Passwort")).to_be_visible()


def invite(page: Page, email: str, role: str) -> None:
    page.get_by_role("link", name="Jemanden einladen").click()
    page.get_by_label("Vor- und Nachname").fill("Gerda Wolf")
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.get_by_label("Rolle").select_option(role)
    page.get_by_role("button", name="Einladung senden").click()
    expect(main(page)).to_contain_text("Gerda Wolf bekommt eine E-Mail mit einem Link.")


def accept(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("Neues Passwort").fill(PASSWORD)
    page.keyboard.press("Enter")
    secret = main(page).locator("code").inner_text().replace(" ", "")
    page.get_by_label("Code").fill(code_at(secret, timezone.now()))
    page.keyboard.press("Enter")


def a_clerk(counter: Counter) -> Staff:
    return make_staff(
        email=f"bruno-{counter.office.pk}@post.example", name="Bruno Berger", password=PASSWORD,
        office_ids=[counter.office.pk], at=timezone.now(),
    )  # fmt: skip
