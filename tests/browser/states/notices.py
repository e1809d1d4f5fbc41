"""States of the notices on the start page."""

from datetime import timedelta

from django.utils import timezone

from rathaus.identity.queries import actor_of
from rathaus.identity.rights import Role
from rathaus.offices.actions import NoticeWords, save_notice
from rathaus.offices.models import Notice
from tests.browser.states.administration import administer
from tests.browser.states.stage import PROBE, Stage, prepares

FOLDER = "/desk/verwaltung/hinweise/"
WORDS = {
    "de": NoticeWords("Bürgerbüro am Freitag zu", "Wir machen einen **Betriebsausflug**. Montag sind wir wieder da."),
    "en": NoticeWords("Citizens' office closed on Friday", "We are on a **works outing**. We are back on Monday."),
}


def _forget() -> None:
    Notice.objects.all().delete()


def _plan(stage: Stage, *days: int) -> list[Notice]:
    edda = administer(stage, Role.EDITOR)
    stage.undo.append(_forget)
    now = timezone.now()
    return [
        save_notice(
            notice_id=None, from_at=now + timedelta(days=day), until_at=now + timedelta(days=day + 2),
            is_important=day == -1, words=WORDS, by=actor_of(edda), at=now,
        )
        for day in days
    ]  # fmt: skip


@prepares("portal:start", "notices")
def start_notices(stage: Stage) -> None:
    _plan(stage, -1, 0)
    stage.open("/", town=PROBE)
    stage.sees("Bürgerbüro am Freitag zu")


@prepares("administration:notices", "none")
def notices_none(stage: Stage) -> None:
    administer(stage, Role.EDITOR)
    _forget()
    stage.open(FOLDER)
    stage.sees("Hinweis planen")


@prepares("administration:notices", "planned")
def notices_planned(stage: Stage) -> None:
    _plan(stage, -9, -1, 3)
    stage.open(FOLDER)
    stage.sees("Jetzt auf der Startseite")


@prepares("administration:new_notice", "empty")
def new_notice_empty(stage: Stage) -> None:
    administer(stage, Role.EDITOR)
    stage.open(f"{FOLDER}neu/")


@prepares("administration:new_notice", "errors")
def new_notice_errors(stage: Stage) -> None:
    new_notice_empty(stage)
    stage.press("button[value=speichern]")
    stage.sees("Bitte prüfen Sie Ihre Angaben")


@prepares("administration:new_notice", "preview")
def new_notice_preview(stage: Stage) -> None:
    new_notice_empty(stage)
    stage.fill(title_de=WORDS["de"].title, source_de=WORDS["de"].source)
    stage.page.check("[name=is_important]")
    stage.press("button[value=vorschau]")
    stage.sees("Betriebsausflug")


@prepares("administration:notice", "stored")
def notice_stored(stage: Stage) -> None:
    (row,) = _plan(stage, -1)
    stage.open(f"{FOLDER}{row.pk}/")
    stage.sees("Jetzt beenden")


@prepares("administration:notice", "changed")
def notice_changed(stage: Stage) -> None:
    (row,) = _plan(stage, -1)
    stage.open(f"{FOLDER}{row.pk}/")
    Notice.objects.filter(pk=row.pk).update(is_important=False)
    stage.press("button[value=speichern]")
    stage.sees("Jemand hat diesen Hinweis inzwischen geändert.")
