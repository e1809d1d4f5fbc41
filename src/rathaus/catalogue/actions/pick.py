"""Services that come with Rathaus become a town's own."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rathaus.audit.actions import Entry, next_sequence, record
from rathaus.catalogue.actions.source import STREAM
from rathaus.catalogue.models import Service, Topic, TopicText, WordsVersion
from rathaus.catalogue.samples import LANGUAGES, Data, content_of_sample, samples, topics
from rathaus.catalogue.storing import keep, write
from rathaus.core.errors import NotPermitted
from rathaus.identity.queries import Actor
from rathaus.identity.rights import Right


@transaction.atomic
def pick(*, slugs: Collection[str], by: Actor, at: datetime) -> list[Service]:
    """This will make the named samples services of the town; those already there and unknown ones are left out.

    They are ordinary services from then on; their life situations come along.

    :raises rathaus.core.errors.NotPermitted: for those who do not edit.
    """
    if not by.may(Right.EDIT):
        raise NotPermitted(_("Leistungen schreibt die Redaktion."))
    WordsVersion.objects.select_for_update().get()
    there = set(Service.objects.values_list("slug", flat=True))
    chosen = [data for slug, data in samples().items() if slug in slugs and slug not in there]
    _bring_topics({slug for data in chosen for slug in data["topics"]})
    made = [(Service.objects.create(slug=d["slug"], order=d["order"], source="demo", checked_at=at), d) for d in chosen]
    for service, data in made:
        _fill(service, data, at)
    if made:
        facts = (("slugs", [service.slug for service, _data in made]),)
        record([Entry(STREAM, next_sequence(STREAM), at, by.pseudonym, "catalogue.pick", "catalogue", (), facts)])
    return [service for service, _data in made]


def _fill(service: Service, data: Data, at: datetime) -> None:
    write(service, content_of_sample(data))
    for text in service.texts.all():
        text.keywords = data[text.language]["keywords"]
        text.save(update_fields=["keywords"])
    keep(service, at)


def _bring_topics(slugs: Collection[str]) -> None:
    """This will make those of the life situations that are not there yet."""
    there = set(Topic.objects.values_list("slug", flat=True))
    for data in topics():
        if data["slug"] in slugs and data["slug"] not in there:
            topic = Topic.objects.create(slug=data["slug"], order=data["order"])
            TopicText.objects.bulk_create(
                TopicText(
                    topic=topic, language=code, title=data[f"title_{code}"], summary=data.get(f"summary_{code}", "")
                )
                for code in LANGUAGES
                if f"title_{code}" in data
            )
