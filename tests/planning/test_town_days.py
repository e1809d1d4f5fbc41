"""Ada closes the whole town for a day; a head sets the hours of an office."""

from datetime import date, datetime, time

import pytest
from django.test import Client

from rathaus.booking.actions.closures import Days, close_town, open_town
from rathaus.booking.models import DaySheet
from rathaus.core.errors import NotPermitted
from rathaus.identity.actions import make_staff
from rathaus.identity.models import Staff
from rathaus.identity.queries import actor_of
from rathaus.identity.rights import Role
from rathaus.offices.models import Closure, Office, OpeningHours
from tests.administration.conftest import browser_of, words
from tests.makers import Maker

DAYS = Days(from_on=date(2026, 12, 7), until_on=date(2026, 12, 8), reasons={"de": "Betriebsausflug", "en": ""})
PAGE = "/desk/verwaltung/aemter/ganze-stadt/"
SENT = {"first_on": "2026-12-07", "last_on": "2026-12-07", "reason_de": "Betriebsausflug", "schritt": "schliessen"}


def member(now: datetime, role: Role, *offices: Office) -> Staff:
    return make_staff(
        email=f"{role}@amt.example", name="Ada Brandt", password="kranich-lampe-neun-segel", role=role, at=now,
        office_ids=[office.pk for office in offices],
    )  # fmt: skip


def places_on(day: date) -> list[int]:
    return [sum(sheet.capacity) for sheet in DaySheet.objects.filter(day=day).order_by("pk")]


def test_every_office_is_closed_and_opens_again(make: Maker, now: datetime) -> None:
    make.counter()
    office, service = make.office("Standesamt"), make.service("Trauung")
    resource = make.resource(office)
    make.offer(service, office, resource)
    make.sheets(resource)
    ada = actor_of(member(now, Role.ADMIN))
    before = places_on(DAYS.from_on)
    assert all(before)

    close_town(days=DAYS, by=ada, at=now)
    assert not any(places_on(DAYS.from_on))
    open_town(closure=Closure.objects.get(), by=ada, at=now)

    assert places_on(DAYS.from_on) == before


def test_visits_concerned_are_seen_before_the_town_closes(make: Maker, now: datetime) -> None:
    office, service, _resource = make.counter()
    make.booked(office, service, DAYS.from_on, "09:20")
    browser = browser_of(member(now, Role.ADMIN))

    unseen = browser.post(PAGE, SENT)
    assert "Diese Termine sind betroffen" in words(unseen)
    assert not Closure.objects.exists()
    done = browser.post(PAGE, {**SENT, "gesehen": unseen.context["seen"]}, follow=True)

    assert "Die Schließung ist eingetragen." in words(done)
    assert Closure.objects.get().office is None


def test_what_was_taken_away_is_offered_back(make: Maker, now: datetime) -> None:
    browser: Client = browser_of(member(now, Role.ADMIN))
    browser.post(PAGE, {**SENT, "gesehen": "0"})

    page = browser.post(PAGE, {"schritt": "oeffnen", "schliessung": Closure.objects.get().pk}, follow=True)
    assert not Closure.objects.exists()
    browser.post(PAGE, page.context["undo"].sent)

    assert Closure.objects.get().reasons == {"de": "Betriebsausflug"}


def test_a_head_closes_no_town(make: Maker, now: datetime) -> None:
    chloe = member(now, Role.HEAD, make.office())

    assert browser_of(chloe).get(PAGE).status_code == 403
    with pytest.raises(NotPermitted):
        close_town(days=DAYS, by=actor_of(chloe), at=now)


def test_the_page_of_an_office_shows_the_hours_that_its_head_sets(make: Maker, amina: Client, now: datetime) -> None:
    office = make.office()
    browser = browser_of(member(now, Role.HEAD, office))
    page = f"/desk/verwaltung/aemter/{office.pk}/oeffnungszeiten/"
    stand = browser.get(page).context["stand"]

    wrong = browser.post(page, {"day_0": "morgens", "stand": stand})
    assert "Bitte schreiben Sie die Zeiten der Reihe nach" in words(wrong)
    browser.post(page, {"day_0": "8–12, 14–18:30", "note_de": "Mittwochs nur mit Termin.", "stand": stand})

    found = OpeningHours.objects.filter(office=office).values_list("weekday", "opens", "closes")
    assert list(found) == [(0, time(8), time(12)), (0, time(14), time(18, 30))]
    assert "Mittwochs nur mit Termin." in words(amina.get(f"/aemter/{office.slug}/"))


def test_hours_that_somebody_changed_meanwhile_are_not_lost(make: Maker, now: datetime) -> None:
    office = make.office()
    browser = browser_of(member(now, Role.HEAD, office))
    page = f"/desk/verwaltung/aemter/{office.pk}/oeffnungszeiten/"
    stand = browser.get(page).context["stand"]
    OpeningHours.objects.create(office=office, weekday=2, opens=time(9), closes=time(10))

    answer = browser.post(page, {"day_0": "8–12", "stand": stand})

    assert "inzwischen geändert" in words(answer)
    assert 'value="8–12"' in words(answer)
    assert OpeningHours.objects.get(office=office).weekday == 2
