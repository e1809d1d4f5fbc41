"""What is done to towns: make one, step inside one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django_tenants.utils import schema_context

from rathaus.core.errors import Refused
from rathaus.towns.middleware import forget_hosts
from rathaus.towns.models import Domain, Town
from rathaus.towns.rules import check_schema_name, host_name
from rathaus.towns.schema import drop_schema, is_left_behind, make_schema


class NoSuchTown(Refused):
    """No town of that name."""


class TownExists(Refused):
    """The name or the host is taken."""


@contextmanager
def inside(name: str) -> Iterator[None]:
    """This will run the block inside the town of that schema name, and step back out.

    :raises NoSuchTown: when there is none.
    """
    with schema_context("public"):
        known = Town.objects.filter(schema_name=name).exists()
    if not known:
        raise NoSuchTown(f"there is no town named {name}")
    with schema_context(name):
        yield


def set_title(*, title: str) -> None:
    """This will give the current town another title; other processes show it after half a minute (see middleware).

    :raises django.core.exceptions.ValidationError: for what cannot be one.
    """
    town = Town.objects.get(schema_name=connection.schema_name)  # type: ignore[attr-defined]
    town.title = title
    town.clean_fields(exclude=["created_at"])
    Town.objects.filter(pk=town.pk).update(title=title)
    transaction.on_commit(forget_hosts)


def delete(*, name: str) -> None:
    """This will remove a town with all that is in it, or a schema that a broken `create` left behind.

    :raises NoSuchTown: when there is neither.
    """
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    town = Town.objects.filter(schema_name=name).first()
    if town is None and not is_left_behind(name):
        raise NoSuchTown(f"there is no town named {name}")
    with transaction.atomic():
        if town is not None:
            Domain.objects.filter(tenant=town).delete()
            Town.objects.filter(pk=town.pk).delete()
        drop_schema(name)
    forget_hosts()


def create(*, name: str, hosts: list[str], title: str, at: datetime, is_demo: bool = False) -> Town:
    """This will make a town: its schema from the template, its row, its host names.

    :raises TownExists: when the name or a host is taken.
    :raises NoHostName: when a host is none.
    :raises ReservedName: when PostgreSQL keeps the name for itself.
    :raises django.core.exceptions.ValidationError: when the name cannot be a schema.
    """
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    check_schema_name(name)
    hosts = list(dict.fromkeys(host_name(host) for host in hosts if host.strip()))
    town = Town(schema_name=name, title=" ".join(title.split()), is_demo=is_demo, created_at=at)
    taken = Town.objects.filter(schema_name=name).exists() or Domain.objects.filter(domain__in=hosts).exists()
    if taken:
        raise TownExists(f"the name {name} or one of its hosts is taken")
    town.clean_fields(exclude=["created_at"])
    if not hosts:
        raise ValidationError("a town needs a host name")
    make_schema(name)
    try:
        with transaction.atomic():
            town.save(verbosity=0)
            for number, host in enumerate(hosts):
                Domain.objects.create(domain=host, tenant=town, is_primary=number == 0)
    except Exception:
        drop_schema(name)
        raise
    forget_hosts()
    return town
