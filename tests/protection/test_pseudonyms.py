"""A pseudonym of the trail is resolved by the data protection officer alone, with a reason that stays."""

import json

import pytest

from rathaus.audit.models import Event
from rathaus.booking.actions import cancel
from rathaus.booking.models import Appointment
from rathaus.core.errors import NotPermitted
from rathaus.identity.models import Staff
from rathaus.identity.queries import actor_of, staff_stream
from rathaus.identity.rights import Role
from rathaus.protection import actions
from tests.clock import Clock
from tests.desk.people import clerk
from tests.identity.test_members import somebody
from tests.protection.conftest import EMAIL, Paul

REASON = "Antrag vom 20. November, DS 2026-14"


@pytest.fixture
def bruno(visit: Appointment, clock: Clock) -> Staff:
    """He cancelled Amina's visit."""
    member = clerk(visit.office_id, at=clock.moment)
    cancel(appointment=visit, by=actor_of(member), at=clock.moment)
    return member


def test_from_the_trail_of_a_visit_to_the_name(paul: Paul, bruno: Staff) -> None:
    shown = paul.sends(wer=EMAIL).content.decode()
    link = shown.partition("/desk/verwaltung/datenschutz/pseudonym/?wer=")[2].partition('"')[0]
    page = paul.client.get(f"/desk/verwaltung/datenschutz/pseudonym/?wer={link}").content.decode()
    assert staff_stream(bruno) in page
    assert "Bruno Berger" not in shown + page

    answer = paul.sends("pseudonym/", wer=staff_stream(bruno), grund="access", text=REASON).content.decode()

    assert "Das Pseudonym steht für Bruno Berger" in answer


def test_the_reason_stays_in_the_trail(paul: Paul, bruno: Staff) -> None:
    paul.sends("pseudonym/", wer=staff_stream(bruno), grund="abuse", text=REASON)

    event = Event.objects.get(action="protection.resolve")
    assert (event.kind, event.actor) == ("read", paul.actor.pseudonym)
    assert json.loads(bytes(event.canonical))["facts"] == {"ground": "abuse", "reason": REASON}


@pytest.mark.parametrize(
    "form",
    [
        {"text": ""},
        {"text": "kurz"},
        {"grund": ""},
        {"grund": "neugier"},
        {"text": "Beschwerde von amina@example.org"},
        {"wer": "staff/bruno"},
    ],
)
def test_without_a_good_reason_no_name_is_said(paul: Paul, bruno: Staff, form: dict[str, str]) -> None:
    right = {"wer": staff_stream(bruno), "grund": "access", "text": REASON}

    answer = paul.sends("pseudonym/", **{**right, **form}).content.decode()

    assert "Bruno Berger" not in answer
    assert not Event.objects.filter(action="protection.resolve").exists()


def test_a_pseudonym_of_nobody_is_said_to_be_so_and_the_try_stays(paul: Paul) -> None:
    answer = paul.sends("pseudonym/", wer=f"staff/{'0' * 32}", grund="access", text=REASON).content.decode()

    assert "gibt es in dieser Stadt kein Konto" in answer
    assert Event.objects.filter(action="protection.resolve").count() == 1


def test_an_administrator_cannot(bruno: Staff, clock: Clock) -> None:
    ada = actor_of(somebody("ada", Role.ADMIN, clock.moment))

    with pytest.raises(NotPermitted):
        actions.resolve(pseudonym=staff_stream(bruno), ground="access", reason=REASON, by=ada, at=clock.moment)
