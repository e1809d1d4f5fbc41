"""Everything held about a person is found by what they gave, exactly; every look is in the trail."""

import json

import pytest

from rathaus.audit.actions import person
from rathaus.audit.models import Event
from rathaus.booking.actions.trail import stream_of
from rathaus.booking.models import Appointment
from rathaus.core.persons import Kind
from rathaus.offices.models import BarrierReport
from rathaus.protection.rules import kind_of
from tests.protection.conftest import EMAIL, Paul


def looks(paul: Paul) -> list[Event]:
    return list(Event.objects.filter(kind="read", actor=paul.actor.pseudonym).order_by("id"))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Amina@Example.org", Kind.EMAIL),
        ("bcdf-2345", Kind.REFERENCE),
        ("BCDF 2345", Kind.REFERENCE),
        ("0151 23456789", Kind.MOBILE),
        ("+49 151 23456789", Kind.MOBILE),
        ("Yılmaz", Kind.MOBILE),
    ],
)
def test_what_is_typed_is_told_apart(text: str, kind: Kind) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize("asked", [" AMINA@example.org ", "0151 234 567 89", "+49 (151) 23456789", "reference"])
def test_a_person_is_found_by_each_thing_that_they_gave(
    paul: Paul, visit: Appointment, dario: Appointment, asked: str
) -> None:
    found = paul.sends(wer=visit.reference.lower() if asked == "reference" else asked).content.decode()

    assert visit.reference in found
    assert dario.reference not in found


@pytest.mark.parametrize("asked", ["amina@example", "@example.org", "%@%", "Amina", "0151", "_mina@example.org", "*"])
def test_a_part_finds_nobody(paul: Paul, visit: Appointment, asked: str) -> None:
    assert visit.reference not in paul.sends(wer=asked).content.decode()


def test_reports_of_barriers_and_the_own_account_are_found_too(paul: Paul, report: BarrierReport) -> None:
    assert "Meldung einer Barriere" in paul.sends(wer=EMAIL).content.decode()
    assert "Konto einer Person" in paul.sends(wer=paul.member.email).content.decode()


def test_a_look_leaves_one_event_with_all_that_was_found(paul: Paul, visit: Appointment, report: BarrierReport) -> None:
    paul.sends(wer=EMAIL)

    (event,) = looks(paul)
    assert (event.action, event.purpose) == ("protection.find", "protection.find")
    assert event.persons == sorted([person(stream_of(visit.pk)), person(f"barrier/{report.pk}")])
    assert EMAIL not in bytes(event.canonical).decode()


def test_a_look_that_finds_nothing_leaves_its_event_as_well(paul: Paul) -> None:
    assert "Dazu ist nichts gespeichert" in paul.sends(wer="nobody@example.org").content.decode()

    assert [event.persons for event in looks(paul)] == [[]]


def test_the_copy_for_machines_holds_every_value_and_the_trail_without_any_clerk(
    paul: Paul, visit: Appointment, report: BarrierReport
) -> None:
    answer = paul.sends("auskunft/", wer=EMAIL, form="json")

    copy = json.loads(answer.content)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="auskunft-2026-11-23.json"'
    booked, barrier = copy["held"]
    data = booked["data"]
    assert (data["name"], data["email"], data["mobile"]) == (visit.name, visit.email, visit.mobile)
    assert (data["remark"], data["reference"]) == ("Rollstuhl", visit.reference)
    assert data["services"] == ["Personalausweis"]
    assert len(data["messages"]) == 3
    assert [step["what"] for step in booked["trail"]][:2] == ["Zeit reserviert", "Gebucht"]
    assert "staff/" not in answer.content.decode()
    assert barrier["data"]["text"] == report.text
    assert booked["erasure"]["fate"] == "ends-first"


def test_the_copy_for_people_says_it_in_words(paul: Paul, visit: Appointment) -> None:
    copy = paul.sends("auskunft/", wer=visit.reference).content.decode()

    for words in (
        visit.name,
        visit.email,
        visit.mobile,
        "Rollstuhl",
        "Montag, 30. November 2026, 9:00",
        "Art. 77 DSGVO",
    ):
        assert words in copy
    assert [event.action for event in looks(paul)] == ["protection.export"]


def test_the_copy_tells_who_looked_but_not_which_clerk(paul: Paul, visit: Appointment) -> None:
    paul.sends(wer=EMAIL)

    copy = paul.sends("auskunft/", wer=EMAIL).content.decode()

    assert "Für den Datenschutz angesehen, Beschäftigte der Stadt" in copy
    assert paul.actor.pseudonym not in copy
