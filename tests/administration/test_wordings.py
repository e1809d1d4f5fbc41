"""Edda writes what the town's messages say: she is told what cannot be sent, sees the mail, and can go back."""

import re
from datetime import datetime
from typing import Any

import pytest

from rathaus.administration.wordings import MARKS, TITLES, Flawed, set_words
from rathaus.audit.models import Event
from rathaus.booking.wordings import KINDS
from rathaus.core.errors import NotPermitted
from rathaus.identity.models import Staff
from rathaus.identity.queries import Actor, actor_of
from rathaus.integrations.sms_file.channel import FileChannel
from rathaus.notifications import ports
from rathaus.notifications.models import Wording
from rathaus.notifications.wordings import KEPT, Words
from tests.administration.conftest import browser_of, words
from tests.desk.people import clerk
from tests.makers import Maker
from tests.peers import MailServer

PAGE = "/desk/verwaltung/nachrichten/confirmed/de/"
SENT = {"subject": "Gebucht: {wann}", "body": "{anrede}\n\nbis bald.", "addition": ""}


def test_every_kind_and_every_mark_has_words_for_people() -> None:
    assert set(TITLES) == set(KINDS)
    assert {mark for kind in KINDS.values() for mark in kind.marks} == set(MARKS)


def test_what_edda_writes_counts_and_is_in_the_trail(edda: Staff) -> None:
    answer = browser_of(edda).post(PAGE, {**SENT, "schritt": "speichern"}, follow=True)

    assert "Gespeichert." in words(answer)
    assert Wording.objects.get().body == "{anrede}\n\nbis bald."
    assert Event.objects.filter(action="notifications.set_words").count() == 1


def test_a_wrong_mark_is_told_at_its_field_and_nothing_is_kept(edda: Staff) -> None:
    answer = browser_of(edda).post(PAGE, {**SENT, "body": "Hallo {vorname}", "schritt": "speichern"})

    assert "Die Marke {vorname} gibt es hier nicht." in words(answer)
    assert not Wording.objects.exists()


def test_a_message_must_say_what_it_is_for(edda: Staff) -> None:
    page = "/desk/verwaltung/nachrichten/please-confirm/de/"

    answer = browser_of(edda).post(page, {**SENT, "body": "Bitte bestätigen Sie.", "schritt": "speichern"})

    assert "Die Marke {bis} fehlt." in words(answer)


def test_a_preview_shows_the_whole_mail_and_keeps_nothing(edda: Staff, make: Maker) -> None:
    make.counter()

    answer = browser_of(edda).post(PAGE, {**SENT, "schritt": "vorschau"})

    assert "Guten Tag Erika Muster," in words(answer)
    assert "Personalausweis" in words(answer)
    assert not Wording.objects.exists()


def test_the_mail_itself_may_run_nothing(edda: Staff, make: Maker) -> None:
    make.counter()

    answer = browser_of(edda).post(PAGE, {**SENT, "body": "<script>alert(1)</script>", "schritt": "mail"})

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in words(answer)
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "script-src" not in answer.headers["Content-Security-Policy"]


def test_a_test_mail_takes_the_way_of_all_mails(edda: Staff, make: Maker, settings: Any) -> None:
    make.counter()
    with MailServer() as server:
        settings.RATHAUS_SMTP_URL = server.url

        answer = browser_of(edda).post(PAGE, {**SENT, "schritt": "testmail"})

        (mail,) = server.mails
    assert "Die Testmail ist unterwegs an edda@amt.example." in words(answer)
    assert mail["To"] == "edda@amt.example"
    assert str(mail["Subject"]).startswith("Gebucht: ")


def test_a_mail_server_that_is_away_is_told(edda: Staff, make: Maker, settings: Any) -> None:
    make.counter()
    settings.RATHAUS_SMTP_URL = "smtp://127.0.0.1:9"

    answer = browser_of(edda).post(PAGE, {**SENT, "schritt": "testmail"})

    assert "Der Mailserver antwortet gerade nicht." in words(answer)
    assert "bis bald." in words(answer)


def test_the_words_of_the_house_come_back_and_so_do_earlier_ones(edda: Staff) -> None:
    browser = browser_of(edda)
    browser.post(PAGE, {**SENT, "schritt": "speichern"})
    first = Wording.objects.get()

    browser.post(PAGE, {"schritt": "fassung-haus"})
    assert Wording.objects.first() == Wording.objects.get(body="")
    browser.post(PAGE, {"schritt": f"fassung-{first.pk}"})

    newest = Wording.objects.first()
    assert newest is not None
    assert newest.body == first.body
    assert newest != first


