"""Offices: where they are, when they are open, and what is not known."""

from datetime import date, time, timedelta

from django.test import Client
from django.utils import timezone

from rathaus.offices.models import Closure, OfficeText, OpeningHours, Place
from rathaus.portal.queries.offices import ClosedDays, closed_spans
from tests.makers import Maker


def test_the_list_names_every_public_office(amina: Client, make: Maker) -> None:
    make.office("Standesamt")
    make.office("Poststelle", is_public=False)

    page = amina.get("/aemter/").content.decode()

    assert "Standesamt" in page
    assert "Poststelle" not in page


def test_an_office_tells_address_phone_access_and_languages(amina: Client, make: Maker) -> None:
    office = make.office("Standesamt", languages=["de", "tr"])
    OfficeText.objects.filter(office=office).update(accessibility=["Aufzug"], directions="Bus 3 bis Markt.")

    page = amina.get(f"/aemter/{office.slug}/").content.decode()

    for words in ("Marktplatz 1", "12345 Musterstadt", "tel:02214710100", "Aufzug", "Bus 3 bis Markt.", "Türkisch"):
        assert words in page


def test_opening_hours_stand_in_a_table(amina: Client, make: Maker) -> None:
    office = make.office()
    OpeningHours.objects.create(office=office, weekday=0, opens=time(8), closes=time(12, 30))

    page = amina.get(f"/aemter/{office.slug}/").content.decode()

    assert "8:00 bis 12:30 Uhr" in page
    assert page.count('<th scope="row">') == 7


def test_unknown_hours_are_said_to_be_unknown(amina: Client, make: Maker) -> None:
    office = make.office()

    page = amina.get(f"/aemter/{office.slug}/").content.decode()

    assert "Die Öffnungszeiten sind nicht bekannt." in page
    assert "Geschlossen" not in page


def test_closures_of_the_next_four_weeks_are_announced(amina: Client, make: Maker) -> None:
    office = make.office()
    today = timezone.localdate()
    Place.objects.create(land="NW")
    for after, reason in ((3, "Umbau"), (90, "Betriebsausflug")):
        day = today + timedelta(days=after)
        Closure.objects.create(
            office=office, from_on=day, until_on=day + timedelta(days=2), reasons={"de": reason, "en": f"{reason} (en)"}
        )

    assert "Umbau" in (page := amina.get(f"/aemter/{office.slug}/").content.decode())
    assert "Betriebsausflug" not in page
    assert "Umbau (en)" in amina.get(f"/en/aemter/{office.slug}/").content.decode()


def test_closed_days_in_a_row_are_one_line() -> None:
    first = date(2026, 12, 24)
    closed = {first + timedelta(days=n): "Ferien" for n in range(5)}

    assert closed_spans(closed, {}) == [ClosedDays(first, date(2026, 12, 28), "Ferien")]


def test_a_day_that_is_never_open_is_not_announced_as_closed() -> None:
    saturday = date(2026, 12, 26)

    assert closed_spans({saturday: "Feiertag"}, {0: []}) == []


def test_services_of_the_office_are_linked(amina: Client, make: Maker) -> None:
    office, service, _ = make.counter()

    assert f'href="/leistungen/{service.slug}/"' in amina.get(f"/aemter/{office.slug}/").content.decode()


def test_unknown_and_hidden_offices_are_a_friendly_404(amina: Client, make: Maker) -> None:
    hidden = make.office(is_public=False)

    for slug in ("gibt-es-nicht", hidden.slug):
        assert amina.get(f"/aemter/{slug}/").status_code == 404


def test_many_offices_are_a_short_list(amina: Client, make: Maker) -> None:
    for number in range(25):
        make.office(f"Amt {number}")

    page = amina.get("/aemter/").content.decode()

    assert "kern-card" not in page
    assert "Amt 24" in page
