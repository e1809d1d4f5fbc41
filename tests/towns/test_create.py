"""A new town: empty, like a migrated one, and nothing of it where it cannot be made."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tenants.utils import schema_context

from rathaus.core.errors import Refused
from rathaus.towns import actions, schema
from rathaus.towns.models import Domain, Town
from rathaus.towns.rules import host_name

COLUMNS = """
SELECT table_name, column_name, data_type, is_nullable, replace(column_default, %s, ''), is_identity
FROM information_schema.columns WHERE table_schema = %s ORDER BY 1, 2
"""
CONSTRAINTS = """
SELECT t.relname, c.conname, replace(pg_get_constraintdef(c.oid), %s, '')
FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid WHERE c.connamespace = %s::regnamespace ORDER BY 1, 2, 3
"""
INDEXES = "SELECT tablename, indexname, replace(indexdef, %s, '') FROM pg_indexes WHERE schemaname = %s ORDER BY 1, 2"
FUNCTIONS = """
SELECT proname, replace(pg_get_functiondef(oid), %s, '')
FROM pg_proc WHERE pronamespace = %s::regnamespace ORDER BY 1, 2
"""
TRIGGERS = """
SELECT t.relname, g.tgname, replace(pg_get_triggerdef(g.oid), %s, '')
FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid
WHERE t.relnamespace = %s::regnamespace AND NOT g.tgisinternal ORDER BY 1, 2
"""


def make(name: str = "neustadt", *hosts: str) -> Town:
    return actions.create(name=name, hosts=list(hosts or (f"{name}.localhost",)), title=name, at=timezone.now())


def described(name: str) -> list[list[tuple[str, ...]]]:
    found = []
    with connection.cursor() as cursor:
        for query in (COLUMNS, CONSTRAINTS, INDEXES, FUNCTIONS, TRIGGERS):
            cursor.execute(query, [f"{name}.", name])
            found.append([tuple(map(plain, row)) for row in cursor.fetchall()])
    return found


def plain(value: Any) -> str:
    """A definition without the casts and brackets that a dump words differently, meaning the same."""
    return re.sub(r"::(text|character varying)(\[\])?|[()]", "", str(value))


def schemas() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace")
        return {row[0] for row in cursor.fetchall()}


def test_a_copied_town_is_like_a_migrated_one(race_town: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make("copied")
    monkeypatch.setattr(schema, "_client_tools", lambda: None)
    make("migrated")

    copied, migrated = described("copied"), described("migrated")

    assert all(copied), [len(part) for part in copied]
    for one, other in zip(copied, migrated, strict=True):
        assert one == other
    assert schema.behind(["copied", "migrated"]) == []


def test_a_new_town_holds_nobody(race_town: str) -> None:
    make("neustadt")

    with schema_context("neustadt"), connection.cursor() as cursor:
        for table in ("booking_appointment", "identity_staff", "offices_office", "audit_event"):
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,), table


def test_no_foreign_key_leaves_a_town(race_town: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint c JOIN pg_class t ON t.oid = c.confrelid "
            "WHERE c.contype = 'f' AND c.connamespace <> t.relnamespace"
        )
        assert cursor.fetchall() == []


def test_a_new_town_answers_at_its_host_and_nowhere_else(race_town: str) -> None:
    make("neustadt", "Neustadt.Example.", "Überlingen.Example")

    assert Client(HTTP_HOST="xn--berlingen-p9a.example").get("/health/").status_code == 200
    assert Client(HTTP_HOST="neustadt.example").get("/health/").status_code == 200
    assert Client(HTTP_HOST="neustadt.localhost").get("/health/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("Rathaus.Neustadt.Example.", "rathaus.neustadt.example"),
        ("überlingen.example", "xn--berlingen-p9a.example"),
        ("groß-gerau.example", "xn--gro-gerau-i1a.example"),  # browsers keep the ß (IDNA 2008)
        ("xn--berlingen-p9a.example", "xn--berlingen-p9a.example"),
        ("127.0.0.1", "127.0.0.1"),
    ],
)
def test_a_host_is_kept_as_browsers_send_it(typed: str, sent: str) -> None:
    assert host_name(typed) == sent


IMPOSSIBLE = [
    ("musterstadt", "neu.localhost"), ("public", "neu.localhost"),
    ("neustadt", "localhost"), ("neustadt", "LOCALHOST"),
    ("information_schema", "neu.localhost"), ("pg_neu", "neu.localhost"), ("Neustadt", "neu.localhost"),
    ("neu-stadt", "neu.localhost"), ("neu stadt", "neu.localhost"), ('x"; DROP SCHEMA public', "neu.localhost"),
    ("neustadt", "https://neu.localhost/"), ("neustadt", "neu.localhost:8000"), ("neustadt", "neu stadt"),
    ("neustadt", "a..b"), ("neustadt", "x" * 300), ("neustadt", "a_b.localhost"), ("neustadt", "neu\n.localhost"),
    ("n" * 60, "neu.localhost"), ("", "neu.localhost"), ("neustadt", " "), (schema.TEMPLATE, "neu.localhost"),
]  # fmt: skip


def test_what_cannot_be_made_leaves_nothing(race_town: str, subtests: pytest.Subtests) -> None:
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    before = schemas(), Town.objects.count(), Domain.objects.count()

    for name, host in IMPOSSIBLE:
        with subtests.test(name=name, host=host):
            with pytest.raises((Refused, ValidationError)):
                make(name, host)
            assert (schemas(), Town.objects.count(), Domain.objects.count()) == before


def test_a_town_whose_row_cannot_be_written_leaves_nothing(race_town: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**values: Any) -> None:
        raise OSError("no")

    monkeypatch.setattr(Domain.objects, "create", broken)
    with pytest.raises(OSError, match="no"):
        make("neustadt")

    assert "neustadt" not in schemas()
    assert not Town.objects.filter(schema_name="neustadt").exists()


def test_a_schema_that_somebody_made_meanwhile_stays(race_town: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make("neustadt")
    monkeypatch.setattr(schema, "exists", lambda name: name == schema.TEMPLATE)

    with pytest.raises(schema.CannotMakeTown):
        schema.make_schema("neustadt")

    assert "neustadt" in schemas()


def test_nobody_enters_a_town_that_is_not_there(race_town: str) -> None:
    with pytest.raises(actions.NoSuchTown), actions.inside("nowhere"):
        pytest.fail("there is no such town")
