"""Munich's real catalogue is imported, opened and booked."""

from datetime import datetime, timedelta
from time import perf_counter

from rathaus.booking.actions import hold
from rathaus.booking.actions.opening import open_offices
from rathaus.booking.models import DaySheet
from rathaus.booking.queries import free_times_of_offices
from rathaus.booking.rules.visit import Wish
from rathaus.booking.verify import differences
from rathaus.catalogue.actions import import_dldb
from rathaus.catalogue.dldb import Catalogue, parse
from rathaus.catalogue.models import Alias, Offer, Service, ServiceLink
from rathaus.identity.queries import CITIZEN, SYSTEM
from rathaus.offices.models import Office
from tests.catalogue.dldb_files import MUNICH, needs_munich

pytestmark = needs_munich


def munich() -> Catalogue:
    return parse((MUNICH / "services_de.json").read_bytes(), (MUNICH / "locations_de.json").read_bytes())


def test_all_services_and_offices_are_taken_over(town: str, now: datetime) -> None:
    begun = perf_counter()
    report = import_dldb(catalogue=munich(), by=SYSTEM, at=now)

    assert perf_counter() - begun < 10
    assert (report.services.new, report.offices.new) == (287, 109)
    assert Service.objects.exclude(leika_key="").count() == 132
    assert Offer.objects.filter(is_bookable=True).count() == report.offers.new == 526 - report.internal_offers
    assert Alias.objects.count() > 900
    assert ServiceLink.objects.count() > 1000
    assert Service.objects.filter(is_frequent=True).count() == 6
    assert not Office.objects.filter(latitude=None).exists()


def test_the_same_again_changes_nothing(town: str, now: datetime) -> None:
    import_dldb(catalogue=munich(), by=SYSTEM, at=now)

    again = import_dldb(catalogue=munich(), by=SYSTEM, at=now + timedelta(days=1))

    assert not again.changes_something
    assert len(again.notes) == 18


def test_people_can_book_after_the_offices_are_opened(town: str, now: datetime) -> None:
    import_dldb(catalogue=munich(), by=SYSTEM, at=now)
    opened = open_offices(days=30, by=SYSTEM, at=now)
    assert len(opened.offices) > 60

    passport = Service.objects.get(slug="reisepass")
    wishes, today = [Wish(passport.pk, 1)], now.date()
    found = [
        f
        for f in free_times_of_offices(
            office_ids=None, wishes=wishes, first=today, last=today + timedelta(days=30), at=now
        )
        if f.starts
    ]
    assert len(found) >= 4

    day, tick = found[0].first() or (today, 0)
    hold(office_id=found[0].visit.office.office_id, wishes=wishes, day=day, tick=tick, by=CITIZEN, at=now)

    assert list(differences()) == []
    sheets = DaySheet.objects.count()
    assert not open_offices(days=30, by=SYSTEM, at=now).offices
    assert DaySheet.objects.count() == sheets
