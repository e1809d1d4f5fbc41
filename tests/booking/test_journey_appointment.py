"""A citizen looks at, moves and cancels an appointment by its personal link."""

from datetime import date

import pytest
from django.test import Client

from rathaus.audit.models import Event
from rathaus.booking.actions import check_in
from rathaus.booking.links import code_of, token_of
from rathaus.booking.models import Appointment, State
from rathaus.booking.qr import qr_code
from rathaus.booking.verify import differences
from rathaus.catalogue.models import Offer, Service, ServiceText
from rathaus.identity.queries import Actor
from rathaus.notifications.models import Delivery
from tests.booking.journey import Journey, appointment_at, text
from tests.clock import Clock

PAGES = (
    "",
    "kontakt/",
    "verlaengern/",
    "freigeben/",
    "qr.svg",
    "kalender.ics",
    "verschieben/",
    "absagen/",
    "bestaetigen/",
)


def page_of(appointment: Appointment) -> str:
    return f"/termin/{token_of(appointment)}/"


def test_the_page_shows_all_that_one_needs(amina: Client, booked: Appointment) -> None:
    page = text(amina.get(page_of(booked)))

    assert "Ihr Termin ist gebucht" in page
    assert f"{booked.reference[:4]} {booked.reference[4:]}" in page
    assert code_of(booked) in page
    assert "Passfoto" in page
    assert "Marktplatz 1" in page
    assert 'href="tel:02214710100"' in page
    assert f'src="{page_of(booked)}qr.svg"' in page
    assert f'href="{page_of(booked)}kalender.ics"' in page
    assert f'href="{page_of(booked)}verschieben/"' in page
    assert f'href="{page_of(booked)}absagen/"' in page


def test_the_code_is_drawn_from_the_reference(amina: Client, booked: Appointment) -> None:
    answer = amina.get(f"{page_of(booked)}qr.svg")

    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.content == qr_code(booked.reference, "svg")


def test_the_calendar_file_holds_the_visit(amina: Client, booked: Appointment) -> None:
    answer = amina.get(f"{page_of(booked)}kalender.ics")

    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert b"DTSTART;TZID=Europe/Berlin:20261130T090000" in answer.content


def rows() -> object:
    return (
        list(Appointment.objects.values().order_by("pk")),
        list(Delivery.objects.values().order_by("pk")),
        Event.objects.count(),
    )


@pytest.mark.parametrize("language", ["", "/en"])
def test_get_and_head_of_every_link_change_no_row(amina: Client, booked: Appointment, language: str) -> None:
    before = rows()

    for page in PAGES:
        for ask in (amina.get, amina.head):
            assert ask(f"{language}{page_of(booked)}{page}").status_code in {200, 303}

    assert rows() == before


@pytest.mark.parametrize("page", PAGES)
def test_personal_pages_stay_private(amina: Client, booked: Appointment, page: str) -> None:
    headers = amina.get(page_of(booked) + page).headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "strict-origin"
    assert "noindex" in headers["X-Robots-Tag"]


def test_every_wrong_link_gets_the_same_answer(amina: Client, booked: Appointment) -> None:
    right = token_of(booked)
    booked.link_version = 2
    booked.save()
    wrong = ["x", right, right[:-1] + ("a" if right[-1] != "a" else "b"), "B" * 30, "ä" * 30, "%00"]

    answers = {text(amina.get(f"/termin/{token}/")).partition("<main")[2] for token in wrong}
    codes = {amina.post(f"/termin/{token}/absagen/").status_code for token in wrong}

    assert len(answers) == 1
    assert codes == {404}
    assert "Unter dieser Adresse finden wir keinen Termin" in answers.pop()


def test_a_move_gives_the_old_time_back(amina: Client, booked: Appointment) -> None:
    offered = text(amina.get(f"{page_of(booked)}verschieben/?tag=2026-12-07"))
    answer = amina.post(f"{page_of(booked)}verschieben/", {"day": "2026-12-07", "time": "10:00"})

    booked.refresh_from_db()
    assert 'name="day" value="2026-12-07"' in offered
    assert answer.status_code == 303
    assert (booked.day, booked.first_tick) == (date(2026, 12, 7), 120)
    assert "Ihr Termin ist verschoben" in text(amina.get(page_of(booked)))
    assert not list(differences())


