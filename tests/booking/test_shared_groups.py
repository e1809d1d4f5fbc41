"""Groups that share people: what is shown can be held, what is booked can be seated."""

from datetime import date, datetime

import pytest

from rathaus.booking.actions import hold
from rathaus.booking.actions.refusals import JustTaken
from rathaus.booking.models import Seat, SharedGroup
from rathaus.booking.queries import free_times
from rathaus.booking.rules.ticks import each
from rathaus.booking.rules.visit import Wish
from rathaus.identity.queries import CITIZEN
from tests.makers import Maker

MONDAY = date(2026, 11, 30)


def test_a_registrar_who_marries_cannot_also_issue_passports(make: Maker, now: datetime) -> None:
    office, wedding, passport = make.office(), make.service("Eheschließung"), make.service("Reisepass")
    group = SharedGroup.objects.create(title="Standesamt")
    room, desk = make.resource(office, capacity=1, group=group), make.resource(office, capacity=2, group=group)
    Seat.objects.create(group=group, title="Frau A").serves.set([room, desk])
    Seat.objects.create(group=group, title="Herr B").serves.set([desk])
    make.offer(wedding, office, room, minutes=30)
    make.offer(passport, office, desk, minutes=15)
    make.sheets(room, desk)

    for _ in range(2):
        hold(office_id=office.pk, wishes=[Wish(passport.pk, 1)], day=MONDAY, tick=108, by=CITIZEN, at=now)

    found = free_times(office_id=office.pk, wishes=[Wish(wedding.pk, 1)], first=MONDAY, last=MONDAY, at=now)
    shown = set(each(found.starts[MONDAY]))
    assert not shown & {103, 104, 105, 106, 107, 108, 109, 110}
    assert {102, 111} <= shown
    with pytest.raises(JustTaken):
        hold(office_id=office.pk, wishes=[Wish(wedding.pk, 1)], day=MONDAY, tick=108, by=CITIZEN, at=now)
    assert hold(office_id=office.pk, wishes=[Wish(wedding.pk, 1)], day=MONDAY, tick=111, by=CITIZEN, at=now)


def test_alternatives_are_tried_in_their_order(make: Maker, now: datetime) -> None:
    office, service = make.office(), make.service()
    first, second = make.resource(office), make.resource(office)
    make.offer(service, office, second, first)
    make.sheets(first, second)
    from rathaus.booking.models import Appointment

    taken = [
        Appointment.objects.get(
            pk=hold(office_id=office.pk, wishes=[Wish(service.pk, 1)], day=MONDAY, tick=108, by=CITIZEN, at=now).id
        )
        for _ in range(2)
    ]
    assert [a.resource_id for a in taken] == [second.pk, first.pk]
