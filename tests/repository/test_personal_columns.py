"""Whatever column may hold data of a person is registered, so that the data protection officer finds and erases it."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from rathaus.core.persons import holdings
from rathaus.core.retention import rules

PERSONAL = re.compile(
    r"(^|_)(e?mail|mobile|phone|fax|name|surname|birth\w*|born|street|address|iban|remark|note|comment|text|message|"
    r"recipient|sender|ip|network|to)($|_)"
)
TYPES = (models.CharField, models.TextField, models.EmailField, models.JSONField, models.GenericIPAddressField)
# Words of the town about itself, of its offices and services; what the house needs to run.
OF_THE_TOWN = {
    f"offices.{name}"
    for name in (
        "office.street", "office.email", "office.phone", "place.email", "place.phone", "officetext.hours_note",
        "officetext.phone_hours",
    )
}  # fmt: skip
OF_THE_HOUSE = {
    "identity.provider.name",  # of the town's own sign-in: "Stadtkonto"
    "identity.staffsession.network",  # roughly from where; ends with the session, told with the account
}


def looks_personal(field: "models.Field[Any, Any]") -> bool:
    return isinstance(field, TYPES) and bool(PERSONAL.search(field.name))


def found() -> set[str]:
    ours = [model for model in apps.get_models() if model._meta.app_label not in FOREIGN]
    every = [field for model in ours for field in model._meta.concrete_fields if looks_personal(field)]
    return {f"{field.model._meta.label_lower}.{field.name}" for field in every}


FOREIGN = {"contenttypes", "auth", "procrastinate", "towns", "catalogue"}  # words of services; numbers; host names


def test_every_column_that_may_hold_a_person_is_registered() -> None:
    registered = set().union(*(holding.columns for holding in holdings()))

    assert found() - registered - OF_THE_TOWN - OF_THE_HOUSE == set()


def test_every_registered_column_exists() -> None:
    for holding in holdings():
        for column in holding.columns:
            model, _, name = column.rpartition(".")
            assert apps.get_model(model)._meta.get_field(name)


def test_every_holding_is_a_place_that_the_night_cleans_too_or_an_account() -> None:
    cleaned = {"booking.visits": "booking.contact", "offices.barriers": "offices.barrier"}

    assert {holding.name for holding in holdings()} == {*cleaned, "identity.accounts"}
    assert set(cleaned.values()) <= {rule.name for rule in rules()}


@pytest.mark.parametrize("name", ["email", "contact_mobile", "remark", "birth_date", "cancel_note", "name"])
def test_the_scan_sees_a_column_of_a_person(name: str) -> None:
    assert PERSONAL.search(name)
