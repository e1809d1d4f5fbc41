"""Ada makes an office from nothing and Amina books there; a closure shows the visits concerned before it is made."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from rathaus.booking.models import Appointment, DaySheet, State
from rathaus.catalogue.models import Service
from rathaus.identity.models import Staff
from rathaus.offices.models import Office
from tests.browser.conftest import NewPage
from tests.browser.desk import at_the_desk
from tests.browser.house import Server
from tests.browser.steps import Picture, book, main, see
from tests.makers import Maker

ADA = "ada@musterstadt.example"
TITLE = "Amt für Sternkunde"


@pytest.fixture
def service(make: Maker) -> Iterator[Service]:
    """A service that no office offers yet."""
    service = make.service("Kometenbeobachtung")
    yield service
    Service.objects.filter(pk=service.pk).update(is_public=False)
    Office.objects.filter(texts__title=TITLE).update(is_public=False)


@pytest.fixture
def ada(new_page: NewPage, server: Server, town: str) -> Page:
    """Ada at the administration."""
    page = new_page(width=1280)
    at_the_desk(page, server, Staff.objects.get(email=ADA))
    return page


def test_an_office_made_from_nothing_is_booked_and_closed(
    ada: Page, amina: Page, service: Service, picture: Picture
) -> None:
    make_office(ada)
    make_counter(ada, picture)
    offer(ada, "Kometenbeobachtung")

    book(amina, service.slug, office=TITLE)

    office = Office.objects.get(texts__title=TITLE)
    visit = Appointment.objects.get(office=office, state=State.CONFIRMED)
    ada.get_by_role("link", name="Schließtage").click()
    close(ada, visit, picture)
    visit.refresh_from_db()
    assert visit.state == State.CONFIRMED
    assert DaySheet.objects.get(resource=visit.resource, day=visit.day).overbooked

    ada.get_by_role("button", name="Wieder öffnen").click()
    expect(main(ada)).to_contain_text("Die Schließung ist weg.")
    assert not DaySheet.objects.get(resource=visit.resource, day=visit.day).overbooked
    ada.get_by_role("button", name="Rückgängig machen").click()
    expect(main(ada)).to_contain_text("Die Schließung ist eingetragen.")
    assert DaySheet.objects.get(resource=visit.resource, day=visit.day).overbooked


def make_office(page: Page) -> None:
    page.goto("/desk/verwaltung/aemter/")
    page.get_by_role("link", name="Amt anlegen").click()
    page.get_by_label("Name", exact=True).first.fill(TITLE)
    page.get_by_label("Straße").fill("Sternwartstraße")
    page.get_by_label("Ort", exact=True).or_(page.get_by_label("Ort (freiwillig)")).fill("Musterstadt")
    page.get_by_label("Termine anbieten").check()
    page.get_by_role("button", name="Amt anlegen").click()
    see(page, TITLE)


def make_counter(page: Page, picture: Picture) -> None:
    page.get_by_label("Name des Schalters").fill("Kuppel")
    page.get_by_role("button", name="Schalter hinzufügen").click()
    see(page, "Kuppel")
    for weekday in ("Dienstag", "Mittwoch", "Donnerstag"):
        page.get_by_role("link", name="Regel hinzufügen").click()
        page.get_by_label("Wochentag").first.select_option(label=weekday)
        page.locator("[name=opens]").fill("08:00")
        page.locator("[name=closes]").fill("12:00")
        page.get_by_role("button", name="Vorschau").click()
        expect(main(page)).to_contain_text("Frei danach")
        picture(page, "planning-rule")
        page.get_by_role("button", name="Speichern").click()
        expect(main(page)).to_contain_text("Gespeichert.")
    page.get_by_role("link", name="Zurück zum Amt").click()


def offer(page: Page, title: str) -> None:
    page.get_by_role("link", name="Leistung hinzufügen").click()
    page.get_by_label("Leistung", exact=True).select_option(label=title)
    page.get_by_label("Schalter, 1. Wahl").select_option(label="Kuppel")
    page.get_by_role("button", name="Speichern").click()
    see(page, TITLE)
    expect(main(page)).to_contain_text(title)


def close(page: Page, visit: Appointment, picture: Picture) -> None:
    page.locator("[name=first_on]").fill(visit.day.isoformat())
    page.locator("[name=last_on]").fill((visit.day + timedelta(days=1)).isoformat())
    page.locator("[name=reason_de]").fill("Sonnenfinsternis")
    page.get_by_role("button", name="Betroffene Termine zeigen").click()
    expect(main(page)).to_contain_text("Diese Termine sind betroffen")
    expect(main(page)).to_contain_text(timezone.localtime(visit.starts_at).strftime("%H:%M"))
    picture(page, "planning-closure")
    page.get_by_role("button", name="Jetzt schließen").click()
    expect(main(page)).to_contain_text("Die Schließung ist eingetragen.")
