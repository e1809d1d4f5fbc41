"""The trail of a person names the programs that acted, and is found by indexes however long it grows."""

from datetime import datetime

from django.db import connection

from rathaus.api.keys import make_client
from rathaus.audit.actions import Entry, person, record
from rathaus.booking.actions.trail import stream_of
from rathaus.booking.models import Appointment
from rathaus.desk.dossier import happenings
from rathaus.identity.queries import SYSTEM
from rathaus.protection.queries import events_of, trail_of
from tests.protection.conftest import EMAIL, Paul


def told_by(actor: str, visit: Appointment, at: datetime) -> None:
    stream = stream_of(visit.pk)
    record([Entry(stream, 99, at, actor, "booking.move", "booking", (person(stream),))])


def test_a_program_is_named_to_the_officer_and_at_the_desk(paul: Paul, visit: Appointment, now: datetime) -> None:
    client, _key = make_client(
        title="Umzugshelfer", scopes=["book"], most_holds=9, most_requests=9, expires_on=None, by=SYSTEM, at=now
    )
    told_by(f"api/{client.pk}", visit, now)

    assert "Programm „Umzugshelfer“" in paul.sends(wer=EMAIL).content.decode()
    assert happenings(visit)[-1].who == "Programm „Umzugshelfer“"


def test_a_program_that_is_gone_keeps_its_number(visit: Appointment, now: datetime) -> None:
    told_by("api/4711", visit, now)

    assert [happening.who for happening in trail_of(stream_of(visit.pk))][-1].endswith("(api/4711)")


def test_the_trail_of_a_thing_is_found_by_indexes(visit: Appointment, now: datetime) -> None:
    looks = [
        Entry(f"read/{number}", 1, now, "staff/x", "desk.day", "desk.day", (person(f"x/{number}"),), (), "read")
        for number in range(2000)
    ]
    record(looks)

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE audit_event")
    plan = events_of(stream_of(visit.pk)).explain()

    assert "audit_event_read_persons" in plan
    assert "audit_event_has_its_own_place" in plan
    assert "Seq Scan" not in plan
