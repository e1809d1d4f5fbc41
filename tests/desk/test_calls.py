"""Why people call: noted in two clicks, counted without a clerk."""

from rathaus.desk.models import PhoneCall
from tests.clock import Clock
from tests.desk.conftest import Desk


def test_a_call_is_noted_and_leads_back_to_where_one_was(desk: Desk, clock: Clock) -> None:
    answer = desk.bruno.post("/desk/anruf/", {"grund": "bring", "zurueck": "/desk/suche/"})

    call = PhoneCall.objects.get()
    assert (call.office_id, call.reason, call.at) == (desk.office.pk, "bring", clock.moment)
    assert answer.headers["Location"] == "/desk/suche/"
    assert "Anruf notiert: Was muss ich mitbringen?" in desk.bruno.get("/desk/suche/").content.decode()


def test_an_unknown_reason_is_not_counted(desk: Desk) -> None:
    desk.bruno.post("/desk/anruf/", {"grund": "langeweile"})

    assert not PhoneCall.objects.exists()


def test_calls_are_counted_by_week_for_the_own_office(desk: Desk, clock: Clock) -> None:
    desk.bruno.post("/desk/anruf/", {"grund": "hours"})
    PhoneCall.objects.create(office_id=desk.office.pk + 1, reason="hours", at=clock.moment)
    clock.forward(days=7)
    desk.bruno.post("/desk/abmelden/")

    from tests.desk.people import give_code, give_password

    give_password(desk.bruno)
    give_code(desk.bruno, at=clock.moment)
    desk.bruno.post("/desk/anruf/", {"grund": "book"})
    rows = {label: (now, before) for label, now, before in desk.bruno.get("/desk/anruf/").context["rows"]}

    assert rows["Öffnungszeiten"] == (0, 1)
    assert rows["Termin buchen"] == (1, 0)


def test_a_call_keeps_neither_caller_nor_clerk() -> None:
    assert {f.name for f in PhoneCall._meta.get_fields()} == {"id", "office_id", "reason", "at"}
