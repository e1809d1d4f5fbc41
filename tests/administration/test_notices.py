"""Edda plans notices; they come to the start page and leave it by themselves."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from rathaus.identity.models import Staff
from rathaus.identity.queries import Actor
from rathaus.offices.actions import NoticeRefused, NoticeWords, end_notice, save_notice
from rathaus.offices.models import Notice
from rathaus.offices.notices import Time, notices_at, shown, time_of
from tests.administration.conftest import browser_of, words

FOLDER = "/desk/verwaltung/hinweise/"
TYPED = {
    "title_de": "Betriebsausflug",
    "source_de": "Am **Freitag** ist zu.<script>alert(1)</script>",
    "title_en": "Works outing",
    "from_on": "2026-11-27",
    "from_time": "08:00",
    "until_on": "2026-11-28",
}
BEGINS = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)  # 8:00 in Berlin
ENDS = datetime(2026, 11, 28, 23, 0, tzinfo=UTC)  # midnight in Berlin


def plan(editor: Actor, now: datetime, **values: object) -> Notice:
    given = {"notice_id": None, "from_at": now, "until_at": None, "is_important": False, "by": editor, "at": now}
    words = {"words": {"de": NoticeWords("Betriebsausflug")}}
    return save_notice(**{**given, **words, **values})  # type: ignore[arg-type]


def titles(at: datetime, language: str = "de") -> list[str]:
    return [one.title for one in notices_at(at, language)]


def test_a_planned_notice_comes_and_goes_by_itself(edda: Staff, amina: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    browser_of(edda).post(f"{FOLDER}neu/", {**TYPED, "schritt": "speichern"})
    seen = []
    for moment in (BEGINS - timedelta(seconds=1), BEGINS, ENDS - timedelta(seconds=1), ENDS):
        monkeypatch.setattr(timezone, "now", lambda at=moment: at)
        seen.append("Betriebsausflug" in words(amina.get("/")))

    assert seen == [False, True, True, False]


def test_it_speaks_the_language_of_the_page_else_german(edda: Staff) -> None:
    browser_of(edda).post(f"{FOLDER}neu/", TYPED)

    assert titles(BEGINS, "en") == ["Works outing"]
    assert titles(BEGINS, "tr") == ["Betriebsausflug"]


def test_scripts_are_gone_before_it_is_kept(edda: Staff) -> None:
    browser_of(edda).post(f"{FOLDER}neu/", TYPED)

    assert shown(Notice.objects.get(), "de").html == "<p>Am <strong>Freitag</strong> ist zu.</p>"


def test_a_preview_keeps_nothing(edda: Staff) -> None:
    answer = browser_of(edda).post(f"{FOLDER}neu/", {**TYPED, "schritt": "vorschau"})

    assert "<strong>Freitag</strong>" in words(answer)
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"title_de": ""}, "id_title_de"),
        ({"until_on": "2026-11-26"}, "id_until_on"),
        ({"until_on": "", "until_time": "10:00"}, "id_until_on"),
        ({"source_tr": "Cuma"}, "id_title_tr"),
    ],
)
def test_what_cannot_stand_there_is_told_at_its_field(edda: Staff, change: dict[str, str], reason: str) -> None:
    answer = browser_of(edda).post(f"{FOLDER}neu/", TYPED | change)

    assert f'href="#{reason}"' in words(answer)
    assert not Notice.objects.exists()


def test_important_ones_stand_above(editor: Actor, now: datetime) -> None:
    plan(editor, now, words={"de": NoticeWords("Wasserrohrbruch")}, is_important=True)
    plan(editor, now)

    assert titles(now) == ["Wasserrohrbruch", "Betriebsausflug"]


def test_what_two_change_at_once_is_not_lost(edda: Staff, editor: Actor, now: datetime) -> None:
    row = plan(editor, now)

    with pytest.raises(NoticeRefused, match="inzwischen geändert"):
        plan(editor, now, notice_id=row.pk, seen="before")
    answer = browser_of(edda).post(f"{FOLDER}{row.pk}/", {**TYPED, "title_de": "Meins", "stand": "before"})

    assert 'value="Meins"' in words(answer)
    assert titles(now) == ["Betriebsausflug"]


def test_a_notice_opened_and_saved_stays_as_it_is(edda: Staff, editor: Actor, now: datetime) -> None:
    row = plan(editor, BEGINS, until_at=ENDS)
    browser = browser_of(edda)
    form = browser.get(f"{FOLDER}{row.pk}/").context["form"]
    sent = {bound.name: bound.value() for bound in form if bound.value() not in (None, False)}
    stand = browser.get(f"{FOLDER}{row.pk}/").context["stand"]

    browser.post(f"{FOLDER}{row.pk}/", {**sent, "stand": stand})

    after = Notice.objects.get()
    assert (after.from_at, after.until_at, after.texts) == (BEGINS, ENDS, row.texts)


def test_edda_ends_a_notice_at_once(edda: Staff, editor: Actor) -> None:
    row = plan(editor, timezone.now() - timedelta(hours=1))

    browser_of(edda).post(f"{FOLDER}{row.pk}/", {"schritt": "beenden"})

    row.refresh_from_db()
    assert time_of(row, timezone.now()) == Time.OVER


def test_one_that_has_not_begun_is_forgotten(editor: Actor, now: datetime) -> None:
    end_notice(notice_id=plan(editor, now + timedelta(days=1)).pk, by=editor, at=now)

    assert not Notice.objects.exists()
