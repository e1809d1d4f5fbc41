"""What people read about their appointments in their mail."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from icalendar import Calendar

from rathaus.booking.actions import cancel, check_in, finish, move
from rathaus.booking.actions.confirm import confirm_by_mail
from rathaus.booking.links import code_of, token_of
from rathaus.booking.messages import compose
from rathaus.booking.models import Appointment, Line
from rathaus.booking.qr import qr_code
from rathaus.booking.rules.ticks import tick_at
from rathaus.catalogue.models import Offer, ServiceText
from rathaus.identity.queries import CITIZEN, Actor
from rathaus.notifications.ports import Message
from rathaus.offices.models import OfficeText
from tests.makers import Maker
from tests.queries_made import at_most

DAY = date(2026, 12, 7)
BRUNO = Actor("staff/bruno", is_staff=True)


@pytest.fixture
def visit(make: Maker) -> Appointment:
    """Amina, Monday, 7 December 2026, 9:20, for an identity card."""
    office, service, _resource = make.counter()
    return make.booked(office, service, DAY, "09:20")


def worded(appointment: Appointment, kind: str, at: datetime) -> Message:
    message = compose(str(appointment.pk), kind, at)
    assert message is not None
    return message


def calendar_of(message: Message) -> Any:
    (file,) = (file for file in message.attachments if file.name == "termin.ics")
    return Calendar.from_ical(file.content)


def by_bruno(appointment: Appointment) -> Actor:
    return Actor("staff/bruno", frozenset({appointment.office_id}), is_staff=True)


def test_the_confirmation_says_all_one_needs(visit: Appointment, now: datetime) -> None:
    message = worded(visit, "confirmed", now)

    assert message.to == "amina@example.org"
    assert message.subject == "Gebucht: Ihr Termin am Montag, 7. Dezember 2026, 9:20 Uhr"
    assert message.sender == "Musterstadt"
    for body in (message.text, message.html):
        assert "Guten Tag Amina Yılmaz," in body
        assert "Montag, 7. Dezember 2026, 9:20 Uhr" in body
        assert "Bürgerbüro, Marktplatz 1, 12345 Musterstadt" in body
        assert "Personalausweis" in body
        assert "Passfoto" in body
        assert visit.reference in body
        assert code_of(visit) in body
        assert "0221 4710 100" in body
    assert message.attachments[1].content == qr_code(visit.reference, "png")


def test_its_links_lead_to_the_appointment(visit: Appointment, now: datetime, settings: Any) -> None:
    settings.RATHAUS_PUBLIC_SCHEME, settings.RATHAUS_PUBLIC_PORT = "https", 443

    message = worded(visit, "confirmed", now)

    page = f"https://localhost/termin/{token_of(visit)}/"
    assert re.findall(r"https?://\S+", message.text) == [page, f"{page}verschieben/", f"{page}absagen/"]
    assert re.findall(r'href="([^"]+)"', message.html) == [page, f"{page}verschieben/", f"{page}absagen/"]


@pytest.mark.parametrize("kind", ["confirmed", "please-confirm", "moved", "cancelled", "reminder-1d"])
def test_opening_any_link_changes_nothing(make: Maker, now: datetime, kind: str, settings: Any, amina: Client) -> None:
    office, service, _resource = make.counter()
    Offer.objects.update(needs_mail_confirmation=kind == "please-confirm")
    visit = make.booked(office, service, DAY, "09:20")
    at = now
    if kind == "moved":
        move(appointment=visit, day=DAY, tick=tick_at(visit_time("10:00")), by=CITIZEN, at=now)
    if kind == "cancelled":
        cancel(appointment=visit, by=CITIZEN, at=now)
    if kind == "reminder-1d":
        at = visit.starts_at - timedelta(hours=20)
    message = worded(visit, kind, at)
    before = everything()

    links = re.findall(r"https?://[^/\s]+(/\S*)", message.text)
    answers = [getattr(amina, method)(link).status_code for link in links for method in ("get", "head")]

    assert links
    assert set(answers) <= {200, 302, 303}
    assert everything() == before


def visit_time(clock: str) -> Any:
    return datetime.strptime(clock, "%H:%M").time()  # noqa: DTZ007 - a time of day


def everything() -> list[tuple[Any, ...]]:
    """All rows of appointments, sheets and messages."""
    rows: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        for table in ("booking_appointment", "booking_daysheet", "notifications_delivery", "booking_line"):
            cursor.execute(f"SELECT t::text FROM {table} t ORDER BY id")
            rows += cursor.fetchall()
    return rows


def test_in_english_all_is_english(visit: Appointment, now: datetime) -> None:
    visit.language = "en"
    visit.save()
    ServiceText.objects.create(
        service=visit.lines.get().service, language="en", title="Identity card", bring=["A photo"]
    )
    OfficeText.objects.create(office=visit.office, language="en", title="Citizens' office")

    message = worded(visit, "confirmed", now)

    assert message.subject == "Booked: your appointment on Monday, 7 December 2026, 9:20"
    assert "Dear Amina Yılmaz," in message.text
    assert "Identity card" in message.text
    assert "A photo" in message.text
    assert "/en/termin/" in message.text
    assert '<html lang="en" dir="ltr">' in message.html
    assert not re.search(r"\b(Termin|Bitte|Uhr|Freundliche|Wann|Wo|und)\b", re.sub(r"https?://\S+", "", message.text))


def test_a_turkish_mail_is_turkish_and_says_that_no_person_has_checked_it(visit: Appointment, now: datetime) -> None:
    visit.language = "tr"
    visit.save()

    message = worded(visit, "confirmed", now)

    assert message.subject.startswith("Alındı: Randevunuz, ")
    assert "Bu mesaj çeviridir." in message.text
    assert '<html lang="tr" dir="ltr">' in message.html
    assert message.attachments[0].name == "randevu.ics"
    assert "SUMMARY:Randevu:" in message.attachments[0].content.decode()


def test_a_german_mail_is_no_translation(visit: Appointment, now: datetime) -> None:
    message = worded(visit, "confirmed", now)

    assert "übersetzt" not in message.text + message.html


def test_a_language_we_do_not_speak_gets_german(visit: Appointment, now: datetime) -> None:
    visit.language = "tlh"
    visit.save()

    assert worded(visit, "confirmed", now).subject.startswith("Gebucht:")


@pytest.fixture
def delicate(make: Maker) -> Appointment:
    """Amina visits the debt counselling, combined with nothing."""
    office = make.office("Schuldnerberatungsstelle")
    service = make.service("Schuldnerberatung", is_sensitive=True)
    service.texts.update(neutral_title="Termin im Stadthaus", bring=["Alle Mahnungen"])
    resource = make.resource(office)
    make.offer(service, office, resource)
    make.sheets(resource)
    return make.booked(office, service, DAY, "09:20")


@pytest.mark.parametrize("kind", ["confirmed", "moved", "cancelled", "reminder-2h"])
def test_a_sensitive_service_is_never_named(delicate: Appointment, now: datetime, kind: str) -> None:
    at = delicate.starts_at - timedelta(hours=1) if kind == "reminder-2h" else now
    if kind == "cancelled":
        cancel(appointment=delicate, by=CITIZEN, at=now)
    message = worded(delicate, kind, at)

    told = message.subject + message.text + message.html
    assert "Schuldnerberatung" not in told.replace("Schuldnerberatungsstelle", "")
    assert "Mahnungen" not in told
    assert "Schuldner" not in message.subject
    assert "Termin im Stadthaus" in told or kind == "cancelled"
    for file in message.attachments:
        assert b"Schuldner" not in file.content


def test_please_confirm_says_until_when(make: Maker, now: datetime) -> None:
    office, service, _resource = make.counter()
    Offer.objects.update(needs_mail_confirmation=True)
    visit = make.booked(office, service, DAY, "09:20")

    message = worded(visit, "please-confirm", now)

    assert "bis 11:00 Uhr" in message.text
    assert f"/termin/{token_of(visit)}/bestaetigen/" in message.text
    assert message.attachments == ()
    assert compose(str(visit.pk), "confirmed", now) is None
    assert compose(str(visit.pk), "please-confirm", now + timedelta(hours=1)) is None


def test_a_visit_moved_before_it_was_confirmed_is_asked_for_again(make: Maker, now: datetime) -> None:
    office, service, _resource = make.counter()
    Offer.objects.update(needs_mail_confirmation=True)
    visit = make.booked(office, service, DAY, "09:20")
    move(appointment=visit, day=DAY, tick=tick_at(visit_time("10:00")), by=CITIZEN, at=now)

    assert worded(visit, "moved", now).subject.startswith("Bitte bestätigen: Ihr Termin am Montag")
    confirm_by_mail(appointment=visit, by=CITIZEN, at=now)
    assert worded(visit, "confirmed", now).subject.endswith("10:00 Uhr")


def test_moving_sends_the_new_time_to_the_calendar(visit: Appointment, now: datetime) -> None:
    first = calendar_of(worded(visit, "confirmed", now)).events[0]
    move(appointment=visit, day=DAY, tick=tick_at(visit_time("10:00")), by=CITIZEN, at=now)

    message = worded(visit, "moved", now)

    second = calendar_of(message).events[0]
    assert message.subject == "Neue Zeit: Ihr Termin am Montag, 7. Dezember 2026, 10:00 Uhr"
    assert second["UID"] == first["UID"]
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert "METHOD:REQUEST" in message.attachments[0].content.decode()


def test_cancelling_takes_it_off_the_calendar(visit: Appointment, now: datetime) -> None:
    cancel(appointment=visit, by=CITIZEN, at=now)

    message = worded(visit, "cancelled", now)

    event = calendar_of(message).events[0]
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
    assert "method=CANCEL" in message.attachments[0].mime
    assert token_of(visit) not in message.text
    assert compose(str(visit.pk), "confirmed", now) is None


def test_a_cancellation_by_the_office_carries_its_note(visit: Appointment, now: datetime) -> None:
    note = "Bruno ist krank.\n\nBitte rufen Sie an <heute>."
    cancel(appointment=visit, by=by_bruno(visit), at=now, note=note)

    message = worded(visit, "cancelled", now)

    assert "leider absagen" in message.text
    assert "Bruno ist krank. Bitte rufen Sie an <heute>." in " ".join(message.text.split())
    assert "&lt;heute&gt;" in message.html


def test_a_note_of_a_citizen_is_not_told_back(visit: Appointment, now: datetime) -> None:
    cancel(appointment=visit, by=CITIZEN, at=now, note="keine Lust")

    assert "Lust" not in worded(visit, "cancelled", now).text


@pytest.mark.parametrize(
    ("kind", "before", "says"),
    [
        ("reminder-7d", timedelta(days=7), "in 7 Tagen ist Ihr Termin."),
        ("reminder-1d", timedelta(days=1), "morgen ist Ihr Termin."),
        ("reminder-2h", timedelta(hours=2), "heute ist Ihr Termin."),
    ],
)
def test_a_reminder_offers_to_cancel_first(visit: Appointment, kind: str, before: timedelta, says: str) -> None:
    message = worded(visit, kind, visit.starts_at - before)

    assert message.subject == "Erinnerung: Ihr Termin am Montag, 7. Dezember 2026, 9:20 Uhr"
    assert says in message.text
    assert re.findall(r"https?://\S+", message.text)[0].endswith(f"/termin/{token_of(visit)}/absagen/")
    assert "Ich kann nicht kommen" in message.html


@pytest.mark.parametrize(
    ("kind", "before"),
    [
        ("reminder-7d", timedelta(days=7, minutes=1)),  # the visit was moved away meanwhile
        ("reminder-7d", timedelta(days=1)),  # so late that the next one is due
        ("reminder-1d", timedelta(hours=2)),
        ("reminder-2h", timedelta(0)),
        ("reminder-2h", timedelta(hours=-1)),
        ("confirmed", timedelta(0)),
        ("moved", timedelta(0)),
        ("cancelled", timedelta(days=3)),
        ("please-confirm", timedelta(days=3)),
        ("something-else", timedelta(hours=1)),
    ],
)
def test_what_does_not_fit_any_more_is_not_sent(visit: Appointment, kind: str, before: timedelta) -> None:
    assert compose(str(visit.pk), kind, visit.starts_at - before) is None


def test_nobody_is_reminded_of_a_visit_that_was_cancelled(visit: Appointment, now: datetime) -> None:
    cancel(appointment=visit, by=CITIZEN, at=now)

    assert compose(str(visit.pk), "reminder-1d", visit.starts_at - timedelta(days=1)) is None


def test_nobody_is_reminded_who_is_there_already(visit: Appointment) -> None:
    early = visit.starts_at - timedelta(hours=1)
    check_in(appointment=visit, by=by_bruno(visit), at=early)

    assert compose(str(visit.pk), "reminder-2h", early) is None
    finish(appointment=visit, came=True, by=by_bruno(visit), at=early)
    assert compose(str(visit.pk), "reminder-2h", early) is None


@pytest.mark.parametrize("subject_id", ["", "nonsense", "0190a0a0-0000-7000-8000-000000000000"])
def test_an_appointment_that_is_gone_has_no_message(town: str, now: datetime, subject_id: str) -> None:
    assert compose(subject_id, "confirmed", now) is None


def test_without_an_address_there_is_no_message(visit: Appointment, now: datetime) -> None:
    Appointment.objects.update(email="")

    assert compose(str(visit.pk), "confirmed", now) is None


def test_a_name_cannot_shape_the_mail(visit: Appointment, now: datetime) -> None:
    Appointment.objects.update(name="Amina\r\nBcc: dario@example.org\n\n<script>{{ x }}</script>")

    message = worded(visit, "confirmed", now)

    assert "\n" not in message.subject
    assert "<script>" not in message.html
    assert "Gebucht:" in message.subject


def test_several_services_are_all_named_and_prepared_for(visit: Appointment, make: Maker, now: datetime) -> None:
    other = make.service("Reisepass")
    other.texts.update(bring=["Passfoto", "Alter Pass"])
    Line.objects.create(appointment=visit, service=other, persons=1, minutes=15)

    text = worded(visit, "confirmed", now).text

    assert "Personalausweis, Reisepass" in text
    assert (text.count("- Passfoto"), text.count("- Alter Pass")) == (1, 1)


def test_wording_takes_few_queries(visit: Appointment, now: datetime) -> None:
    with at_most(10):
        worded(visit, "confirmed", now)