def test_a_version_of_another_text_is_nobodys(edda: Staff, now: datetime) -> None:
    other = Wording.objects.create(kind="moved", language="de", body="{wann}", written_at=now)

    assert browser_of(edda).post(PAGE, {"schritt": f"fassung-{other.pk}"}).status_code == 404


def test_twenty_versions_are_kept(editor: Actor, now: datetime) -> None:
    for number in range(KEPT + 3):
        one = Words(body=f"Fassung {number}")
        set_words(kind=KINDS["confirmed"], language="de", office_id=None, words=one, by=editor, at=now)

    assert Wording.objects.count() == KEPT
    assert not Wording.objects.filter(body="Fassung 2").exists()


def test_an_office_only_adds(editor: Actor, make: Maker, now: datetime) -> None:
    office = make.office()

    with pytest.raises(Flawed):
        set_words(
            kind=KINDS["confirmed"], language="de", office_id=office.pk, words=Words(body="Hallo"), by=editor, at=now
        )


def test_an_office_that_is_not_there_is_404(edda: Staff) -> None:
    assert browser_of(edda).get(PAGE, {"amt": "99999"}).status_code == 404


def test_a_clerk_writes_no_messages(make: Maker, now: datetime) -> None:
    bruno = actor_of(clerk(make.office().pk, at=now))

    with pytest.raises(NotPermitted):
        set_words(kind=KINDS["confirmed"], language="de", office_id=None, words=Words(), by=bruno, at=now)


def test_words_that_no_longer_fit_are_told_at_the_desk_and_where_they_are_written(
    edda: Staff, make: Maker, now: datetime
) -> None:
    Wording.objects.create(kind="confirmed", language="de", body="{vorname}", written_at=now)

    assert "Eigene Worte passen nicht mehr" in words(
        browser_of(clerk(make.office().pk, at=now)).get("/desk/meldungen/")
    )
    assert "Diese Worte passen nicht mehr zur Nachricht." in words(browser_of(edda).get(PAGE))


SMS_PAGE = "/desk/verwaltung/nachrichten/sms-reminder/de/"
TEXT = "{stadt}: {wann}, {ort}, {nummer}. {link}"


def test_an_sms_is_written_previewed_and_kept(edda: Staff, make: Maker) -> None:
    make.counter()
    browser = browser_of(edda)

    seen = browser.post(SMS_PAGE, {"body": TEXT, "schritt": "vorschau"})
    browser.post(SMS_PAGE, {"body": TEXT, "schritt": "speichern"})

    assert "/t/" in words(seen)
    assert "Testmail" not in words(seen)
    assert Wording.objects.get().kind == "sms-reminder"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("Bis bald!", "Die Marke {link} fehlt."),
        (TEXT + " {leistung}", "Die Marke {leistung} gibt es hier nicht."),
        (TEXT + " Bitte kommen Sie pünktlich." * 16, "Diese SMS hat mehr als 3 Teile."),
        (TEXT + " ş" + " Bitte pünktlich." * 8, "Diese SMS hat mehr als 3 Teile."),
        ("x" * 601, "600"),
    ],
)
def test_an_sms_that_says_too_little_or_costs_too_much_is_not_kept(
    edda: Staff, make: Maker, body: str, told: str
) -> None:
    make.counter()

    answer = browser_of(edda).post(SMS_PAGE, {"body": body, "schritt": "speichern"})

    assert told in words(answer)
    assert not Wording.objects.exists()


def test_its_length_is_told_with_the_sign_that_makes_it_dear(edda: Staff, make: Maker) -> None:
    make.counter()

    answer = browser_of(edda).post(SMS_PAGE, {"body": TEXT + " Kültürpark ş", "schritt": "vorschau"})

    assert re.search(r"\d+ Zeichen, [23] Teile", words(answer))
    assert "Wegen „ş“ passen nur 70" in words(answer)


def test_an_office_adds_nothing_to_an_sms(edda: Staff, editor: Actor, make: Maker, now: datetime) -> None:
    office = make.office()

    assert browser_of(edda).get(SMS_PAGE, {"amt": office.pk}).status_code == 404
    with pytest.raises(Flawed):
        set_words(
            kind=KINDS["sms-moved"], language="de", office_id=office.pk, words=Words(body=TEXT), by=editor, at=now
        )


@pytest.mark.parametrize("is_served", [True, False])
def test_a_house_without_sms_lists_no_words_for_them(
    edda: Staff, monkeypatch: pytest.MonkeyPatch, *, is_served: bool
) -> None:
    if is_served:
        monkeypatch.setitem(ports._channels, "sms", FileChannel())

    assert ("SMS: Erinnerung" in words(browser_of(edda).get("/desk/verwaltung/nachrichten/"))) is is_served
