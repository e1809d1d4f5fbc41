"""The day of an office: who comes, what has become of it, what can be done and undone."""

from typing import Any

from rathaus.booking.models import Appointment, State
from tests.clock import Clock
from tests.desk.conftest import NEXT_MONDAY, TODAY, Desk
from tests.desk.people import at_work
from tests.makers import Maker


def step(desk: Desk, visit: Appointment, name: str) -> Any:
    return desk.bruno.post(f"/desk/termine/{visit.pk}/schritt/", {"schritt": name, "zurueck": "/desk/"})


def page(desk: Desk, address: str = "/desk/") -> str:
    return str(desk.bruno.get(address).content.decode())


def test_the_day_shows_who_comes_when_and_for_what(desk: Desk, visit: Appointment) -> None:
    shown = page(desk)

    assert "Amina Yılmaz" in shown
    assert "10:30 bis 10:45" in shown
    assert visit.reference in shown
    assert "Personalausweis" in shown
    assert "Heute, Montag, 23. November 2026" in shown


def test_another_day_is_shown_by_its_date(desk: Desk, make: Maker) -> None:
    make.booked(desk.office, desk.service, NEXT_MONDAY, "09:00", name="Olga Petrowa")

    assert "Olga Petrowa" not in page(desk)
    assert "Olga Petrowa" in page(desk, f"/desk/?tag={NEXT_MONDAY}")
    assert "Heute, Montag" in page(desk, "/desk/?tag=gestern")


def test_visits_of_other_offices_are_not_shown(desk: Desk, visit: Appointment, foreign: Appointment) -> None:
    assert "Dario Fremd" not in page(desk)


def test_an_unfinished_booking_is_no_row(desk: Desk, make: Maker, clock: Clock) -> None:
    from rathaus.booking.actions import hold
    from rathaus.booking.rules.visit import Wish
    from rathaus.identity.queries import CITIZEN

    held = hold(
        office_id=desk.office.pk, wishes=[Wish(desk.service.pk, 1)], day=TODAY, tick=132, by=CITIZEN, at=clock.moment
    )

    assert held.reference not in page(desk)


def test_check_in_done_and_back_again(desk: Desk, visit: Appointment) -> None:
    states = []
    for name in ("angekommen", "erledigt", "zurueck", "zurueck"):
        assert step(desk, visit, name).headers["Location"] == f"/desk/#t-{visit.reference}"
        visit.refresh_from_db()
        states.append(visit.state)

    assert states == [State.CHECKED_IN, State.DONE, State.CHECKED_IN, State.CONFIRMED]


def test_after_a_step_the_page_says_so_once_and_offers_to_undo(desk: Desk, visit: Appointment) -> None:
    step(desk, visit, "angekommen")

    first, second = page(desk), page(desk)

    assert "Amina Yılmaz ist angekommen." in first
    assert 'role="status"' in first
    assert "ist angekommen." not in second


def test_nobody_is_missing_before_the_visit_begins(desk: Desk, visit: Appointment, clock: Clock) -> None:
    step(desk, visit, "nicht-erschienen")
    visit.refresh_from_db()
    assert visit.state == State.CONFIRMED

    clock.forward(minutes=31)
    step(desk, visit, "nicht-erschienen")
    visit.refresh_from_db()
    assert visit.state == State.NO_SHOW


def test_what_is_over_is_hidden_until_asked_for(desk: Desk, visit: Appointment) -> None:
    step(desk, visit, "erledigt")
    page(desk)

    assert visit.reference not in page(desk)
    assert "1 abgeschlossenen Termin auch zeigen" in page(desk)
    assert visit.reference in page(desk, "/desk/?alle=1")


def test_the_numbers_count_the_day(desk: Desk, visit: Appointment, make: Maker) -> None:
    other = make.booked(desk.office, desk.service, TODAY, "11:00", name="Olga Petrowa")
    step(desk, other, "angekommen")

    numbers = desk.bruno.get("/desk/").context["numbers"]

    assert (numbers.expected, numbers.arrived, numbers.done, numbers.missed, numbers.free_now) == (1, 1, 0, 0, 2)


def test_an_unchanged_day_is_answered_without_a_body(desk: Desk, visit: Appointment, clock: Clock) -> None:
    mark = desk.bruno.get("/desk/").headers["ETag"]

    assert desk.bruno.get("/desk/", headers={"if-none-match": mark}).status_code == 304
    step(desk, visit, "angekommen")
    assert desk.bruno.get("/desk/", headers={"if-none-match": mark}).status_code == 200
    clock.forward(minutes=5)
    assert desk.bruno.get("/desk/").headers["ETag"] != mark


def test_a_part_that_refreshes_after_signing_out_has_the_browser_sign_in(desk: Desk) -> None:
    desk.bruno.post("/desk/abmelden/")

    answer = desk.bruno.get("/desk/", headers={"hx-request": "true"})

    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/desk/anmelden/"


def test_chloe_changes_between_her_offices_and_never_to_another(desk: Desk, make: Maker, clock: Clock) -> None:
    second = make.office("Standesamt")
    third = make.office("Bauamt")
    chloe = at_work(desk.office.pk, second.pk, at=clock.moment, email="chloe@example.org")

    chloe.post("/desk/amt/", {"amt": second.pk})
    assert chloe.get("/desk/").context["workplace"].here.title == "Standesamt"
    chloe.post("/desk/amt/", {"amt": third.pk})
    assert chloe.get("/desk/").context["workplace"].here.title == "Standesamt"


def test_a_member_without_an_office_is_told_what_to_do(make: Maker, clock: Clock) -> None:
    from tests.desk.people import browser, clerk, give_code, give_password

    clerk(at=clock.moment)
    client = browser()
    give_password(client)
    give_code(client, at=clock.moment)

    answer = client.get("/desk/")

    assert answer.status_code == 403
    assert "Sie gehören noch zu keinem Amt" in answer.content.decode()


def test_a_form_never_leads_back_to_another_site(desk: Desk, visit: Appointment) -> None:
    answer = desk.bruno.post(
        f"/desk/termine/{visit.pk}/schritt/", {"schritt": "angekommen", "zurueck": "https://evil.example/"}
    )

    assert answer.headers["Location"].startswith("/desk/#")


def test_the_desk_speaks_english(desk: Desk, visit: Appointment) -> None:
    shown = page(desk, "/en/desk/")

    assert "Today, Monday, 23 November 2026" in shown
    assert "Heute" not in shown
