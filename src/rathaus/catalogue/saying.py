"""Sentences that are made in one place and read in another, in the language of whoever reads: a text and its values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext


@dataclass(frozen=True)
class Said:
    """A text as gettext knows it (German), and the values that stand in it, which may be such texts themselves."""

    text: str
    values: tuple[tuple[str, "Value"], ...] = ()

    def __str__(self) -> str:
        return (
            gettext(self.text) % {name: str(value) for name, value in self.values}
            if self.values
            else gettext(self.text)
        )


Value = str | int | Said


def said(text: str, **values: Value) -> Said:
    """This will return a sentence; modules name this `_`, so that its text is collected for translation."""
    return Said(text, tuple(values.items()))


def kept(value: Value) -> Any:
    """This will return a sentence as JSON keeps it."""
    return [value.text, {name: kept(one) for name, one in value.values}] if isinstance(value, Said) else value


def from_kept(value: Any) -> Value:
    """This will return the sentence that JSON keeps."""
    if isinstance(value, list):
        values: Mapping[str, Any] = value[1]
        return Said(value[0], tuple((name, from_kept(one)) for name, one in values.items()))
    return value if isinstance(value, int) else str(value)
