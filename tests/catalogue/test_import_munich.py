"""Munich's real catalogue is imported, opened and booked."""

from datetime import datetime, timedelta

from rathaus.booking import plan as plans
from rathaus.booking.actions import hold
from rathaus.booking.actions.opening import open_offices
from rathaus.booking.models import DaySheet
from rathaus.booking.queries import FreeTimes, free_times_of_offices
from rathaus.booking.rules.visit import Wish
from rathaus.booking.verify import differences
from rathaus.catalogue.actions import import_dldb
from rathaus.catalogue.dldb import parse
from rathaus.catalogue.models import Alias, Offer, Service, ServiceLink
from rathaus.catalogue.source_entries import Catalogue
from rathaus.identity.queries import CITIZEN, SYSTEM
from rathaus.offices.models import Office
from tests.catalogue.dldb_files import MUNICH, needs_munich

pytestmark = needs_munich


def munich() -> Catalogue:
    return parse((MUNICH / "services_de.json").read_bytes(), (MUNICH / "locations_de.json").read_bytes())


def test_all_services_and_offices_are_taken_over(town: str, now: datetime) -> None:
    report = import_dldb(catalogue=munich(), by=SYSTEM, at=now)

    assert (report.services.new, report.offices.new) == (287, 109)
    assert Service.objects.exclude(leika_key="").count() == 132
    assert Offer.objects.filter(is_bookable=True).count() == report.offers.new == 526 - munich().internal_offers
    assert Alias.objects.count() > 900
    assert ServiceLink.objects.count() > 1000
    assert Service.objects.filter(is_frequent=True).count() == 6
    assert not Office.objects.filter(latitude=None).exists()


def test_the_same_again_changes_nothing(town: str, now: datetime) -> None:
    import_dldb(catalogue=munich(), by=SYSTEM, at=now)

    again = import_dldb(catalogue=munich(), by=SYSTEM, at=now + timedelta(days=1))

    assert not again.changes_something
    assert len(again.notes) == 18


def test_people_can_book_whatever_is_offered_after_the_offices_are_opened(town: str, now: datetime) -> None:
    import_dldb(catalogue=munich(), by=SYSTEM, at=now)
    opened = open_offices(days=30, by=SYSTEM, at=now)
    plan = plans.current()

    assert len(opened.offices) == len({office for _service, office in plan.offers}) == 68
    for service in {service for service, _office in plan.offers}:
        for found in from_now_on(service, now):
            assert found.starts, f"service {service} has no free time at office {found.visit.office.office_id}"


def test_a_hold_in_an_opened_office_agrees_with_its_sheet(town: str, now: datetime) -> None:
    import_dldb(catalogue=munich(), by=SYSTEM, at=now)
    open_offices(days=7, by=SYSTEM, at=now)
    passport = Service.objects.get(slug="reisepass").pk
    found = from_now_on(passport, now)
    assert len(found) >= 4

    day, tick = found[0].first() or (now.date(), 0)
    hold(office_id=found[0].visit.office.office_id, wishes=[Wish(passport, 1)], day=day, tick=tick, by=CITIZEN, at=now)

    assert list(differences()) == []
    sheets = DaySheet.objects.count()
    assert not open_offices(days=7, by=SYSTEM, at=now).offices
    assert DaySheet.objects.count() == sheets


def from_now_on(service: int, now: datetime) -> list[FreeTimes]:
    today = now.date()
    return free_times_of_offices(
        office_ids=None, wishes=[Wish(service, 1)], first=today, last=today + timedelta(days=30), at=now
    )
