"""Writing the content of one service as rows, and keeping versions. Runs inside the transaction of an action."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from django.db.models import Max

from rathaus.catalogue.content import Content, Link, Words, content_of
from rathaus.catalogue.markup import sanitised
from rathaus.catalogue.models import Alias, Service, ServiceLink, ServiceText, ServiceVersion, Topic

HTML = ("description", "fees")
OF_THEIR_OWN = ("aliases", "links")  # words that have tables of their own


def write(service: Service, content: Content) -> None:
    """This will bring the rows of a service in line with the content; what it names and is not there is left out."""
    facts = asdict(content.facts)
    topics = Topic.objects.filter(slug__in=facts.pop("topics"))
    combinable = Service.objects.filter(slug__in=facts.pop("combinable"))
    for name, value in facts.items():
        setattr(service, name, list(value) if name == "channels" else value)
    service.save()
    service.topics.set(topics)
    service.combinable_with.set(combinable.exclude(pk=service.pk))
    given = {code: words for code, words in content.words.items() if words.title.strip()}
    service.texts.exclude(language__in=given).delete()
    for code, words in given.items():
        _write_words(service, code, words)
    _write_aliases(service, {(code, text) for code, words in given.items() for text in words.aliases})
    _write_links(service, [(code, link) for code, words in given.items() for link in words.links])


def keep(service: Service, at: datetime) -> ServiceVersion:
    """This will keep what stands there as the newest version."""
    newest = service.versions.first()
    return ServiceVersion.objects.create(
        service=service, number=newest.number + 1 if newest else 1,
        content=content_of(service).as_json(), saved_at=at,
    )  # fmt: skip


def keep_all(
    contents: Mapping[int, Content], at: datetime, *, imported: Mapping[int, Content] | None = None
) -> dict[int, int]:
    """This will keep the contents of many services as their newest versions, and return the numbers (2 queries)."""
    numbered = ServiceVersion.objects.filter(service__in=contents).values_list("service_id").annotate(Max("number"))
    newest = dict(numbered.order_by())
    numbers = {pk: newest.get(pk, 0) + 1 for pk in contents}
    theirs = {pk: content.as_json() for pk, content in (imported or {}).items()}
    ServiceVersion.objects.bulk_create(
        ServiceVersion(
            service_id=pk, number=numbers[pk], content=content.as_json(), imported=theirs.get(pk), saved_at=at
        )
        for pk, content in contents.items()
    )
    return numbers


def _write_words(service: Service, language: str, words: Words) -> None:
    values = asdict(words) | {"bring": list(words.bring)} | {name: sanitised(getattr(words, name)) for name in HTML}
    for name in OF_THEIR_OWN:
        del values[name]
    ServiceText.objects.update_or_create(service=service, language=language, defaults=values)


def _write_aliases(service: Service, wanted: set[tuple[str, str]]) -> None:
    there = {(a.language, a.text): a.pk for a in service.aliases.all()}
    service.aliases.filter(pk__in=[pk for pair, pk in there.items() if pair not in wanted]).delete()
    missing = sorted(wanted - there.keys())
    Alias.objects.bulk_create([Alias(service=service, language=code, text=text) for code, text in missing])


def _write_links(service: Service, wanted: list[tuple[str, Link]]) -> None:
    there = [(k.language, Link(k.title, k.url, k.is_form)) for k in service.links.order_by("language", "order", "id")]
    if there == sorted(wanted, key=lambda pair: pair[0]):
        return
    service.links.all().delete()
    ServiceLink.objects.bulk_create(
        ServiceLink(service=service, language=code, order=order, **asdict(link))
        for order, (code, link) in enumerate(wanted)
    )
