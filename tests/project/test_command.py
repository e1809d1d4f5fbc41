"""The command `rathaus` at an operator's terminal: one line for what is in the way."""

import sys

import pytest
from django.db import OperationalError, connection

from rathaus.project import cli


def said(monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    monkeypatch.setattr(sys, "argv", ["rathaus", *words])
    with pytest.raises(SystemExit) as ended:
        cli.execute()
    return str(ended.value)


@pytest.mark.parametrize("name", ["clone_tenant", "rename_schema", "create_tenant", "delete_tenant"])
def test_commands_that_go_around_the_rules_of_towns_are_not_offered(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert said(monkeypatch, name, "musterstadt") == (
        f"rathaus: {name} is not offered, it goes around the house's rules. See: rathaus town --help"
    )


def test_a_database_that_is_away_gets_one_line(town: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_words: object) -> None:
        raise OperationalError("connection failed: Connection refused\n\tIs the server running?\n")

    monkeypatch.setattr(connection, "cursor", away)

    assert said(monkeypatch, "town", "list") == (
        "rathaus: the database cannot be used: connection failed: Connection refused"
    )
