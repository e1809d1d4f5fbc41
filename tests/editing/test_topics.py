"""Edda writes life situations, and the order in which citizens see them, services and offices."""

from datetime import datetime

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from rathaus.audit.models import Event
from rathaus.catalogue import actions
from rathaus.catalogue.actions import TopicWords
from rathaus.catalogue.models import Service, Topic
from rathaus.catalogue.ordering import moved
from rathaus.catalogue.queries import services_by_topic
from rathaus.core.errors import NotPermitted
from rathaus.identity.queries import CITIZEN, Actor
from rathaus.offices.models import Office
from tests.editing.test_import_of_dldb import ADA

LIST = "/desk/verwaltung/leistungen/"


@pytest.fixture
def moving(editor: Actor, dog_tax: Service, now: datetime) -> Topic:
    """A life situation with a public service."""
    topic = actions.create_topic(words={"de": TopicWords(title="Umziehen")}, by=editor, at=now)
    dog_tax.topics.add(topic)
    return topic


def groups() -> list[tuple[str, int]]:
    return [(group.title, len(group.services)) for group in services_by_topic("de")]


@given(st.permutations(range(6)), st.sets(st.integers(0, 5)), st.integers(0, 5), st.booleans())
def test_only_one_moves_and_only_past_one_that_people_see(
    order: list[int], among: set[int], one: int, up: bool
) -> None:
    after = moved(order, among, one, up=up)

    assert [key for key in after if key != one] == [key for key in order if key != one]
    seen = [key for key in order if key in among | {one}]
    now = [key for key in after if key in among | {one}]
    assert abs(seen.index(one) - now.index(one)) <= 1
    assert moved(after, among, one, up=not up) == order or seen == now or after != order


def test_one_is_made_renamed_and_seen(browser: Client, dog_tax: Service) -> None:
    page = browser.post(f"{LIST}lebenslagen/", {"schritt": "neu", "title": "Umziehen"})
    topic = Topic.objects.get()
    assert (page["Location"], topic.slug) == (f"{LIST}lebenslagen/{topic.pk}/", "umziehen")
    dog_tax.topics.add(topic)

    browser.post(page["Location"], {"title_de": "Neu hier", "summary_de": "Willkommen.", "title_en": "New in town"})

    assert groups() == [("Neu hier", 1)]
    assert [group.title for group in services_by_topic("en")] == ["New in town"]
    assert Topic.objects.get().slug == "umziehen"


def test_two_who_write_at_once_notice_each_other(browser: Client, moving: Topic, editor: Actor, now: datetime) -> None:
    path = f"{LIST}lebenslagen/{moving.pk}/"
    stand = browser.get(path).context["stand"]
    seen = actions.words_of_topic(moving)
    actions.change_topic(topic_id=moving.pk, seen=seen, words={"de": TopicWords(title="Umzug")}, by=editor, at=now)

    page = browser.post(path, {"title_de": "Neu hier", "stand": stand})

    assert "Jemand hat diese Lebenslage inzwischen geändert." in page.content.decode()
    assert groups() == [("Umzug", 1)]
    browser.post(path, {"title_de": "Neu hier", "stand": page.context["stand"]})
    assert groups() == [("Neu hier", 1)]


def test_hidden_its_services_stay_to_be_found(browser: Client, moving: Topic) -> None:
    browser.post(f"{LIST}lebenslagen/", {"schritt": f"verbergen-{moving.pk}"})
    assert groups() == [("", 1)]

    browser.post(f"{LIST}lebenslagen/", {"schritt": f"zeigen-{moving.pk}"})
    assert groups() == [("Umziehen", 1)]


def test_deleted_its_services_stay_and_it_comes_back_as_it_was(browser: Client, moving: Topic, now: datetime) -> None:
    path = f"{LIST}lebenslagen/{moving.pk}/"
    Topic.objects.update(order=7, is_public=False)
    Topic.objects.create(slug="familie", order=8)
    words = actions.words_of_topic(moving)
    said = browser.get(path).content.decode()
    assert "Eine Leistung bleibt und wird weiter gefunden" in said
    assert "<li>Hundesteuer</li>" in said

    page = browser.post(path, {"schritt": "loeschen"}, follow=True)

    assert "Die Lebenslage „Umziehen“ ist gelöscht." in page.content.decode()
    assert list(Topic.objects.values_list("slug", flat=True)) == ["familie"]
    assert Service.objects.get().is_public
    undo = page.context["undo"]
    for _twice in range(2):
        browser.post(undo.url, undo.sent)
    back = Topic.objects.get(slug="umziehen")
    assert (back.order, back.is_public, actions.words_of_topic(back)) == (7, False, words)
    assert [service.slug for service in back.services.all()] == ["hundesteuer"]
    assert browser.get(f"{LIST}lebenslagen/").context["undo"] is None
    told = ["catalogue.delete_topic", "catalogue.bring_back_topic"]
    assert list(Event.objects.filter(action__in=told).values_list("action", flat=True)) == told


