"""No table and no event says which member of staff did what; the trail does, by a pseudonym."""

import re
from dataclasses import fields
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from rathaus.core.events import Event
from rathaus.identity.models import Staff

NAMES_STAFF = re.compile(r"(^|_)(staff|clerk|user|member|actor|author|editor|by)(_id)?$")
# Who may sign in, as what and from where; the trail; and words for a way ("online", "phone"), not for a person.
KNOWN = {
    "identity.assignment.staff",
    "identity.link.staff",  # whom the town's own sign-in means
    "identity.passkey.staff",
    "identity.recoverycode.staff",
    "identity.staffsession.staff",
    "mfa.authenticator.user",
    "account.emailaddress.user",
    "audit.event.actor",
    "booking.appointment.booked_by",
    "booking.appointment.cancelled_by",
}
# Letters to the member themselves; a failed job is forgotten after 30 days.
KNOWN_EVENTS = {"StaffInvited.staff_id", "SignInChanged.staff_id"}


def names_staff(field: "models.Field[Any, Any]") -> bool:
    is_key = field.is_relation and field.related_model is Staff
    return is_key or bool(NAMES_STAFF.search(field.name))


def events(of: type[Event] = Event) -> list[type[Event]]:
    return [one for kind in of.__subclasses__() for one in [kind, *events(kind)]]


def test_no_other_column_names_staff() -> None:
    every = [field for model in apps.get_models() for field in model._meta.concrete_fields]
    found = {f"{field.model._meta.label_lower}.{field.name}" for field in every if names_staff(field)}

    assert {name for name in found if not name.startswith("procrastinate.")} - KNOWN == set()
    assert "identity.assignment.staff" in found


def test_no_other_event_names_staff() -> None:
    found = {f"{kind.__name__}.{field.name}" for kind in events() for field in fields(kind)}

    assert {name for name in found if NAMES_STAFF.search(name.partition(".")[2])} == KNOWN_EVENTS


@pytest.mark.parametrize("name", ["saved_by", "clerk_id", "author", "called_by_staff"])
def test_the_scan_sees_a_column_that_names_staff(name: str) -> None:
    assert NAMES_STAFF.search(name)


def test_no_account_says_when_its_member_came_last() -> None:
    assert {field.name for field in Staff._meta.concrete_fields} & {"last_login", "last_seen", "seen_at"} == set()
