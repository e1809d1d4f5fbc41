"""What editors do to life situations, and to the order in which citizens see them, services and offices."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rathaus.audit.actions import Entry, next_sequence, record
from rathaus.catalogue.actions.service import NeedsGermanTitle
from rathaus.catalogue.models import Service, Topic, TopicText, WordsVersion
from rathaus.catalogue.ordering import moved
from rathaus.catalogue.slugs import free_slug
from rathaus.core.errors import NotPermitted, Refused
from rathaus.identity.queries import Actor
from rathaus.identity.rights import Right
from rathaus.offices.models import Office

STREAM = "catalogue/order"
Ordered = type[Topic | Service | Office]


class TopicChanged(Refused):
    """Somebody else saved since the page was opened."""

    def __init__(self) -> None:
        text = _(
            "Jemand hat diese Lebenslage inzwischen geändert. Speichern Sie noch einmal, dann gelten Ihre Angaben."
        )
        super().__init__(text)


@dataclass(frozen=True, kw_only=True)
class TopicWords:
    """A life situation's words in one language; without a title there are none."""

    title: str = ""
    summary: str = ""


@transaction.atomic
def create_topic(*, words: Mapping[str, TopicWords], by: Actor, at: datetime) -> Topic:
    """This will make a life situation, the last of all; its address comes from the German title and stays.

    :raises NeedsGermanTitle: without a title in German.
    :raises rathaus.core.errors.NotPermitted: for those who do not edit.
    """
    _check(words, by)
    _wait_for_imports()
    there = dict(Topic.objects.values_list("slug", "order"))
    topic = Topic.objects.create(slug=free_slug(words["de"].title, there), order=max(there.values(), default=0) + 1)
    _write(topic, words)
    _tell(topic, "catalogue.create_topic", by, at)
    return topic


@transaction.atomic
def change_topic(
    *, topic_id: int, seen: Mapping[str, TopicWords], words: Mapping[str, TopicWords], by: Actor, at: datetime
) -> None:
    """This will change the words of a life situation in the given languages.

    :raises TopicChanged: when the words are not any more those that the editor saw (`seen`).
    :raises NeedsGermanTitle: without a title in German.
    :raises rathaus.core.errors.NotPermitted: for those who do not edit.
    """
    _check(words, by)
    _wait_for_imports()
    topic = Topic.objects.select_for_update(no_key=True).get(pk=topic_id)
    there = words_of_topic(topic)
    if there == words:
        return
    if there != seen:
        raise TopicChanged
    _write(topic, words)
    _tell(topic, "catalogue.change_topic", by, at)


@transaction.atomic
def show_topic(*, topic_id: int, is_public: bool, by: Actor, at: datetime) -> None:
    """This will show a life situation to citizens or hide it; its services stay, and stay with it.

    :raises rathaus.core.errors.NotPermitted: for those who do not edit.
    """
    _check_edits(by)
    _wait_for_imports()
    topic = Topic.objects.select_for_update(no_key=True).get(pk=topic_id)
    if topic.is_public != is_public:
        topic.is_public = is_public
        topic.save(update_fields=["is_public"])
        _tell(topic, "catalogue.show_topic" if is_public else "catalogue.hide_topic", by, at)


@dataclass(frozen=True, kw_only=True)
class Gone:
    """A life situation that was deleted, with all that is needed to bring it back; `services` are slugs."""

    slug: str
    order: int
    is_public: bool
    words: Mapping[str, TopicWords]
    services: tuple[str, ...]


@transaction.atomic
def delete_topic(*, topic_id: int, by: Actor, at: datetime) -> Gone:
    """This will delete a life situation and return what it was; its services stay, without it.

    :raises rathaus.core.errors.NotPermitted: for those who do not edit.
    """
    _check_edits(by)
    _wait_for_imports()
    topic = Topic.objects.select_for_update().get(pk=topic_id)
    services = tuple(topic.services.order_by("slug").values_list("slug", flat=True))
    gone = Gone(
        slug=topic.slug, order=topic.order, is_public=topic.is_public, words=words_of_topic(topic), services=services
    )
    _tell(topic, "catalogue.delete_topic", by, at)
    topic.delete()
    return gone


@transaction.atomic
def bring_back_topic(*, gone: Gone, by: Actor, at: datetime) -> Topic:
    """This will make a deleted life situation anew, where it stood, with those of its services that still are.

    Asked for twice, it is made once.

    :raises rathaus.core.errors.NotPermitted: for those who do not edit.
    """
    _check_edits(by)
    _wait_for_imports()
    there = Topic.objects.filter(slug=gone.slug).first()
    if there is not None:
        return there
    topic = Topic.objects.create(slug=gone.slug, order=gone.order, is_public=gone.is_public)
    _write(topic, gone.words)
    topic.services.set(Service.objects.filter(slug__in=gone.services))
    _tell(topic, "catalogue.bring_back_topic", by, at)
    return topic


@transaction.atomic
def move(*, kind: Ordered, pk: int, among: Collection[int], up: bool, by: Actor, at: datetime) -> None:
    """This will move a life situation, a service or an office past the next above or below it of those `among`.

    :raises rathaus.core.errors.NotPermitted: for those who do not edit, or do not plan offices in the whole town.
    """
    if not by.may(Right.PLAN if kind is Office else Right.EDIT):
        raise NotPermitted(_("Diese Reihenfolge bestimmen andere."))
    _wait_for_imports()
    rows: dict[int, Any] = {
        row.pk: row for row in kind.objects.select_for_update(no_key=True).order_by("order", "slug")
    }
    order = moved(list(rows), among, pk, up=up)
    if order == list(rows):
        return
    for number, key in enumerate(order, start=1):
        rows[key].order = number
    kind.objects.bulk_update(rows.values(), ["order"], 500)
    facts = (("slug", rows[pk].slug), ("up", "yes" if up else "no"))
    action = f"catalogue.move_{kind.__name__.lower()}"
    record([Entry(STREAM, next_sequence(STREAM), at, by.pseudonym, action, "catalogue", (), facts)])


def words_of_topic(topic: Topic) -> dict[str, TopicWords]:
    """This will return a life situation's words by language (1 query)."""
    return {text.language: TopicWords(title=text.title, summary=text.summary) for text in topic.texts.all()}


def _check(words: Mapping[str, TopicWords], by: Actor) -> None:
    _check_edits(by)
    if not words.get("de", TopicWords()).title.strip():
        raise NeedsGermanTitle(_("Bitte geben Sie der Lebenslage einen Namen auf Deutsch."), field="title_de")


def _check_edits(by: Actor) -> None:
    if not by.may(Right.EDIT):
        raise NotPermitted(_("Lebenslagen schreibt die Redaktion."))


def _wait_for_imports() -> None:
    WordsVersion.objects.select_for_update().get()


def _write(topic: Topic, words: Mapping[str, TopicWords]) -> None:
    given = {code: one for code, one in words.items() if one.title.strip()}
    topic.texts.exclude(language__in=given).delete()
    for code, one in given.items():
        values = {"title": one.title.strip(), "summary": one.summary.strip()}
        TopicText.objects.update_or_create(topic=topic, language=code, defaults=values)


def _tell(topic: Topic, action: str, by: Actor, at: datetime) -> None:
    stream = f"catalogue/topic/{topic.pk}"
    facts = (("slug", topic.slug),)
    record([Entry(stream, next_sequence(stream), at, by.pseudonym, action, "catalogue", (), facts)])
