"""What Ada and Edda did in the administration they take back by a press."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from rathaus.identity.models import Assignment, Staff
from rathaus.identity.queries import Actor
from rathaus.offices.actions import NoticeWords, save_notice
from rathaus.offices.models import Notice
from rathaus.offices.queries import place
from rathaus.towns.queries import title
from tests.administration.conftest import browser_of

HOUSE = "/desk/verwaltung/"


def undone(browser: Client, answer: Any) -> None:
    """Press the button that the page after a step offers."""
    undo = answer.context["undo"]
    assert "Rückgängig machen" in answer.content.decode()
    assert browser.post(undo.url, undo.sent).status_code == 302


def test_a_new_name_of_the_town(ada: Staff) -> None:
    browser, before = browser_of(ada), title()

    done = browser.post(f"{HOUSE}stadt/", {"schritt": "name", "title": "Stadt Anders"}, follow=True)
    assert title() == "Stadt Anders"
    undone(browser, done)

    assert title() == before


@pytest.mark.parametrize("before", [{"light": "", "dark": ""}, {"light": "#1a5f3c", "dark": "#8fd3ae"}])
def test_colours(ada: Staff, before: dict[str, str]) -> None:
    browser = browser_of(ada)
    browser.post(f"{HOUSE}stadt/farben/", before)

    done = browser.post(f"{HOUSE}stadt/farben/", {"light": "#000000", "dark": "#ffffff"}, follow=True)
    assert place().colour_light == "#000000"
    undone(browser, done)

    assert (place().colour_light, place().colour_dark) == (before["light"], before["dark"])


@pytest.mark.parametrize("days", [None, 3])
def test_a_notice_that_was_ended(edda: Staff, editor: Actor, now: datetime, days: int | None) -> None:
    until = None if days is None else now + timedelta(days=days)
    row = save_notice(
        notice_id=None, from_at=now - timedelta(days=1), until_at=until, is_important=True,
        words={"de": NoticeWords("Ausflug", "Alle weg."), "en": NoticeWords("Outing")}, by=editor, at=now,
    )  # fmt: skip
    before = Notice.objects.values().get()
    browser = browser_of(edda)

    done = browser.post(f"{HOUSE}hinweise/{row.pk}/", {"schritt": "beenden"}, follow=True)
    assert Notice.objects.get().until_at != until
    undone(browser, done)

    assert Notice.objects.values().get() == before


def test_a_role_that_was_taken(ada: Staff, edda: Staff) -> None:
    browser, path = browser_of(ada), f"{HOUSE}personal/{edda.pk}/"
    role = Assignment.objects.get(staff=edda)

    done = browser.post(path, {"schritt": "rolle-nehmen", "rolle": str(role.pk)}, follow=True)
    assert not edda.assignments.exists()
    undone(browser, done)

    assert edda.assignments.get().role == role.role