def test_a_move_to_a_taken_time_keeps_the_old_one(journey: Journey, booked: Appointment) -> None:
    journey.held("10:00")
    journey.held("10:00")

    answer = journey.browser.post(f"{page_of(booked)}verschieben/", {"day": "2026-11-30", "time": "10:00"})

    booked.refresh_from_db()
    assert answer.status_code == 409
    assert "Ihr bisheriger Termin bleibt" in text(answer)
    assert booked.first_tick == 108


@pytest.mark.parametrize("wrong", [{}, {"day": "2020-01-01", "time": "09:00"}, {"day": "x", "time": "y"}])
def test_a_move_to_nowhere_keeps_the_old_time(amina: Client, booked: Appointment, wrong: dict[str, str]) -> None:
    answer = amina.post(f"{page_of(booked)}verschieben/", wrong)

    booked.refresh_from_db()
    assert answer.status_code in {409, 422}
    assert booked.day == date(2026, 11, 30)


def test_cancelling_asks_first(amina: Client, booked: Appointment) -> None:
    assert "Möchten Sie diesen Termin absagen?" in text(amina.get(f"{page_of(booked)}absagen/"))

    answer = amina.post(f"{page_of(booked)}absagen/")

    booked.refresh_from_db()
    assert answer.status_code == 303
    assert booked.state == State.CANCELLED
    page = text(amina.get(page_of(booked)))
    assert "Dieser Termin ist abgesagt" in page
    assert "Neuen Termin buchen" in page


def test_the_page_follows_the_visit(amina: Client, booked: Appointment, clock: Clock) -> None:
    clock.forward(hours=1)
    assert "<h1>Ihr Termin</h1>" in text(amina.get(page_of(booked)))

    check_in(appointment=booked, by=Actor("staff/x", frozenset({booked.office_id}), is_staff=True), at=clock.moment)
    assert "Sie sind angemeldet." in text(amina.get(page_of(booked)))


def test_a_past_visit_can_no_longer_be_changed(amina: Client, booked: Appointment, clock: Clock) -> None:
    clock.forward(days=8)

    assert "Dieser Termin ist vorbei" in text(amina.get(page_of(booked)))
    assert amina.get(f"{page_of(booked)}absagen/").status_code == 303
    assert amina.post(f"{page_of(booked)}absagen/").status_code == 303
    booked.refresh_from_db()
    assert booked.state == State.CONFIRMED


def test_a_sensitive_service_is_named_in_no_title_and_no_calendar(journey: Journey) -> None:
    Service.objects.update(is_sensitive=True)
    ServiceText.objects.update(title="Schuldnerberatung", neutral_title="Beratung")
    address = journey.held()
    form = text(journey.browser.get(address))
    booked = appointment_at(journey.confirm(address).headers["Location"])

    page = text(journey.browser.get(page_of(booked)))
    for html in (form, page):
        assert "Schuldnerberatung" not in html[html.index("<title>") : html.index("</title>")]
    assert b"Schuldnerberatung" not in journey.browser.get(f"{page_of(booked)}kalender.ics").content


def test_a_service_may_ask_for_a_yes_by_mail(journey: Journey, clock: Clock) -> None:
    Offer.objects.update(needs_mail_confirmation=True)
    booked = journey.booked()
    link = f"{page_of(booked)}bestaetigen/"

    assert booked.state == State.PRECONFIRMED
    assert "Bitte bestätigen Sie Ihren Termin" in text(journey.browser.get(page_of(booked)))
    assert "Möchten Sie diesen Termin?" in text(journey.browser.get(link))
    assert journey.browser.post(link).status_code == 303
    booked.refresh_from_db()
    assert booked.state == State.CONFIRMED


def test_a_yes_that_comes_too_late_books_nothing(journey: Journey, clock: Clock) -> None:
    Offer.objects.update(needs_mail_confirmation=True)
    booked = journey.booked()
    clock.forward(minutes=61)

    journey.browser.post(f"{page_of(booked)}bestaetigen/")

    booked.refresh_from_db()
    assert booked.state == State.PRECONFIRMED
    assert "Diese Reservierung ist abgelaufen" in text(journey.browser.get(page_of(booked)))


def test_what_to_bring_that_is_not_known_is_said_so(journey: Journey) -> None:
    ServiceText.objects.update(bring=[])

    page = text(journey.browser.get(page_of(journey.booked())))

    assert "steht bei uns noch nicht" in page
    assert "0221 4710 100" in page
