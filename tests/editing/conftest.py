"""Edda, who writes what the town does."""

from datetime import datetime

import pytest
from django.test import Client

from rathaus.catalogue.actions import create_service
from rathaus.catalogue.content import Content, Facts, Words
from rathaus.catalogue.models import Service
from rathaus.identity.actions import make_staff
from rathaus.identity.models import Staff
from rathaus.identity.queries import Actor, actor_of
from rathaus.identity.rights import Role


@pytest.fixture
def edda(town: str, now: datetime) -> Staff:
    """An editor of the whole town."""
    return make_staff(
        email="edda@amt.example", name="Edda Falk", password="kranich-lampe-neun-segel", office_ids=[],
        role=Role.EDITOR, at=now,
    )  # fmt: skip


@pytest.fixture
def editor(edda: Staff) -> Actor:
    """Edda, as actions know her."""
    return actor_of(edda)


@pytest.fixture
def browser(edda: Staff) -> Client:
    """Edda's browser."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(edda)
    return client


@pytest.fixture
def dog_tax(editor: Actor, now: datetime) -> Service:
    """A service that Edda wrote."""
    words = {"de": Words(title="Hundesteuer", aliases=("Dackelabgabe",)), "en": Words(title="Dog tax")}
    return create_service(content=Content(facts=Facts(minutes=10), words=words), by=editor, at=now)
