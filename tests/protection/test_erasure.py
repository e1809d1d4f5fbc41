"""Erasure takes what may go, calls off what is to come only when told to, and leaves what a rule keeps."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from rathaus.audit.actions import committed
from rathaus.audit.models import Event, Salt
from rathaus.booking.actions.trail import stream_of
from rathaus.booking.links import token_of
from rathaus.booking.models import Appointment, State
from rathaus.booking.verify import differences
from rathaus.catalogue.models import Service
from rathaus.core.errors import NotPermitted
from rathaus.core.persons import Asked, Kind
from rathaus.core.retention import forget_due
from rathaus.identity.actions import close
from rathaus.identity.models import Staff
from rathaus.identity.queries import CITIZEN, actor_of, staff_stream
from rathaus.identity.rights import Role
from rathaus.notifications.models import Delivery
from rathaus.offices.models import BarrierReport
from rathaus.protection import actions
from tests.clock import Clock
from tests.identity.test_members import somebody
from tests.protection.conftest import EMAIL, Paul

WORDS = "amina|5123456789|rollstuhl"


def erase(paul: Paul, *keys: str, who: str = EMAIL, upcoming: str = "absagen") -> None:
    answer = paul.sends("loeschen/", wer=who, was=keys, termine=upcoming, schritt="loeschen")
    assert answer.headers["Location"] == "/desk/verwaltung/datenschutz/"


def come_back(paul: Paul, clock: Clock, *, days: int) -> None:
    """Days later; sessions do not last so long."""
    clock.forward(days=days)
    paul.client.force_login(paul.member)


def over(visit: Appointment) -> None:
    Appointment.objects.filter(pk=visit.pk).update(state=State.DONE)


def tables_that_hold(words: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_schema, table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE' "
            "AND (table_schema = current_schema() OR table_name LIKE 'procrastinate%%')"
        )
        found = []
        for schema, table in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{schema}"."{table}" t WHERE t::text ~* %s', [words])
            if cursor.fetchone()[0]:
                found.append(table)
    return found


def test_afterwards_no_column_of_the_town_holds_anything_of_her(
    paul: Paul, visit: Appointment, report: BarrierReport
) -> None:
    assert set(tables_that_hold(WORDS)) == {"booking_appointment", "offices_barrierreport"}

    erase(paul, stream_of(visit.pk), f"barrier/{report.pk}")

    assert tables_that_hold(WORDS) == []


def test_a_visit_to_come_is_called_off_first_and_its_time_is_free(paul: Paul, visit: Appointment) -> None:
    erase(paul, stream_of(visit.pk))

    visit.refresh_from_db()
    assert (visit.state, visit.name, visit.email) == (State.CANCELLED, "", "")
    assert list(differences()) == []
    assert not Delivery.objects.exists()


def test_a_visit_to_come_stays_where_that_is_wanted(paul: Paul, visit: Appointment) -> None:
    erase(paul, stream_of(visit.pk), upcoming="behalten")

    visit.refresh_from_db()
    assert (visit.state, visit.email) == (State.CONFIRMED, EMAIL)


def test_the_trail_says_that_it_was_asked_for_and_commitments_tell_nothing(paul: Paul, visit: Appointment) -> None:
    stream = stream_of(visit.pk)
    committed(stream, {"name": visit.name})

    erase(paul, stream)

    last = Event.objects.filter(stream=stream).latest("sequence")
    assert (last.action, last.purpose, last.actor) == ("booking.forget", "erasure", paul.actor.pseudonym)
    assert not Salt.objects.filter(stream=stream).exists()


def test_the_citizens_link_says_so(paul: Paul, visit: Appointment, amina: Client) -> None:
    link = f"/termin/{token_of(visit)}/"
    erase(paul, stream_of(visit.pk))

    page = amina.get(link).content.decode()

    assert "Dieser Termin ist abgesagt" in page
    assert "Ihre Angaben sind gelöscht" in page
    assert "Wir mussten diesen Termin leider absagen" not in page


def test_before_that_the_link_says_nothing_of_it(visit: Appointment, amina: Client) -> None:
    assert "Ihre Angaben sind gelöscht" not in amina.get(f"/termin/{token_of(visit)}/").content.decode()


def test_somebody_elses_key_erases_nothing(paul: Paul, visit: Appointment, dario: Appointment) -> None:
    erase(paul, stream_of(dario.pk))

    dario.refresh_from_db()
    assert dario.name == "Dario Fremd"


def test_only_what_was_chosen_goes(paul: Paul, visit: Appointment, report: BarrierReport) -> None:
    erase(paul, f"barrier/{report.pk}")

    assert not BarrierReport.objects.exists()
    assert Appointment.objects.get().email == EMAIL


def test_choosing_nothing_is_said_and_nothing_goes(paul: Paul, visit: Appointment) -> None:
    answer = paul.sends("loeschen/", wer=EMAIL, termine="absagen", schritt="loeschen")

    assert "Bitte wählen Sie aus" in answer.content.decode()
    assert Appointment.objects.get().email == EMAIL


def test_a_look_at_the_preview_erases_nothing(paul: Paul, visit: Appointment) -> None:
    preview = paul.sends("loeschen/", wer=EMAIL).content.decode()

    assert "steht noch bevor" in preview
    assert Appointment.objects.get().email == EMAIL


def test_what_a_service_must_keep_stays_and_the_preview_says_until_when(
    paul: Paul, visit: Appointment, clock: Clock
) -> None:
    Service.objects.update(keep_days=365)
    come_back(paul, clock, days=8)
    over(visit)

    preview = paul.sends("loeschen/", wer=EMAIL).content.decode()
    assert "Von selbst weg am 01.12.2027" in preview
    assert "Endgültig löschen" not in preview
    erase(paul, stream_of(visit.pk))

    assert Appointment.objects.get().email == EMAIL


def test_after_the_visit_there_is_nothing_to_call_off(paul: Paul, visit: Appointment, clock: Clock) -> None:
    come_back(paul, clock, days=8)
    over(visit)

    erase(paul, stream_of(visit.pk), upcoming="behalten")

    visit.refresh_from_db()
    assert (visit.state, visit.name) == (State.DONE, "")


def test_while_somebody_is_being_served_the_visit_stays(paul: Paul, visit: Appointment, clock: Clock) -> None:
    come_back(paul, clock, days=7)
    Appointment.objects.filter(pk=visit.pk).update(state=State.CHECKED_IN)

    erase(paul, stream_of(visit.pk))

    assert Appointment.objects.get().email == EMAIL


def test_erasing_twice_does_no_harm(paul: Paul, visit: Appointment) -> None:
    erase(paul, stream_of(visit.pk))
    events = Event.objects.filter(kind="write").count()

    erase(paul, stream_of(visit.pk), who=visit.reference)

    assert Event.objects.filter(kind="write").count() == events


def test_the_account_of_somebody_who_left_loses_its_name_but_an_open_one_stays(paul: Paul, clock: Clock) -> None:
    ada, gerda = somebody("ada", Role.ADMIN, clock.moment), somebody("gerda", Role.EDITOR, clock.moment)
    key = staff_stream(gerda)
    erase(paul, key, who="gerda@example.org")
    assert Staff.objects.filter(name="Gerda").exists()

    close(member_id=gerda.pk, by=actor_of(ada), at=clock.moment)
    erase(paul, key, who="gerda@example.org")

    gerda.refresh_from_db()
    assert (gerda.name, gerda.assignments.count(), gerda.has_usable_password()) == ("", 0, False)
    assert "gerda" not in gerda.email
    assert staff_stream(gerda) == key


@pytest.mark.parametrize("role", [Role.ADMIN, Role.EDITOR, Role.OPERATOR])
def test_nobody_else_erases_or_looks(visit: Appointment, clock: Clock, role: Role) -> None:
    other, asked = actor_of(somebody("olga", role, clock.moment)), Asked(Kind.EMAIL, EMAIL)

    for actor in (other, CITIZEN):
        with pytest.raises(NotPermitted):
            actions.erase(asked=asked, keys=[stream_of(visit.pk)], ends=True, by=actor, at=clock.moment)
        with pytest.raises(NotPermitted):
            actions.look(asked=asked, purpose="protection.find", by=actor, at=clock.moment)

    assert Appointment.objects.get().email == EMAIL


def test_the_night_says_so_on_the_link_as_well(visit: Appointment, amina: Client, clock: Clock) -> None:
    over(visit)

    forget_due(at=clock.moment + timedelta(days=40))

    assert "Ihre Angaben sind gelöscht" in amina.get(f"/termin/{token_of(visit)}/").content.decode()
