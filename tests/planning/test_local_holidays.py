"""Ada enters a local holiday: whoever has a visit then is shown first, and nothing is lost when it goes again."""

from datetime import date, datetime

import pytest
from django.test import Client

from rathaus.audit.models import Event
from rathaus.booking.actions.local_holidays import IsHolidayAlready, add_holiday, remove_holiday
from rathaus.booking.models import Appointment, DaySheet
from rathaus.core.errors import NotPermitted
from rathaus.identity.queries import actor_of
from rathaus.identity.rights import Role
from rathaus.offices.models import MunicipalHoliday
from tests.administration.conftest import browser_of, words
from tests.clock import Clock
from tests.makers import Maker
from tests.planning.test_town_days import member, places_on

DAY = date(2026, 12, 7)
PAGE = "/desk/verwaltung/aemter/feiertage/"
SENT = {"day_on": "2026-12-07", "title": "Stadtfest", "schritt": "eintragen"}


@pytest.fixture
def ada(now: datetime, town: str, clock: Clock) -> Client:
    """Signed in, on 23 November 2026."""
    return browser_of(member(now, Role.ADMIN))


def test_the_sheets_of_all_offices_follow_and_come_back(make: Maker, now: datetime) -> None:
    make.counter()
    office, service = make.office("Standesamt"), make.service("Trauung")
    resource = make.resource(office)
    make.offer(service, office, resource)
    make.sheets(resource)
    admin = actor_of(member(now, Role.ADMIN))
    before = places_on(DAY)
    assert all(before)

    add_holiday(day=DAY, title="Stadtfest", by=admin, at=now)
    assert not any(places_on(DAY))
    remove_holiday(holiday=MunicipalHoliday.objects.get(), by=admin, at=now)

    assert places_on(DAY) == before
    told = Event.objects.filter(action__endswith="_holiday").order_by("id").values_list("action", flat=True)
    assert list(told) == ["offices.add_holiday", "offices.remove_holiday"]


def test_visits_on_that_day_are_seen_first_and_stay(ada: Client, make: Maker) -> None:
    office, service, _resource = make.counter()
    visit = make.booked(office, service, DAY, "09:20")

    unseen = ada.post(PAGE, SENT)
    assert "Diese Termine sind betroffen" in words(unseen)
    assert not MunicipalHoliday.objects.exists()
    done = ada.post(PAGE, {**SENT, "gesehen": unseen.context["seen"]}, follow=True)

    assert "Sie stehen in den Meldungen." in words(done)
    assert Appointment.objects.get(pk=visit.pk).state == "confirmed"
    assert DaySheet.objects.get(day=DAY, resource=visit.resource).overbooked


def test_many_visits_are_counted_and_all_are_there_to_see(ada: Client, make: Maker) -> None:
    office, service, _resource = make.counter(capacity=20)
    for number in range(13):
        make.booked(office, service, DAY, "09:20", email=f"amina-{number}@example.org")

    page = words(ada.post(PAGE, {**SENT, "schritt": "pruefen"}))

    assert "Es sind 13 Termine. Die ersten zehn:" in page
    assert page.count("7. Dezember 2026, 09:20") == 13


def test_people_see_it_where_the_office_is_closed(ada: Client, make: Maker, amina: Client, now: datetime) -> None:
    office = make.office()
    today = now.date().isoformat()
    ada.post(PAGE, {**SENT, "day_on": today, "gesehen": "0"})

    assert "Stadtfest" in words(amina.get(f"/aemter/{office.slug}/"))


def test_what_was_taken_away_is_offered_back(ada: Client) -> None:
    ada.post(PAGE, {**SENT, "gesehen": "0"})

    page = ada.post(PAGE, {"schritt": "entfernen", "feiertag": MunicipalHoliday.objects.get().pk}, follow=True)
    assert not MunicipalHoliday.objects.exists()
    ada.post(PAGE, page.context["undo"].sent)

    assert MunicipalHoliday.objects.get().title == "Stadtfest"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"day_on": "2026-12-25"}, "schon ein Feiertag des Landes"),
        ({"day_on": "2026-11-20"}, "Dieser Tag ist schon vorbei."),
        ({"title": ""}, "Bitte füllen Sie „Name des Feiertags“ aus."),
        ({"day_on": "2026-12-08"}, "Dieser Tag steht schon in der Liste."),
    ],
)
def test_a_day_that_makes_no_sense_is_told(ada: Client, values: dict[str, str], told: str) -> None:
    MunicipalHoliday.objects.create(day_on=date(2026, 12, 8), title="Kirchweih")

    answer = ada.post(PAGE, {**SENT, "gesehen": "0", **values})

    assert told in words(answer)
    assert MunicipalHoliday.objects.count() == 1


@pytest.mark.parametrize("number", ["", "0", "x", "9" * 30])
def test_a_holiday_that_is_not_there_is_404(ada: Client, number: str) -> None:
    assert ada.post(PAGE, {"schritt": "entfernen", "feiertag": number}).status_code == 404


def test_a_head_makes_no_holiday(make: Maker, now: datetime) -> None:
    chloe = member(now, Role.HEAD, make.office())

    assert browser_of(chloe).get(PAGE).status_code == 403
    with pytest.raises(NotPermitted):
        add_holiday(day=DAY, title="Stadtfest", by=actor_of(chloe), at=now)


def test_the_same_day_twice_is_refused(now: datetime, town: str) -> None:
    admin = actor_of(member(now, Role.ADMIN))
    add_holiday(day=DAY, title="Stadtfest", by=admin, at=now)

    with pytest.raises(IsHolidayAlready):
        add_holiday(day=DAY, title="Kirchweih", by=admin, at=now)
