"""The trail of all writes: complete, in order, canonical, and about nobody whom one could name."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django_tenants.utils import schema_context

from rathaus.audit.actions import committed, forget, person
from rathaus.audit.models import Event, Salt
from rathaus.booking.actions import Contact, book_by_staff, cancel, check_in, confirm, extend, finish, hold, move, undo
from rathaus.booking.actions.trail import stream_of
from rathaus.booking.links import token_of
from rathaus.booking.models import Appointment
from rathaus.booking.rules.visit import Wish
from rathaus.core.canonical import canonical
from rathaus.core.errors import Refused
from rathaus.core.keys import commitment
from rathaus.identity.actions import reset_second_factor
from rathaus.identity.queries import CITIZEN, Actor, staff_stream
from tests.desk.people import clerk
from tests.makers import Maker

MONDAY = date(2026, 11, 30)
AMINA = Contact(name="Amina Yılmaz", email="amina@example.org", mobile="+4915123456789", remark="Rollstuhl")
COLUMNS = {"kind", "stream", "sequence", "at", "actor", "action", "purpose", "persons", "canonical"}


@pytest.fixture
def life(make: Maker, now: datetime) -> Appointment:
    """A visit that was held, prolonged, booked, moved, ended and cancelled after all."""
    office, service, _resource = make.counter(capacity=3)
    staff = Actor("staff/x", frozenset({office.pk}), is_staff=True)
    held = hold(office_id=office.pk, wishes=[Wish(service.pk, 1)], day=MONDAY, tick=108, by=CITIZEN, at=now)
    visit = Appointment.objects.get(pk=held.id)
    extend(appointment=visit, by=CITIZEN, at=now)
    confirm(appointment=visit, contact=AMINA, by=CITIZEN, at=now)
    move(appointment=visit, day=MONDAY, tick=120, by=CITIZEN, at=now)
    check_in(appointment=visit, by=staff, at=now)
    finish(appointment=visit, came=True, by=staff, at=now)
    undo(appointment=visit, by=staff, at=now)
    undo(appointment=visit, by=staff, at=now)
    cancel(appointment=visit, by=staff, at=now, note="Wir schließen früher, Frau Yılmaz.")
    wishes = [Wish(service.pk, 1)]
    book_by_staff(
        office_id=office.pk, wishes=wishes, day=MONDAY, tick=96, contact=AMINA, booked_by="phone", by=staff, at=now
    )
    return visit


def events(visit: Appointment) -> list[Event]:
    return list(Event.objects.filter(stream=stream_of(visit.pk)).order_by("sequence"))


def test_each_write_leaves_one_event_in_order(life: Appointment) -> None:
    told = [(event.sequence, event.action.removeprefix("booking.")) for event in events(life)]

    assert told == list(
        enumerate(["hold", "extend", "confirm", "move", "check-in", "done", "undo", "undo", "cancel"], start=1)
    )
    assert life.trail == 9


def test_an_event_tells_who_did_what_why_when_and_whom_it_concerns(life: Appointment, now: datetime) -> None:
    with connection.cursor() as cursor:
        columns = {column.name for column in connection.introspection.get_table_description(cursor, "audit_event")}

    assert columns >= COLUMNS
    for event in events(life):
        assert (event.kind, event.purpose, event.at) == ("write", "booking", now)
        assert event.actor in {"citizen", "staff/x"}
        assert event.persons == [person(stream_of(life.pk))]


def test_the_bytes_are_canonical_and_tell_the_same_as_the_columns(life: Appointment) -> None:
    for event in Event.objects.all():
        told: dict[str, Any] = json.loads(bytes(event.canonical))
        assert bytes(event.canonical) == canonical(told)
        assert datetime.fromisoformat(told.pop("at")) == event.at
        assert told.keys() == COLUMNS - {"at", "canonical"} | {"facts"}
        for name in told.keys() - {"facts"}:
            assert told[name] == getattr(event, name)


def test_no_personal_value_stands_in_trail_or_queue(life: Appointment) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(string_agg(j::text, ' '), '') FROM procrastinate_jobs j")
        kept = str(cursor.fetchone()[0])
    kept += " ".join(f"{vars(event)} {bytes(event.canonical).decode()}" for event in Event.objects.all())

    personal = [AMINA.name, "Yılmaz", AMINA.email, AMINA.mobile, "15123456789", AMINA.remark, "schließen"]
    assert [value for value in [*personal, life.reference, token_of(life)] if value.lower() in kept.lower()] == []
    assert "Yilmaz" not in kept
    assert str(life.pk) in kept


def test_personal_values_are_salted_commitments(life: Appointment) -> None:
    (booked,) = [event for event in events(life) if event.action == "booking.confirm"]
    salt = bytes(Salt.objects.get(stream=stream_of(life.pk)).salt)

    kept = json.loads(bytes(booked.canonical))["facts"]["commitments"]

    assert kept == {name: commitment(salt, getattr(AMINA, name)) for name in ("name", "email", "mobile")}
    assert len(salt) == 16


def test_the_same_person_is_committed_to_differently_in_each_appointment(life: Appointment) -> None:
    first, second = (committed(stream, {"name": AMINA.name}) for stream in ("appointment/a", "appointment/b"))

    assert first != second
    assert committed("appointment/a", {"name": AMINA.name}) == first


def test_after_erasure_a_commitment_tells_nothing(life: Appointment) -> None:
    stream = stream_of(life.pk)
    before = committed(stream, {"name": AMINA.name})

    forget(stream)

    assert not Salt.objects.filter(stream=stream).exists()
    assert committed(stream, {"name": AMINA.name}) != before
    assert len(events(life)) == 9


def test_a_place_in_a_stream_is_taken_once(life: Appointment) -> None:
    event = events(life)[0]
    event.pk = None
    with pytest.raises(IntegrityError, match="audit_event_has_its_own_place"), transaction.atomic():
        event.save(force_insert=True)


def test_an_event_of_another_kind_is_refused(life: Appointment) -> None:
    with pytest.raises(IntegrityError, match="audit_event_kind_known"), transaction.atomic():
        Event.objects.create(
            kind="guess", stream="x", sequence=1, at=life.created_at, actor="", action="", purpose="", canonical=b""
        )


def test_the_same_person_has_another_pseudonym_in_each_town(town: str) -> None:
    here = person("appointment/a")

    with schema_context("beispielhausen"):
        assert person("appointment/a") != here


def test_under_many_hands_no_place_is_missing_or_taken_twice(race_town: str, now: datetime) -> None:
    maker = Maker(now)
    office, service, _resource = maker.counter(capacity=4)
    staff = Actor("staff/x", frozenset({office.pk}), is_staff=True)
    member = clerk(office.pk, at=now)
    visits = [maker.booked(office, service, MONDAY, "09:00", email=AMINA.email).pk for _visit in range(3)]

    def act(index: int) -> str:
        visit = Appointment.objects.get(pk=visits[index % 3])
        steps: list[Any] = [
            lambda: move(appointment=visit, day=MONDAY, tick=96 + index, by=CITIZEN, at=now),
            lambda: check_in(appointment=visit, by=staff, at=now),
            lambda: undo(appointment=visit, by=staff, at=now),
            lambda: reset_second_factor(member=member, at=now),
        ]
        try:
            steps[index // 3 % 4]()
        except Refused:
            return "refused"
        return "done"

    assert in_threads(36, act).count("done") >= 12

    streams = [*(stream_of(pk) for pk in visits), staff_stream(member)]
    for stream in streams:
        places = list(Event.objects.filter(stream=stream).order_by("sequence").values_list("sequence", flat=True))
        assert places == list(range(1, len(places) + 1))
    for visit in Appointment.objects.filter(pk__in=visits):
        assert visit.trail == Event.objects.filter(stream=stream_of(visit.pk)).count()


def in_threads(number: int, job: Any) -> list[str]:
    def run(index: int) -> str:
        try:
            with schema_context("musterstadt"):
                return str(job(index))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(run, range(number)))
