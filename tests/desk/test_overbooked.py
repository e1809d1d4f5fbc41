"""Where planning took places away, the desk lists the visits concerned until the excess is gone."""

import pytest

from rathaus.audit.models import Event
from rathaus.booking.actions import cancel, hold, move
from rathaus.booking.actions.planning import tidy_expired
from rathaus.booking.models import Appointment, DaySheet
from rathaus.booking.rules.visit import Wish
from rathaus.identity.queries import CITIZEN
from tests.booking.journey import text
from tests.clock import Clock
from tests.desk.conftest import NEXT_MONDAY, Desk
from tests.makers import Maker

NINE, TEN = 108, 120


@pytest.fixture
def two(desk: Desk, make: Maker) -> tuple[Appointment, Appointment]:
    """Amina and Dario at nine, one of them alone at eleven, and then one counter only."""
    desk.resource.rules.update(capacity=2, public_share=2)
    make.sheets(desk.resource)
    amina, dario = (make.booked(desk.office, desk.service, NEXT_MONDAY, "09:00", name=n) for n in ("Amina", "Dario"))
    make.booked(desk.office, desk.service, NEXT_MONDAY, "11:00", name="Erik Allein")
    desk.resource.rules.update(capacity=1, public_share=1)
    make.sheets(desk.resource)
    return amina, dario


def problems(desk: Desk) -> str:
    return text(desk.bruno.get("/desk/meldungen/"))


def is_overbooked() -> bool:
    return DaySheet.objects.filter(overbooked=True).exists()


def test_the_visits_concerned_are_listed_and_no_others(desk: Desk, two: tuple[Appointment, Appointment]) -> None:
    page = problems(desk)

    assert "Mehr Termine als Plätze" in page
    assert all(visit.reference in page for visit in two)
    assert "Erik Allein" not in page
    assert "Alles läuft." not in page
    assert "mehr Termine vergeben, als es Plätze gibt" in text(desk.bruno.get(f"/desk/?tag={NEXT_MONDAY}"))
    assert len(Event.objects.filter(action="booking.read-deliveries").latest("id").persons) == 2


def test_they_are_gone_when_one_is_cancelled(desk: Desk, two: tuple[Appointment, Appointment], clock: Clock) -> None:
    cancel(appointment=two[0], by=CITIZEN, at=clock.moment)

    assert not is_overbooked()
    assert "Mehr Termine als Plätze" not in problems(desk)


def test_they_are_gone_when_one_is_moved(desk: Desk, two: tuple[Appointment, Appointment], clock: Clock) -> None:
    move(appointment=two[0], day=NEXT_MONDAY, tick=TEN, by=CITIZEN, at=clock.moment)

    assert not is_overbooked()
    assert "Mehr Termine als Plätze" not in problems(desk)


def test_a_hold_too_many_is_gone_when_it_runs_out(desk: Desk, make: Maker, clock: Clock) -> None:
    wishes = [Wish(desk.service.pk, 1)]
    hold(office_id=desk.office.pk, wishes=wishes, day=NEXT_MONDAY, tick=NINE, by=CITIZEN, at=clock.moment)
    desk.resource.rules.all().delete()
    make.sheets(desk.resource)
    assert is_overbooked()

    clock.forward(minutes=10)
    tidy_expired(at=clock.moment)
    assert not is_overbooked()


def test_other_offices_are_not_told(foreign: Appointment, desk: Desk, make: Maker) -> None:
    foreign.resource.rules.all().delete()
    make.sheets(foreign.resource)

    assert is_overbooked()
    assert "Mehr Termine als Plätze" not in problems(desk)
