"""Says what to do instead of what is wrong, where a form leaves Django's own error message."""

from collections.abc import Callable
from typing import Literal

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _

Ask = Literal["write", "choose", "tick"]
Wording = Callable[[str, Ask, ValidationError], str]


def error_texts(bound: BoundField, *, ask: Ask) -> list[str]:
    """Return the errors of `bound` as requests; a message that a form chose itself stays."""
    return [text for error in bound.errors.as_data() for text in _texts(error, label=str(bound.label), ask=ask)]


def _texts(error: ValidationError, *, label: str, ask: Ask) -> list[str]:
    message = getattr(error, "message", None)
    for default, wording in _WORDINGS:
        if message is default:
            return [wording(label, ask, error)]
    return [str(text) for text in error.messages]


def _required(label: str, ask: Ask, _error: ValidationError) -> str:
    if ask == "tick":
        return _("Bitte setzen Sie das Häkchen bei „%(label)s“.") % {"label": label.rstrip(".")}
    if ask == "choose":
        return _("Bitte wählen Sie etwas aus bei „%(label)s“.") % {"label": label}
    return _("Bitte füllen Sie „%(label)s“ aus.") % {"label": label}


def _not_in_list(label: str, _ask: Ask, _error: ValidationError) -> str:
    return _("Bitte wählen Sie bei „%(label)s“ einen Eintrag aus der Liste.") % {"label": label}


def _email(_label: str, _ask: Ask, _error: ValidationError) -> str:
    return _("Bitte prüfen Sie die E-Mail-Adresse. Sie sieht so aus: name@beispiel.de")


def _too_long(label: str, _ask: Ask, error: ValidationError) -> str:
    limit = (error.params or {}).get("limit_value", "")
    text = _("Bitte kürzen Sie „%(label)s“ auf höchstens %(limit)s Zeichen.")
    return text % {"label": label, "limit": limit}


def _unreadable(label: str, _ask: Ask, _error: ValidationError) -> str:
    return _("Bitte tippen Sie „%(label)s“ noch einmal: Ein Zeichen darin können wir nicht lesen.") % {"label": label}


_WORDINGS: tuple[tuple[object, Wording], ...] = (
    (forms.Field.default_error_messages["required"], _required),
    (forms.ChoiceField.default_error_messages["invalid_choice"], _not_in_list),
    (forms.MultipleChoiceField.default_error_messages["invalid_choice"], _not_in_list),
    (forms.ModelChoiceField.default_error_messages["invalid_choice"], _not_in_list),
    (validators.EmailValidator.message, _email),
    (validators.MaxLengthValidator.message, _too_long),
    (validators.ProhibitNullCharactersValidator.message, _unreadable),
)
