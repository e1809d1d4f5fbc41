"""After an import, offices without opening rules are opened; those that have some are left alone."""

from datetime import date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from rathaus.audit.models import Event
from rathaus.booking.actions.opening import counters_for, open_offices, public_share
from rathaus.booking.models import Alternative, DaySheet, OpeningRule, Policy, Resource
from rathaus.booking.queries import free_times
from rathaus.booking.rules.visit import Wish
from rathaus.identity.queries import SYSTEM
from rathaus.offices.models import Office, OpeningHours
from tests.makers import Maker


def imported(make: Maker, services: int = 1) -> Office:
    """This will make an office as an import leaves it: offers, no rules, no policy."""
    office = make.office(takes_appointments=False)
    Policy.objects.all().delete()
    for number in range(services):
        make.offer(make.service(f"Leistung {number}"), office, minutes=20)
    return office


def test_people_can_book_at_an_opened_office(make: Maker, now: datetime) -> None:
    office = imported(make)

    opened = open_offices(days=14, by=SYSTEM, at=now)

    office.refresh_from_db()
    assert (opened.offices, office.takes_appointments) == ([(office.slug, 1, 2)], True)
    found = free_times(
        office_id=office.pk,
        wishes=[Wish(office.offers.get().service_id, 1)],
        first=date(2026, 11, 24),
        last=date(2026, 12, 7),
        at=now,
    )
    assert len(found.starts) == 10
    assert Policy.objects.get(office=office).horizon_days == 14


def test_run_again_it_changes_nothing(make: Maker, now: datetime) -> None:
    imported(make)
    open_offices(days=14, by=SYSTEM, at=now)
    before = [list(m.objects.order_by("pk").values()) for m in (Resource, OpeningRule, Alternative, DaySheet, Event)]

    again = open_offices(days=14, by=SYSTEM, at=now)

    after = [list(m.objects.order_by("pk").values()) for m in (Resource, OpeningRule, Alternative, DaySheet, Event)]
    assert (again.offices, again.joined, again.sheets) == ([], 0, 0)
    assert before == after


def test_an_office_with_rules_keeps_them(make: Maker, now: datetime) -> None:
    make.counter()
    rules = list(OpeningRule.objects.values())

    assert open_offices(days=14, by=SYSTEM, at=now).offices == []
    assert list(OpeningRule.objects.values()) == rules


@pytest.mark.parametrize("hidden", ["office", "service", "offer"])
def test_what_nobody_can_book_is_not_opened(make: Maker, now: datetime, hidden: str) -> None:
    office = imported(make)
    if hidden == "office":
        Office.objects.update(is_public=False)
    elif hidden == "service":
        type(office.offers.get().service).objects.update(is_public=False)
    else:
        office.offers.update(is_bookable=False)

    assert open_offices(days=14, by=SYSTEM, at=now).offices == []
    assert not Resource.objects.exists()


def test_a_service_that_a_later_import_brings_joins_the_only_counter(make: Maker, now: datetime) -> None:
    office = imported(make)
    open_offices(days=14, by=SYSTEM, at=now)
    offer = make.offer(make.service("Neu"), office)

    assert open_offices(days=14, by=SYSTEM, at=now).joined == 1
    assert offer.alternatives.get().resource.office == office


def test_the_door_hours_stay_unknown(make: Maker, now: datetime) -> None:
    imported(make)
    open_offices(days=14, by=SYSTEM, at=now)

    assert not OpeningHours.objects.exists()


@pytest.mark.parametrize(("services", "counters"), [(1, 2), (6, 2), (7, 3), (18, 6), (24, 8), (200, 8)])
def test_more_services_mean_more_counters(services: int, counters: int) -> None:
    assert counters_for(services) == counters
    assert 1 <= public_share(counters) < counters or counters == 2


def test_the_command_reports_what_it_opened(make: Maker) -> None:
    office = imported(make, 7)
    out = StringIO()

    call_command("booking", "open", town="musterstadt", days=7, stdout=out)

    assert f"{office.slug}: 7 services, 3 counters" in out.getvalue()
    assert "1 offices opened" in out.getvalue()
    with pytest.raises(CommandError, match="between 1 and 370"):
        call_command("booking", "open", town="musterstadt", days=0)
    with pytest.raises(CommandError, match="no town named nix"):
        call_command("booking", "open", town="nix")
