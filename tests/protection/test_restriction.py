"""What is restricted (Art. 18 GDPR) is kept and nothing else, until the officer lifts it."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from rathaus.administration.letters import compose_barrier
from rathaus.audit.models import Event
from rathaus.booking.actions.forget import forget_contacts
from rathaus.booking.actions.trail import stream_of
from rathaus.booking.links import token_of
from rathaus.booking.messages import compose
from rathaus.booking.models import Appointment, DaySheet
from rathaus.booking.verify import differences
from rathaus.core.errors import NotPermitted
from rathaus.core.persons import Asked, Kind
from rathaus.identity.models import Assignment, Staff
from rathaus.identity.queries import actor_of
from rathaus.identity.rights import Role
from rathaus.offices.actions import answered
from rathaus.offices.actions.place import forget_reports
from rathaus.offices.models import BarrierReport
from rathaus.protection import actions
from rathaus.protection.forms import RestrictionGround
from tests.desk.people import at_work, clerk
from tests.protection.conftest import EMAIL, NEXT_MONDAY, Paul


def restrict(paul: Paul, visit: Appointment, *, step: str = "einschraenken") -> str:
    form = {"wer": EMAIL, "was": stream_of(visit.pk), "schritt": step, "grund": "claims"}
    return str(paul.client.post("/desk/verwaltung/datenschutz/einschraenken/", form, follow=True).content.decode())


@pytest.fixture
def desk(visit: Appointment, now: datetime) -> Client:
    """Bruno, of the office."""
    return at_work(visit.office_id, at=now)


def test_the_desk_sees_that_a_time_is_taken_and_nothing_of_the_person(
    paul: Paul, visit: Appointment, desk: Client
) -> None:
    day = f"/desk/?tag={NEXT_MONDAY}"
    assert visit.name in desk.get(day).content.decode()

    assert "1 Eintrag ist eingeschränkt." in restrict(paul, visit)

    page = desk.get(day).content.decode()
    assert visit.name not in page
    assert visit.reference not in page
    assert "1 Termin ist eingeschränkt: 9:00" in page
    assert visit.reference not in desk.post("/desk/suche/", {"q": EMAIL}).content.decode()
    for method, path in (("get", ""), ("post", "schritt/"), ("post", "absagen/"), ("get", "verschieben/")):
        answer = getattr(desk, method)(f"/desk/termine/{visit.pk}/{path}", {"schritt": "angekommen"})
        assert answer.status_code == 403, path
        assert "eingeschränkt (Art. 18 DSGVO)" in answer.content.decode()


def test_its_place_stays_taken_and_all_is_well_counted(paul: Paul, visit: Appointment) -> None:
    before = list(DaySheet.objects.order_by("pk").values_list("free_all", flat=True))
    restrict(paul, visit)

    assert list(DaySheet.objects.order_by("pk").values_list("free_all", flat=True)) == before
    assert list(differences()) == []


def test_no_reminder_goes_out_and_the_person_may_still_cancel(paul: Paul, visit: Appointment, amina: Client) -> None:
    day_before = visit.starts_at - timedelta(hours=23)
    assert compose(str(visit.pk), "reminder-1d", day_before) is not None
    restrict(paul, visit)

    assert compose(str(visit.pk), "reminder-1d", day_before) is None
    assert amina.get(f"/termin/{token_of(visit)}/absagen/").status_code == 200


def test_the_night_forgets_it_only_when_that_was_lifted(paul: Paul, visit: Appointment) -> None:
    later = visit.starts_at + timedelta(days=90)
    restrict(paul, visit)
    assert forget_contacts(at=later) == 0

    assert "Bei 1 Eintrag ist die Einschränkung aufgehoben." in restrict(paul, visit, step="aufheben")

    assert forget_contacts(at=later) == 1


def test_the_officer_still_finds_it_cannot_erase_it_and_sees_what_is_restricted(
    paul: Paul, visit: Appointment, now: datetime
) -> None:
    restrict(paul, visit)

    erased = actions.erase(asked=Asked(Kind.EMAIL, EMAIL), keys={stream_of(visit.pk)}, ends=True, by=paul.actor, at=now)

    assert erased.number == 0
    assert "Die Verarbeitung ist eingeschränkt" in paul.sends(wer=EMAIL).content.decode()
    assert visit.reference in paul.client.get("/desk/verwaltung/datenschutz/").content.decode()


def test_each_step_is_in_the_trail_with_its_ground_once(paul: Paul, visit: Appointment) -> None:
    restrict(paul, visit)
    assert "0 Einträge sind eingeschränkt." in restrict(paul, visit)
    restrict(paul, visit, step="aufheben")

    told = Event.objects.filter(stream=stream_of(visit.pk), action__contains="restrict").order_by("sequence")
    assert [event.action for event in told] == ["booking.restrict", "booking.lift-restriction"]
    assert b'"ground":"claims"' in bytes(told[0].canonical)
    assert {event.actor for event in told} == {paul.actor.pseudonym}


def test_a_thing_of_somebody_else_is_not_restricted(paul: Paul, visit: Appointment, dario: Appointment) -> None:
    restrict(paul, dario)

    assert Appointment.objects.filter(restricted_at__isnull=False).count() == 0


def test_nobody_else_may(visit: Appointment, now: datetime) -> None:
    bruno = actor_of(clerk(visit.office_id, at=now))

    with pytest.raises(NotPermitted):
        actions.restrict(
            asked=Asked(Kind.EMAIL, EMAIL),
            keys=set(),
            ground=RestrictionGround.CLAIMS,
            by=bruno,
            at=now,
        )


def test_a_restricted_report_is_kept_and_nobody_works_with_it(paul: Paul, report: BarrierReport, now: datetime) -> None:
    key, page = f"barrier/{report.pk}", "einschraenken/"
    paul.sends(page, wer=EMAIL, was=key, schritt="einschraenken", grund="claims")

    assert compose_barrier(str(report.pk), "barrier", now) is None
    assert report.text not in ada().get("/desk/verwaltung/texte/").content.decode()
    answered(report_id=report.pk, by=paul.actor, at=now)
    assert forget_reports(at=now + timedelta(days=400)) == 0
    erased = actions.erase(asked=Asked(Kind.EMAIL, EMAIL), keys={key}, ends=True, by=paul.actor, at=now)
    assert erased.number == 0
    assert not BarrierReport.objects.get().is_answered
    assert "Meldung einer Barriere vom" in paul.client.get("/desk/verwaltung/datenschutz/").content.decode()

    paul.sends(page, wer=EMAIL, was=key, schritt="aufheben")
    assert report.text in ada().get("/desk/verwaltung/texte/").content.decode()
    assert forget_reports(at=now + timedelta(days=400)) == 1
    told = Event.objects.filter(action__startswith="offices.").values_list("action", flat=True)
    assert {"offices.restrict_barrier", "offices.lift_barrier_restriction"} <= set(told)


def ada() -> Client:
    """The administrator's browser."""
    member, _new = Staff.objects.get_or_create(email="ada@amt.example", defaults={"name": "Ada Brandt"})
    Assignment.objects.get_or_create(staff=member, role=Role.ADMIN)
    client = Client(HTTP_HOST="localhost")
    client.force_login(member)
    return client
