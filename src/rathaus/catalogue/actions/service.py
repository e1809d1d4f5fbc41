"""What editors do to a service: written, changed, published or hidden, brought back to an earlier version."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rathaus.audit.actions import Entry, next_sequence, record
from rathaus.catalogue.content import Content, Words, content_of, differences, from_json
from rathaus.catalogue.models import Service, ServiceVersion, WordsVersion
from rathaus.catalogue.slugs import free_slug
from rathaus.catalogue.storing import keep, write
from rathaus.core.errors import NotPermitted, Refused
from rathaus.identity.queries import Actor
from rathaus.identity.rights import Right


class NeedsGermanTitle(Refused):
    """A service has a title in German, on which all other languages fall back."""


class ChangedMeanwhile(Refused):
    """Somebody else saved since the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Jemand hat diese Leistung inzwischen geändert. Ihre Angaben stehen noch im Formular: Vergleichen Sie "
                "mit der gespeicherten Fassung, dann speichern Sie noch einmal."
            )
        )


@transaction.atomic
def create_service(*, content: Content, by: Actor, at: datetime) -> Service:
    """This will make a service; its address on the pages comes from the German title and stays.

    :raises NeedsGermanTitle: without a title in German.
    :raises rathaus.core.errors.NotPermitted: for those who do not edit.
    """
    _check(content, by)
    _wait_for_imports()
    title = content.words["de"].title
    service = Service(slug=free_slug(title, set(Service.objects.values_list("slug", flat=True))), checked_at=at)
    write(service, content)
    keep(service, at)
    _tell(service, "catalogue.create_service", by, at)
    return service


@transaction.atomic
def change_service(*, service_id: int, seen: int, content: Content, by: Actor, at: datetime) -> list[str]:
    """This will bring a service in line with the content, keep the version, and return the names of what changed.

    Content that changes nothing writes nothing.

    :raises ChangedMeanwhile: when it is not the revision that the editor saw (`seen`, `Service.revision`).
    :raises NeedsGermanTitle: without a title in German.
    :raises rathaus.core.errors.NotPermitted: for those who do not edit.
    """
    _check(content, by)
    service = _locked(service_id)
    if seen != service.revision:
        raise ChangedMeanwhile
    return _change(service, content, "catalogue.change_service", by, at)


@transaction.atomic
def publish(*, service_id: int, is_public: bool, by: Actor, at: datetime) -> None:
    """This will show a service to citizens or hide it; what is booked stays.

    :raises rathaus.core.errors.NotPermitted: for those who do not edit.
    """
    service = _locked(service_id)
    _check_edits(by)
    content = content_of(service)
    content = replace(content, facts=replace(content.facts, is_public=is_public))
    _change(service, content, "catalogue.publish" if is_public else "catalogue.hide", by, at)


@transaction.atomic
def restore(*, version: ServiceVersion, by: Actor, at: datetime) -> None:
    """This will bring a service back to an earlier version; that is a new version, so it can be undone too.

    Whether citizens see the service stays as it is; life situations that are no more are left out.

    :raises rathaus.core.errors.NotPermitted: for those who do not edit.
    """
    _check_edits(by)
    service = _locked(version.service_id)
    content = from_json(version.content, missing=content_of(service))
    content = replace(content, facts=replace(content.facts, is_public=service.is_public))
    _change(service, content, "catalogue.restore", by, at)


def _check_edits(by: Actor) -> None:
    if not by.may(Right.EDIT):
        raise NotPermitted(_("Leistungen schreibt die Redaktion."))


def _check(content: Content, by: Actor) -> None:
    _check_edits(by)
    if not content.words.get("de", Words()).title.strip():
        raise NeedsGermanTitle(_("Bitte geben Sie der Leistung einen Namen auf Deutsch."), field="title")


def _wait_for_imports() -> None:
    WordsVersion.objects.select_for_update().get()


def _locked(service_id: int) -> Service:
    _wait_for_imports()
    return Service.objects.select_for_update(no_key=True).get(pk=service_id)


def _change(service: Service, content: Content, action: str, by: Actor, at: datetime) -> list[str]:
    before = content_of(service)
    newest = service.versions.first()
    if newest is None or from_json(newest.content) != before:  # written by an import since
        keep(service, at)
    write(service, content)
    names = sorted({f"{d.language}.{d.name}".lstrip(".") for d in differences(before, content_of(service))})
    if names:
        service.revision += 1
        service.save(update_fields=["revision"])
        keep(service, at)
        _tell(service, action, by, at, names)
    return names


def _tell(service: Service, action: str, by: Actor, at: datetime, changed: list[str] | None = None) -> None:
    stream = f"catalogue/service/{service.pk}"
    facts = (("slug", service.slug), ("changed", changed or []))
    record([Entry(stream, next_sequence(stream), at, by.pseudonym, action, "catalogue", (), facts)])
