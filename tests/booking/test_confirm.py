"""A hold becomes a visit: visit, trail, messages and jobs together, or nothing at all."""

from datetime import datetime, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from rathaus.audit.actions import committed
from rathaus.audit.models import Event, Salt
from rathaus.booking import plan as plans
from rathaus.booking.actions import Contact, confirm, extend, hold
from rathaus.booking.actions.refusals import AlreadyConfirmed, HoldExpired, NoMoreExtensions
from rathaus.booking.actions.trail import stream_of
from rathaus.booking.models import Appointment, Policy, State
from rathaus.booking.rules.visit import Wish
from rathaus.catalogue.models import Offer
from rathaus.core.canonical import canonical
from rathaus.identity.queries import CITIZEN
from rathaus.notifications.models import Delivery
from tests.booking.test_hold import MONDAY, NINE
from tests.makers import Maker

AMINA = Contact(name="Amina Yılmaz", email="amina@example.org", mobile="0151 23456789", remark="Rollstuhl")


@pytest.fixture
def held(make: Maker, now: datetime) -> Appointment:
    office, service, _ = make.counter()
    made = hold(office_id=office.pk, wishes=[Wish(service.pk, 1)], day=MONDAY, tick=NINE, by=CITIZEN, at=now)
    return Appointment.objects.select_related("office").get(pk=made.id)


def test_visit_trail_messages_and_job_are_written_together(held: Appointment, now: datetime) -> None:
    confirm(appointment=held, contact=AMINA, by=CITIZEN, at=now)

    kept = Appointment.objects.get(pk=held.pk)
    assert (kept.state, kept.name, kept.email, kept.mobile) == ("confirmed", AMINA.name, AMINA.email, AMINA.mobile)
    assert (kept.remark, kept.booked_at, kept.held_until, kept.trail) == (AMINA.remark, now, None, 2)
    kinds = Delivery.objects.filter(subject=stream_of(held.pk)).order_by("due_at").values_list("kind", flat=True)
    assert list(kinds) == ["confirmed", "reminder-1d", "reminder-2h"]
    job = ProcrastinateJob.objects.get(task_name="booking.send_notices")
    assert job.args["event"]["appointment_id"] == str(held.pk)


def test_the_object_at_hand_says_what_the_row_says(held: Appointment, now: datetime) -> None:
    done = confirm(appointment=held, contact=AMINA, by=CITIZEN, at=now)

    kept = Appointment.objects.get(pk=held.pk)
    assert {f.attname: getattr(done, f.attname) for f in Appointment._meta.concrete_fields} == {
        f.attname: getattr(kept, f.attname) for f in Appointment._meta.concrete_fields
    }


def test_the_trail_holds_commitments_that_the_salt_opens(held: Appointment, now: datetime) -> None:
    confirm(appointment=held, contact=AMINA, by=CITIZEN, at=now)

    event = Event.objects.get(stream=stream_of(held.pk), sequence=2)
    told = committed(event.stream, {"name": AMINA.name, "email": AMINA.email, "mobile": AMINA.mobile})
    assert canonical({"commitments": told})[1:-1] in bytes(event.canonical)
    assert Salt.objects.count() == 1


def test_a_plan_that_changed_meanwhile_is_read_again(held: Appointment, now: datetime) -> None:
    plans.kept()
    Offer.objects.update(needs_mail_confirmation=True)

    confirm(appointment=held, contact=AMINA, by=CITIZEN, at=now)

    assert held.state == State.PRECONFIRMED
    assert next(iter(Delivery.objects.values_list("kind", flat=True).order_by("due_at"))) == "please-confirm"


def test_the_tenth_extension_counts_once_whichever_tab_asks(held: Appointment, now: datetime) -> None:
    Appointment.objects.filter(pk=held.pk).update(extensions=9)
    one, other = Appointment.objects.get(pk=held.pk), Appointment.objects.get(pk=held.pk)
    extend(appointment=one, by=CITIZEN, at=now)

    with pytest.raises(NoMoreExtensions):
        extend(appointment=other, by=CITIZEN, at=now)


def test_a_hold_that_was_extended_in_another_tab_is_still_booked(held: Appointment, now: datetime) -> None:
    other = Appointment.objects.get(pk=held.pk)
    extend(appointment=other, by=CITIZEN, at=now)

    confirm(appointment=held, contact=AMINA, by=CITIZEN, at=now)

    assert Appointment.objects.get(pk=held.pk).state == State.CONFIRMED
    assert list(Event.objects.filter(stream=stream_of(held.pk)).order_by("id").values_list("sequence", flat=True)) == [
        1,
        2,
        3,
    ]


def test_a_salt_that_is_there_is_used(held: Appointment, now: datetime) -> None:
    Salt.objects.create(stream=stream_of(held.pk), salt=b"0123456789abcdef")

    confirm(appointment=held, contact=AMINA, by=CITIZEN, at=now)

    told = committed(stream_of(held.pk), {"name": AMINA.name})
    event = Event.objects.get(stream=stream_of(held.pk), sequence=2)
    assert told["name"].encode() in bytes(event.canonical)


def test_a_second_confirmation_writes_nothing(held: Appointment, now: datetime) -> None:
    twin = Appointment.objects.get(pk=held.pk)
    confirm(appointment=held, contact=AMINA, by=CITIZEN, at=now)

    with pytest.raises(AlreadyConfirmed):
        confirm(appointment=twin, contact=Contact(name="Dario"), by=CITIZEN, at=now)

    assert Appointment.objects.get(pk=held.pk).name == AMINA.name
    assert Event.objects.filter(stream=stream_of(held.pk)).count() == 2


def test_a_hold_that_ran_out_writes_nothing(held: Appointment, now: datetime) -> None:
    minutes = Policy.objects.get(office=held.office).hold_minutes

    with pytest.raises(HoldExpired):
        confirm(appointment=held, contact=AMINA, by=CITIZEN, at=now + timedelta(minutes=minutes))

    assert Appointment.objects.get(pk=held.pk).name == ""
    assert not Delivery.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name="booking.send_notices").exists()
