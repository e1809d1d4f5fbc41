"""Booking for a caller or at the counter, on one page."""

from typing import Any

import pytest

from rathaus.booking.links import code_of
from rathaus.booking.models import Appointment, BookedBy, Share
from rathaus.booking.verify import differences
from rathaus.catalogue.models import Alias
from rathaus.notifications.models import Delivery
from tests.clock import Clock
from tests.desk.conftest import NEXT_MONDAY, TODAY, Desk
from tests.makers import Maker


def book(desk: Desk, **fields: str) -> Any:
    form = {"leistung": "person", "personen": "1", "weg": "phone", "sprache": "de", "name": "Amina Yılmaz"}
    return desk.bruno.post("/desk/buchen/", {**form, **fields})


def booked(desk: Desk, **fields: str) -> Appointment:
    answer = book(desk, **fields)
    assert answer.status_code == 302, answer.content.decode()
    return Appointment.objects.get(pk=answer.headers["Location"].split("/")[3])


def error(answer: Any, field: str) -> str:
    assert answer.status_code == 200
    assert not Appointment.objects.exists()
    return str(answer.context["form"].errors[field][0])


def test_without_a_time_it_is_the_next_free_one(desk: Desk, clock: Clock) -> None:
    visit = booked(desk)

    assert (visit.day, visit.first_tick) == (TODAY, 120)
    assert (visit.booked_by, visit.share, visit.booked_at) == (BookedBy.PHONE, Share.INTERNAL, clock.moment)
    assert list(differences()) == []


def test_staff_book_what_the_public_cannot(desk: Desk, make: Maker) -> None:
    make.booked(desk.office, desk.service, TODAY, "10:00")

    assert booked(desk, zeit=f"{TODAY}T10:00", weg="counter").booked_by == BookedBy.COUNTER


def test_the_slip_shows_reference_and_code(desk: Desk) -> None:
    visit = booked(desk)

    shown = desk.bruno.get(f"/desk/termine/{visit.pk}/beleg/").content.decode()

    assert visit.reference in shown
    assert code_of(visit) in shown
    assert "Passfoto" in shown


def test_an_email_brings_a_confirmation_in_the_chosen_language(desk: Desk) -> None:
    visit = booked(desk, email="amina@example.org", sprache="en", zeit=f"{NEXT_MONDAY}T09:00")

    assert visit.language == "en"
    assert Delivery.objects.filter(subject=f"appointment/{visit.pk}", kind="confirmed").exists()


def test_choosing_a_service_shows_its_days_and_times(desk: Desk) -> None:
    shown = desk.bruno.get("/desk/buchen/", {"leistung": "person", "personen": "2"})

    times = shown.context["times"]
    assert times.title == "Personalausweis"
    assert times.minutes == 30
    assert times.days[0] == ("2026-11-23", "Mo 23. Nov (19 frei)")
    assert times.times[0] == ("2026-11-23T10:00", "10:00 Uhr")


def test_without_scripts_a_button_shows_the_times_and_books_nothing(desk: Desk) -> None:
    answer = book(desk, zeigen="ja", name="")

    assert answer.context["times"].times
    assert not answer.context["form"].errors
    assert not Appointment.objects.exists()


def test_letters_that_fit_several_services_are_asked_about(desk: Desk, make: Maker) -> None:
    make.offer(make.service("Personenstandsurkunde"), desk.office, desk.resource)

    said = error(book(desk), "leistung")

    assert "Personalausweis, Personenstandsurkunde" in said
    assert booked(desk, leistung="personal").lines.get().service == desk.service


def test_another_word_for_a_service_is_understood(desk: Desk) -> None:
    Alias.objects.create(service=desk.service, language="de", text="Perso")

    assert booked(desk, leistung="PERSO").lines.get().service == desk.service


def test_two_services_become_one_visit(desk: Desk, make: Maker) -> None:
    passport = make.service("Reisepass")
    make.offer(passport, desk.office, desk.resource, minutes=20)
    passport.combinable_with.add(desk.service)

    visit = booked(desk, weitere="reise")

    assert visit.lines.count() == 2
    assert visit.ticks == 7


def test_a_time_that_was_just_taken_is_said_at_the_field_and_what_was_typed_stays(desk: Desk, make: Maker) -> None:
    for _place in range(2):
        booked(desk, zeit=f"{TODAY}T10:00")

    answer = book(desk, zeit=f"{TODAY}T10:00", remark="Rollstuhl")

    assert "gerade vergeben" in answer.context["form"].errors["zeit"][0]
    assert 'value="Amina Yılmaz"' in answer.content.decode()
    assert Appointment.objects.count() == 2


def test_a_time_of_another_day_than_the_chosen_one_books_nothing(desk: Desk) -> None:
    answer = book(desk, tag=str(NEXT_MONDAY), zeit=f"{TODAY}T10:00")

    assert "gehört zu einem anderen Tag" in answer.context["form"].errors["zeit"][0]
    assert answer.context["times"].chosen_day == str(NEXT_MONDAY)
    assert not Appointment.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "wanted"),
    [
        ("leistung", "", "leistung"),
        ("leistung", "Zaubern", "leistung"),
        ("personen", "10000", "personen"),
        ("personen", "99", "personen"),
        ("personen", "zwei", "personen"),
        ("zeit", "irgendwann", "zeit"),
        ("zeit", "2026-11-20T10:00", "zeit"),
        ("zeit", "2026-11-23T08:00", "zeit"),
        ("zeit", "2026-11-24T10:00", "zeit"),
        ("name", "", "name"),
        ("name", "x" * 1_000_000, "name"),
        ("name", "A\x00b", "name"),
        ("email", "amina@", "email"),
        ("mobile", "110", "mobile"),
        ("weg", "brieftaube", "weg"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_is_stored(desk: Desk, field: str, value: str, wanted: str) -> None:
    assert error(book(desk, **{field: value}), wanted)


def test_the_page_needs_at_most_fifteen_keys_besides_the_name(desk: Desk) -> None:
    """Six letters, one Tab each to persons, day, time and way, one to the name, Enter: the browser test counts them."""
    shown = desk.bruno.get("/desk/buchen/").content.decode()
    controls = ["id_leistung", "id_personen", "id_tag", "id_zeit", "id_weg_0", "id_name"]

    places = [shown.index(f'id="{name}"') for name in controls]

    assert places == sorted(places)
    assert "autofocus" in shown
