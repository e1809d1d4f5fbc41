"""Finding an appointment by what a person knows of it."""

import pytest

from rathaus.audit.models import Event
from rathaus.booking.models import Appointment
from tests.desk.conftest import Desk


def find(desk: Desk, text: str) -> str:
    return str(desk.bruno.post("/desk/suche/", {"q": text}).content.decode())


@pytest.mark.parametrize("text", ["yılm", "AMINA@example", "0151 2345", "+49151"])
def test_a_visit_is_found_by_name_mail_and_number(desk: Desk, visit: Appointment, text: str) -> None:
    Appointment.objects.filter(pk=visit.pk).update(mobile="+4915123456789")

    assert visit.reference in find(desk, text)


def test_a_visit_is_found_by_its_reference_however_it_is_typed(desk: Desk, visit: Appointment) -> None:
    typed = f"{visit.reference[:4].lower()} {visit.reference[4:]}"

    assert "Amina Yılmaz" in find(desk, typed)


def test_visits_of_other_offices_are_not_found(desk: Desk, foreign: Appointment) -> None:
    assert "keinen Termin" in find(desk, "Dario")
    assert "keinen Termin" in find(desk, foreign.reference)


def test_a_search_leaves_one_event_with_those_found(desk: Desk, visit: Appointment) -> None:
    find(desk, "Amina")
    find(desk, "niemand")

    (event,) = Event.objects.filter(kind="read")
    assert event.purpose == "desk.find"
    assert len(event.persons) == 1


@pytest.mark.parametrize("text", ["", "a", "x" * 5000, "\x00ab", "%%", "__"])
def test_useless_input_finds_nothing(desk: Desk, visit: Appointment, text: str) -> None:
    assert visit.reference not in find(desk, text)


def test_no_name_stands_in_an_address(desk: Desk, visit: Appointment) -> None:
    assert 'method="post"' in find(desk, "Amina")
    assert visit.reference not in desk.bruno.get("/desk/suche/", {"q": "Amina"}).content.decode()