def test_a_new_name_is_taken_back(browser: Client, moving: Topic) -> None:
    path = f"{LIST}lebenslagen/{moving.pk}/"
    page = browser.post(path, {"title_de": "Neu hier", "title_en": "New in town"}, follow=True)

    undo = page.context["undo"]
    browser.post(undo.url, undo.sent)

    assert actions.words_of_topic(moving) == {"de": TopicWords(title="Umziehen")}


def test_a_name_that_somebody_changed_since_is_not_taken_back(
    browser: Client, moving: Topic, editor: Actor, now: datetime
) -> None:
    page = browser.post(f"{LIST}lebenslagen/{moving.pk}/", {"title_de": "Neu hier"}, follow=True)
    seen = actions.words_of_topic(moving)
    actions.change_topic(topic_id=moving.pk, seen=seen, words={"de": TopicWords(title="Umzug")}, by=editor, at=now)

    undo = page.context["undo"]
    again = browser.post(undo.url, undo.sent)

    assert "Jemand hat diese Lebenslage inzwischen geändert." in again.content.decode()
    assert groups() == [("Umzug", 1)]


def test_nobody_forges_what_was_deleted(browser: Client, moving: Topic) -> None:
    sent = {"schritt": "zurueckholen", "geloescht": "eyJzbHVnIjoieCJ9:1:x"}

    assert browser.post(f"{LIST}lebenslagen/", sent).status_code == 404
    assert Topic.objects.count() == 1


def test_they_stand_in_the_order_that_was_chosen(browser: Client, moving: Topic, editor: Actor, now: datetime) -> None:
    family = actions.create_topic(words={"de": TopicWords(title="Familie")}, by=editor, at=now)
    Service.objects.get().topics.add(family)
    assert [title for title, _n in groups()] == ["Umziehen", "Familie"]

    browser.post(f"{LIST}lebenslagen/", {"schritt": f"hoch-{family.pk}"})

    assert [title for title, _n in groups()] == ["Familie", "Umziehen"]


def test_services_move_past_those_of_the_same_list(browser: Client, town: str) -> None:
    for number, slug in enumerate("abc"):
        Service.objects.create(slug=slug, order=number, is_frequent=slug != "b")
    last = Service.objects.get(slug="c")

    page = browser.post(f"{LIST}reihenfolge/", {"was": "startseite", "schritt": f"hoch-{last.pk}"})

    assert page["Location"].endswith(f"?was=startseite#{last.pk}")
    assert list(Service.objects.values_list("slug", flat=True)) == ["c", "a", "b"]


def test_offices_are_ordered_by_those_who_plan(browser: Client, editor: Actor, now: datetime) -> None:
    first, second = (Office.objects.create(slug=slug) for slug in "ab")
    assert browser.get(f"{LIST}reihenfolge/?was=aemter").status_code == 404
    with pytest.raises(NotPermitted):
        actions.move(kind=Office, pk=second.pk, among={first.pk, second.pk}, up=True, by=editor, at=now)

    actions.move(kind=Office, pk=second.pk, among={first.pk, second.pk}, up=True, by=ADA, at=now)

    assert list(Office.objects.values_list("slug", flat=True)) == ["b", "a"]


def test_strangers_change_nothing(moving: Topic, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        actions.create_topic(words={"de": TopicWords(title="X")}, by=CITIZEN, at=now)
    with pytest.raises(NotPermitted):
        actions.show_topic(topic_id=moving.pk, is_public=False, by=CITIZEN, at=now)
    with pytest.raises(NotPermitted):
        actions.delete_topic(topic_id=moving.pk, by=CITIZEN, at=now)
    with pytest.raises(NotPermitted):
        actions.move(kind=Topic, pk=moving.pk, among=set(), up=True, by=CITIZEN, at=now)


@pytest.mark.parametrize(
    "step", ["hoch", "hoch-", "hoch-x", "hoch-99999999999", "hoch-" + "9" * 5000, "seitwaerts-1", ""]
)
def test_a_step_that_is_none_is_not_found(browser: Client, moving: Topic, step: str) -> None:
    assert browser.post(f"{LIST}lebenslagen/", {"schritt": step}).status_code == 404
    assert browser.post(f"{LIST}reihenfolge/", {"schritt": step, "was": "alle"}).status_code == 404
