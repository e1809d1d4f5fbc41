"""One appointment at the desk: all about it, moving, cancelling."""

from typing import Any

from rathaus.booking.links import by_reference, code_of, token_of
from rathaus.booking.messages import compose
from rathaus.booking.models import Appointment, State
from rathaus.booking.verify import differences
from rathaus.notifications.models import Delivery
from tests.clock import Clock
from tests.desk.conftest import NEXT_MONDAY, Desk


def page(desk: Desk, visit: Appointment, part: str = "") -> str:
    return str(desk.bruno.get(f"/desk/termine/{visit.pk}/{part}").content.decode())


def move(desk: Desk, visit: Appointment, to: str) -> Any:
    return desk.bruno.post(f"/desk/termine/{visit.pk}/verschieben/", {"zeit": to})


def test_it_tells_what_happened_in_words_without_naming_a_clerk(desk: Desk, visit: Appointment) -> None:
    move(desk, visit, f"{NEXT_MONDAY}T09:00")

    shown = page(desk, visit)

    assert "Zeit reserviert" in shown
    assert "Verschoben</strong> (von Mo 23. Nov, 10:30 Uhr auf Mo 30. Nov, 09:00 Uhr), Sachbearbeitung" in shown
    assert "Bürgerin oder Bürger" in shown
    assert "staff/" not in shown


def test_it_shows_the_messages_and_copies_that_may_be_too_many(desk: Desk, visit: Appointment) -> None:
    Delivery.objects.filter(kind="confirmed").update(state="sent", perhaps_twice=1)

    shown = page(desk, visit)

    assert "Bestätigung" in shown
    assert "vielleicht 1 Kopie zu viel" in shown


def test_moving_offers_free_times_and_keeps_one_place(desk: Desk, visit: Appointment) -> None:
    assert f'value="{NEXT_MONDAY}T09:00"' in page(desk, visit, f"verschieben/?tag={NEXT_MONDAY}")

    move(desk, visit, f"{NEXT_MONDAY}T09:00")

    visit.refresh_from_db()
    assert (visit.day, visit.first_tick) == (NEXT_MONDAY, 108)
    assert list(differences()) == []


def test_a_visit_is_not_moved_to_a_time_that_is_not_free(desk: Desk, visit: Appointment) -> None:
    for wanted in ("", "2026-11-30T13:00", "2026-11-23T09:00", "morgen"):
        assert move(desk, visit, wanted).status_code == 200

    visit.refresh_from_db()
    assert visit.first_tick == 126


def test_cancelling_tells_the_person_why(desk: Desk, visit: Appointment) -> None:
    answer = desk.bruno.post(f"/desk/termine/{visit.pk}/absagen/", {"note": "Wir schließen früher."})

    visit.refresh_from_db()
    assert answer.headers["Location"] == f"/desk/termine/{visit.pk}/"
    assert (visit.state, visit.cancelled_by, visit.cancel_note) == (
        State.CANCELLED, "staff", "Wir schließen früher.",
    )  # fmt: skip
    assert Delivery.objects.filter(subject=f"appointment/{visit.pk}", kind="cancelled").exists()
    assert list(differences()) == []


def test_looking_cancels_nothing(desk: Desk, visit: Appointment) -> None:
    for part in ("absagen/", "verschieben/", "beleg/", ""):
        desk.bruno.head(f"/desk/termine/{visit.pk}/{part}")
        desk.bruno.get(f"/desk/termine/{visit.pk}/{part}")

    visit.refresh_from_db()
    assert visit.state == State.CONFIRMED


def test_what_has_begun_can_neither_be_moved_nor_cancelled(desk: Desk, visit: Appointment, clock: Clock) -> None:
    clock.forward(hours=1)

    assert "lässt sich nicht mehr verschieben" in page(desk, visit, "verschieben/")
    assert "lässt sich nicht mehr absagen" in page(desk, visit, "absagen/")
    desk.bruno.post(f"/desk/termine/{visit.pk}/absagen/", {"note": ""})
    visit.refresh_from_db()
    assert visit.state == State.CONFIRMED


def test_a_link_that_fell_into_wrong_hands_is_taken_back(desk: Desk, visit: Appointment) -> None:
    old, code = token_of(visit), code_of(visit)
    assert "Link und Code erneuern" in page(desk, visit)

    desk.bruno.post(f"/desk/termine/{visit.pk}/link/")

    visit.refresh_from_db()
    assert desk.bruno.get(f"/termin/{old}/").status_code == 404
    assert by_reference(visit.reference, code) is None
    assert desk.bruno.get(f"/termin/{token_of(visit)}/").status_code == 200
    shown = page(desk, visit)
    assert "Die alten gelten nicht mehr." in shown
    assert "Link und Code erneuert</strong>, Sachbearbeitung" in shown
    mail = compose(str(visit.pk), "new-link", visit.booked_at or visit.created_at)
    assert mail is not None
    assert mail.subject == "Neuer Link: Ihr Termin am Montag, 23. November 2026, 10:30 Uhr"
    assert f"/termin/{token_of(visit)}/" in mail.text
    assert old not in mail.text
    assert Delivery.objects.filter(kind="new-link", state="waiting").count() == 1


def test_the_link_of_a_visit_that_is_over_needs_no_renewal(desk: Desk, visit: Appointment) -> None:
    Appointment.objects.update(state=State.CANCELLED)

    assert "Link und Code erneuern" not in page(desk, visit)
    desk.bruno.post(f"/desk/termine/{visit.pk}/link/")

    visit.refresh_from_db()
    assert visit.link_version == 1
    assert "inzwischen einen anderen Stand" in page(desk, visit)
