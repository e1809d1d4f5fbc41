"""A town in production is closed to the public until the texts that the law asks for are there; its staff work."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from rathaus.core.retention import forget_due
from rathaus.identity.queries import SYSTEM
from rathaus.offices.actions import answered, report_barrier, set_legal_text, set_place
from rathaus.offices.models import NEEDED, BarrierReport, LegalText
from rathaus.offices.queries import missing_texts
from rathaus.portal.doors import forget_doors
from tests.makers import Maker


@pytest.fixture
def production(settings: Any, town: str) -> Any:
    forget_doors()
    settings.IS_PRODUCTION = True
    yield settings
    forget_doors()


def write(*kinds: str, now: datetime, language: str = "de") -> None:
    for kind in kinds:
        set_legal_text(kind=kind, language=language, markdown="## Wir\n\nText", by=SYSTEM, at=now)


def test_a_town_that_does_not_say_who_it_is_stays_closed(production: Any, amina: Client) -> None:
    for path in ("/", "/termin/", "/leistungen/", "/en/", "/impressum/"):
        answer = amina.get(path)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3600"), path
        words = "noch nicht geöffnet" if path.startswith("/api/") else "Bald für Sie da"
        assert words in answer.content.decode() or path == "/en/"


def test_programs_are_told_so_in_their_own_way(production: Any, amina: Client) -> None:
    answer = amina.get("/api/v1/free-times")

    assert (answer.status_code, answer.headers["Retry-After"], answer.json()["code"]) == (503, "3600", "closed")


def test_its_desk_its_sign_in_and_its_health_work(production: Any, amina: Client) -> None:
    assert amina.get("/desk/").status_code == 302
    assert amina.get("/desk/anmelden/").status_code == 200
    assert amina.get("/health/").status_code == 200


@pytest.mark.parametrize("missing", [kind.value for kind in NEEDED])
def test_each_of_the_three_texts_is_needed_in_german(
    missing: str, production: Any, amina: Client, now: datetime
) -> None:
    write(*(kind for kind in LegalText.Kind.values if kind != missing), now=now)
    write(missing, now=now, language="en")
    assert missing_texts() == [missing]
    assert amina.get("/").status_code == 503

    write(missing, now=now)
    assert amina.get("/").status_code == 200


def test_easy_and_sign_language_are_gaps_that_close_nothing(production: Any, amina: Client, now: datetime) -> None:
    write(*NEEDED, now=now)

    for path, words in (("/leichte-sprache/", "noch nicht geschrieben"), ("/gebaerdensprache/", "noch kein Video")):
        page = amina.get(path)
        assert (page.status_code, words in page.content.decode()) == (200, True)
    statement = amina.get("/barrierefreiheit/").content.decode()
    assert "Erklärungen in Leichter Sprache fehlen noch." in statement
    assert "Erklärungen in Gebärdensprache fehlen noch." in statement

    write("easy", "sign", now=now)
    statement = amina.get("/barrierefreiheit/").content.decode()
    assert "fehlen noch" not in statement


def test_the_statement_tells_its_day_and_who_helps(amina: Client, make: Maker, now: datetime) -> None:
    write("accessibility", now=now)

    page = amina.get("/barrierefreiheit/").content.decode()

    assert "zuletzt am 23. November 2026 geändert" in page
    assert "Durchsetzungsstelle" in page


def test_a_barrier_is_reported_and_answered(amina: Client, town: str, now: datetime) -> None:
    form = {"text": "Der Kalender wird nicht vorgelesen.", "page": "/termin/", "email": "amina@example.org"}
    answer = amina.post("/barrierefreiheit/", form, follow=True)

    assert "Ihre Meldung ist angekommen" in answer.content.decode()
    report = BarrierReport.objects.get()
    assert (report.text, report.email, report.language) == (form["text"], form["email"], "de")
    answered(report_id=report.pk, by=SYSTEM, at=now)
    report.refresh_from_db()
    assert report.is_answered


def test_an_empty_report_is_answered_at_the_field_and_many_are_slowed_down(amina: Client, town: str) -> None:
    assert "Bitte prüfen Sie Ihre Angaben" in amina.post("/barrierefreiheit/", {"text": ""}).content.decode()
    for _ in range(5):
        amina.post("/barrierefreiheit/", {"text": "x"})

    amina.post("/barrierefreiheit/", {"text": "noch eine"})

    assert BarrierReport.objects.count() == 5


def test_the_address_of_a_reporter_is_forgotten_after_a_year(town: str, now: datetime) -> None:
    report_barrier(page="", text="x", email="amina@example.org", language="de", at=now)
    forget_due(at=now.replace(year=now.year + 1))
    assert BarrierReport.objects.get().email
    forget_due(at=now.replace(year=now.year + 1, month=12))

    assert BarrierReport.objects.get().email == ""


def test_every_cookie_that_a_journey_sets_stands_on_the_page(amina: Client, make: Maker) -> None:
    office, service, _resource = make.counter()
    amina.get(f"/termin/zeit/{office.slug}/?l={service.pk}")
    page = amina.get("/cookies/").content.decode()

    assert amina.cookies
    assert all(f"<code>{name}</code>" in page for name in amina.cookies)


def test_security_txt_names_the_towns_address_and_ends_within_a_year(amina: Client, town: str, now: datetime) -> None:
    assert amina.get("/.well-known/security.txt").status_code == 404
    set_place(email="stadt@example.org", by=SYSTEM, at=now)

    text = amina.get("/.well-known/security.txt").content.decode()

    assert "Contact: mailto:stadt@example.org" in text
    assert "Expires: 20" in text


def test_the_version_before_is_kept_and_an_empty_text_takes_the_page_away(town: str, now: datetime) -> None:
    for text in ("eins", "zwei"):
        set_legal_text(kind="easy", language="de", markdown=text, by=SYSTEM, at=now)

    row = LegalText.objects.get()
    assert (row.source, row.earlier) == ("zwei", "eins")
    set_legal_text(kind="easy", language="de", markdown=" ", by=SYSTEM, at=now)
    assert not LegalText.objects.exists()
