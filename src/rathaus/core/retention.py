"""Deletion as data: what is kept for how long and why, in one table that the night works through.

Each app adds its rules when it is ready. The same table stands on the privacy page of every town.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.functional import Promise


class Forget(Protocol):
    """Deletes one batch of what is over."""

    def __call__(self, *, at: datetime) -> int:
        """This will delete it and return how many there were."""


@dataclass(frozen=True)
class Rule:
    """What is forgotten when, and why it is kept until then (Art. 5 (1) (e), Art. 13 (2) (a) GDPR).

    `forget` deletes one batch of what is over at a moment, in a transaction of its own, and returns how many there
    were; it is called until none are left.
    """

    name: str
    data: str | Promise
    keeps: str | Promise
    reason: str | Promise
    forget: "Forget"


_rules: dict[str, Rule] = {}


def keep(added: Rule) -> None:
    """This will add a rule (an app's `ready` calls this)."""
    _rules[added.name] = added


def rules() -> list[Rule]:
    """This will return every rule, by name."""
    return [_rules[name] for name in sorted(_rules)]


def rule(name: str) -> Rule:
    """This will return the rule of that name."""
    return _rules[name]


def forget_due(*, at: datetime) -> dict[str, int]:
    """This will forget in the current town all that is over at the moment; returns how many per rule."""
    return {one.name: _forget_all(one, at) for one in rules()}


def _forget_all(due: Rule, at: datetime) -> int:
    total = 0
    while number := due.forget(at=at):
        total += number
    return total
