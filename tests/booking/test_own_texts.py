"""A town words its SMS itself; what is too long or no longer fits stops none."""

from datetime import date, datetime, timedelta

import pytest

from rathaus.booking.actions import cancel
from rathaus.booking.links import token_of
from rathaus.booking.messages import compose
from rathaus.booking.models import Appointment
from rathaus.booking.samples import sample
from rathaus.booking.wordings import KINDS
from rathaus.identity.queries import Actor
from rathaus.notifications.models import Wording
from rathaus.notifications.wordings import Words, broken
from rathaus.offices.models import Office
from tests.makers import Maker
from tests.queries_made import at_most

NEEDED = "{stadt}: {wann}, {ort}, {nummer}. {link}"


@pytest.fixture
def visit(make: Maker) -> Appointment:
    """Amina, Monday, 7 December 2026, 9:20, by her phone alone."""
    office, service, _resource = make.counter()
    return make.booked(office, service, date(2026, 12, 7), "09:20", email="", mobile="+4915123456789")


def write(now: datetime, body: str, kind: str = "sms-confirmed", **values: object) -> Wording:
    return Wording.objects.create(kind=kind, language="de", body=body, written_at=now, **values)


def text_of(visit: Appointment, now: datetime, kind: str = "sms-confirmed") -> str:
    message = compose(str(visit.pk), kind, now)
    assert message is not None
    return message.text


def test_the_words_are_the_towns_with_time_number_and_short_link(visit: Appointment, now: datetime) -> None:
    write(now, "Bis bald! {wann}, {ort}, {nummer}: {link}")

    text = text_of(visit, now)

    assert text.startswith("Bis bald! 7.12., 9:20, ")
    assert visit.reference in text
    assert text.endswith(f"/t/{token_of(visit)}")


def test_words_for_mails_are_not_those_for_phones(visit: Appointment, now: datetime) -> None:
    write(now, "Nur in der Mail.", kind="confirmed")

    assert "Termin gebucht" in text_of(visit, now)


def test_a_place_that_makes_it_too_long_brings_back_the_words_of_the_house(visit: Appointment, now: datetime) -> None:
    write(now, NEEDED + " " + "Bitte kommen Sie pünktlich. " * 19)
    Office.objects.update(street="Straße der sehr langen Namen " * 3)

    assert "Termin gebucht" in text_of(visit, now)


def test_words_that_no_longer_fit_give_way_and_are_told(visit: Appointment, now: datetime) -> None:
    row = write(now, "Hallo {vorname}")

    assert "Termin gebucht" in text_of(visit, now)
    assert broken(KINDS) == [row]


def test_what_the_office_calls_off_may_say_why(visit: Appointment, now: datetime) -> None:
    write(now, "{wann} fällt aus, {nummer}. {nachricht}", kind="sms-called-off")
    bruno = Actor("staff/bruno", frozenset({visit.office_id}), is_staff=True)

    cancel(appointment=visit, by=bruno, at=now, note="Wasserschaden.")

    assert text_of(visit, now, "sms-cancelled") == f"7.12., 9:20 fällt aus, {visit.reference}. Wasserschaden."


@pytest.mark.parametrize("code", [code for code, kind in KINDS.items() if kind.is_text])
def test_every_kind_can_be_looked_at_with_all_its_marks(visit: Appointment, now: datetime, code: str) -> None:
    draft = Words(body=" ".join(f"{{{mark}}}" for mark in KINDS[code].marks))

    ours = sample(KINDS[code], "de", None, now, to="")
    own = sample(KINDS[code], "de", None, now, to="", drafts={None: draft})

    assert ours is not None
    assert own is not None
    assert own.text != ours.text
    assert "{" not in own.text
    assert "leistung" not in KINDS[code].marks  # a locked phone shows what comes


def test_the_own_words_cost_one_query(visit: Appointment, now: datetime) -> None:
    text_of(visit, now + timedelta(minutes=1))
    with at_most(8):
        text_of(visit, now + timedelta(minutes=1))
