"""Ada, who runs the town, and Edda, who writes its words."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from rathaus.identity.actions import make_staff
from rathaus.identity.models import Staff
from rathaus.identity.queries import Actor, actor_of
from rathaus.identity.rights import Role

PASSWORD = "kranich-lampe-neun-segel"


@pytest.fixture
def ada(town: str, now: datetime) -> Staff:
    """An administrator of the whole town."""
    return make_staff(
        email="ada@amt.example", name="Ada Brandt", password=PASSWORD, office_ids=[], role=Role.ADMIN, at=now
    )


@pytest.fixture
def edda(town: str, now: datetime) -> Staff:
    """An editor of the whole town."""
    return make_staff(
        email="edda@amt.example", name="Edda Falk", password=PASSWORD, office_ids=[], role=Role.EDITOR, at=now
    )


@pytest.fixture
def editor(edda: Staff) -> Actor:
    """Edda, as actions know her."""
    return actor_of(edda)


@pytest.fixture
def administrator(ada: Staff) -> Actor:
    """Ada, as actions know her."""
    return actor_of(ada)


def browser_of(member: Staff) -> Client:
    """This will return the browser of a member who signed in."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(member)
    return client


def words(answer: Any) -> str:
    """This will return the page that came."""
    return str(answer.content.decode())
