"""A town words its messages itself; facts and links stay ours, and bad words stop nothing."""

from datetime import date, datetime

import pytest

from rathaus.booking.actions import cancel
from rathaus.booking.messages import compose
from rathaus.booking.models import Appointment
from rathaus.booking.samples import NAME, sample
from rathaus.booking.wordings import KINDS
from rathaus.identity.queries import Actor
from rathaus.notifications.models import Wording
from rathaus.notifications.ports import Message
from rathaus.notifications.wordings import Words, broken
from tests.makers import Maker
from tests.queries_made import at_most


@pytest.fixture
def visit(make: Maker) -> Appointment:
    """Amina, Monday, 7 December 2026, 9:20."""
    office, service, _resource = make.counter()
    return make.booked(office, service, date(2026, 12, 7), "09:20")


def write(now: datetime, kind: str = "confirmed", language: str = "de", **values: object) -> Wording:
    return Wording.objects.create(kind=kind, language=language, written_at=now, **values)


def worded(visit: Appointment, now: datetime, kind: str = "confirmed") -> Message:
    message = compose(str(visit.pk), kind, now)
    assert message is not None
    return message


def test_subject_and_body_are_the_towns_and_the_rest_stays(visit: Appointment, now: datetime) -> None:
    write(now, subject="Schön, {name}: {wann}", body="{anrede}\n\nwir sehen uns im {amt}.")

    message = worded(visit, now)

    assert message.subject == "Schön, Amina Yılmaz: Montag, 7. Dezember 2026, 9:20 Uhr"
    for body in (message.text, message.html):
        assert "Guten Tag Amina Yılmaz," in body
        assert "wir sehen uns im Bürgerbüro." in body
        assert "Wir freuen uns auf Sie" not in body
        assert visit.reference in body
        assert "/termin/" in body


def test_the_newest_words_count_and_empty_ones_are_ours(visit: Appointment, now: datetime) -> None:
    write(now, body="Erst so.")
    write(now, body="Dann so.")
    assert "Dann so." in worded(visit, now).text

    write(now)

    assert "Wir freuen uns auf Sie" in worded(visit, now).text


def test_an_office_adds_to_its_own_messages_only(visit: Appointment, make: Maker, now: datetime) -> None:
    write(now, addition="Parken können Sie im Hof.", office=visit.office)
    write(now, addition="Hier gilt etwas anderes.", office=make.office("Standesamt"))

    text = worded(visit, now).text

    assert "Parken können Sie im Hof." in text
    assert "Hier gilt etwas anderes." not in text


def test_an_addition_there_is_only_in_german_is_better_than_none(visit: Appointment, now: datetime) -> None:
    Appointment.objects.filter(pk=visit.pk).update(language="en")
    write(now, body="Nur auf Deutsch.", addition="Der Aufzug ist außer Betrieb.")

    message = worded(visit, now)

    assert "Your appointment is booked" in message.text
    assert "Nur auf Deutsch." not in message.text
    assert '<p lang="de" dir="auto">Der Aufzug ist außer Betrieb.</p>' in message.html


@pytest.mark.parametrize("body", ["Hallo {vorname}", "{% now 'Y' %}", "Ohne Zeit {"])
def test_words_that_no_longer_fit_give_way_to_ours_and_are_told(visit: Appointment, now: datetime, body: str) -> None:
    row = write(now, body=body)

    assert "Ihr Termin ist gebucht." in worded(visit, now).text
    assert broken(KINDS) == [row]


def test_what_people_type_stays_text(visit: Appointment, now: datetime) -> None:
    Appointment.objects.filter(pk=visit.pk).update(name="<b>{nummer}</b>")
    write(now, body="Hallo {name}!")

    message = worded(visit, now)

    assert "Hallo <b>{nummer}</b>!" in message.text
    assert "Hallo &lt;b&gt;{nummer}&lt;/b&gt;!" in message.html


def test_what_the_office_calls_off_has_words_of_its_own(visit: Appointment, now: datetime) -> None:
    write(now, kind="called-off", body="Wir sagen {wann} ab. {nachricht}")
    write(now, kind="cancelled", body="Sie sagten {wann} ab.")
    bruno = Actor("staff/bruno", frozenset({visit.office_id}), is_staff=True)

    cancel(appointment=visit, by=bruno, at=now, note="Wasserschaden.")

    assert "9:20 Uhr ab. Nachricht aus dem Amt: Wasserschaden." in worded(visit, now, "cancelled").text


@pytest.mark.parametrize("code", [code for code, kind in KINDS.items() if not kind.is_text])
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_kind_can_be_looked_at_with_all_its_marks(
    visit: Appointment, now: datetime, code: str, language: str
) -> None:
    kind = KINDS[code]
    draft = Words(subject="{wann}", body=" | ".join(f"{{{mark}}}" for mark in kind.marks))

    message = sample(kind, language, None, now, to="edda@example.org", drafts={None: draft})

    assert message is not None
    assert NAME in message.text
    assert "{" not in message.text


def test_the_own_words_cost_one_query(visit: Appointment, now: datetime) -> None:
    worded(visit, now)
    with at_most(10):
        worded(visit, now)
