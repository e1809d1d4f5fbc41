"""What the database refuses has a name in words, and a test that tries it."""

import re

import pytest
from django.apps import apps
from django.db import connection

from tests.repository.tree import ROOT, SOURCE

ADDED = re.compile(r"ADD CONSTRAINT\s+(\w+)", re.IGNORECASE)


def ours() -> list[str]:
    """The constraints of all our models and those that migrations write in SQL."""
    models = [model for model in apps.get_models() if model.__module__.startswith("rathaus.")]
    declared = {constraint.name for model in models for constraint in model._meta.constraints}
    texts = [path.read_text() for path in SOURCE.glob("*/migrations/*.py")]
    written = {name for text in texts for name in ADDED.findall(text)}
    return sorted(declared | written)


@pytest.mark.parametrize("name", ours())
def test_every_constraint_is_tried(name: str) -> None:
    assert [path.name for path in (ROOT / "tests").rglob("test_*.py") if name in path.read_text()]


@pytest.mark.parametrize("name", ours())
def test_every_constraint_is_named_in_words(name: str) -> None:
    app = name.partition("_")[0]

    assert app in {config.label for config in apps.get_app_configs()}
    assert len(name.split("_")) >= 3
    assert not re.search(r"_(check|uniq|unique|constraint|ck|uc)\d*$", name)


def test_the_database_has_just_these_checks(town: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.conname FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid "
            "JOIN pg_namespace n ON n.oid = t.relnamespace "
            "WHERE n.nspname IN ('musterstadt', 'public') AND c.contype = 'c' AND t.relname !~ "
            "'^(django|auth|account|mfa|procrastinate)_'"
        )
        found = {name for (name,) in cursor.fetchall()}

    # Django makes checks of its own for numbers that are never negative.
    assert {name for name in found - set(ours()) if not name.endswith("_check")} == set()
