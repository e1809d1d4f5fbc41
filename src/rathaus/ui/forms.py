"""Turns a bound Django field into what its component shows: label, hint, errors, control."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from django.forms import BoundField, widgets
from django.utils.safestring import SafeString, mark_safe

from rathaus.ui.wording import Ask, error_texts

Kind = Literal["input", "textarea", "select", "file", "radios", "checkboxes", "checkbox", "hidden"]


@dataclass(frozen=True)
class Option:
    """One radio button or checkbox of a group."""

    id: str
    name: str
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class FieldView:
    """All that the template of a field needs; ids are unique because Django's are."""

    kind: Kind
    id: str
    name: str
    label: str
    hint: str
    hint_id: str
    errors: list[str]
    error_id: str
    is_optional: bool
    described_by: str
    control: SafeString = field(default_factory=lambda: SafeString(""))
    options: list[Option] = field(default_factory=list)


_INPUT = ("kern-form-input__input", "kern-form-input__input--error")
_CLASSES: dict[Kind, tuple[str, str]] = {
    "input": _INPUT,
    "file": _INPUT,
    "textarea": _INPUT,
    "select": ("kern-form-input__select", "kern-form-input__select--error"),
    "checkbox": ("kern-form-check__checkbox", "kern-form-check__checkbox--error"),
}


def field_view(bound: BoundField, *, hint: str = "", **attributes: str) -> FieldView:
    """Describe `bound` for the template; empty `attributes` are left out."""
    kind = kind_of(bound)
    identity = bound.auto_id or bound.html_name
    text = hint or str(bound.help_text)
    errors = errors_of(bound)
    hint_id, error_id = f"{identity}-hint", f"{identity}-error"
    described = " ".join([*([hint_id] if text else []), *([error_id] if errors else [])])
    return FieldView(
        kind=kind,
        id=identity,
        name=bound.html_name,
        label=str(bound.label),
        hint=text,
        hint_id=hint_id,
        errors=errors,
        error_id=error_id,
        is_optional=not bound.field.required and kind != "checkbox",
        described_by=described,
        control=_control(bound, kind, described, attributes),
        options=_options(bound) if kind in {"radios", "checkboxes"} else [],
    )


def kind_of(bound: BoundField) -> Kind:
    """Tell which component shows `bound`."""
    widget = bound.field.widget
    pairs: Iterable[tuple[type[widgets.Widget], Kind]] = (
        (widgets.CheckboxSelectMultiple, "checkboxes"),
        (widgets.RadioSelect, "radios"),
        (widgets.CheckboxInput, "checkbox"),
        (widgets.Select, "select"),
        (widgets.Textarea, "textarea"),
        (widgets.FileInput, "file"),
        (widgets.HiddenInput, "hidden"),
    )
    return next((kind for cls, kind in pairs if isinstance(widget, cls)), "input")


def error_target(bound: BoundField) -> str:
    """Return the id of the element that a link to this field's error must focus."""
    if kind_of(bound) in {"radios", "checkboxes"}:
        options = _options(bound)
        return options[0].id if options else str(bound.auto_id)
    return str(bound.id_for_label or bound.auto_id)


def errors_of(bound: BoundField) -> list[str]:
    """List what to do about the errors of `bound`."""
    kind = kind_of(bound)
    ask: Ask = "tick" if kind == "checkbox" else "write"
    return error_texts(bound, ask="choose" if kind in {"select", "radios", "checkboxes"} else ask)


def numbers_of(bound: BoundField) -> list[tuple[int, bool]]:
    """List the whole numbers that `bound` accepts, each with "is chosen".

    :raises ValueError: if the field has neither choices nor a least and a greatest value.
    """
    choices = getattr(bound.field, "choices", None)
    if choices is not None:
        numbers = [int(value) for value, _ in choices if str(value).isdecimal()]
    else:
        least, most = (getattr(bound.field, name, None) for name in ("min_value", "max_value"))
        if least is None or most is None:
            message = f"{bound.html_name} needs min_value and max_value"
            raise ValueError(message)
        numbers = list(range(least, most + 1))
    chosen = str(bound.value() if bound.value() is not None else numbers[0])
    return [(number, str(number) == chosen) for number in numbers]


def _control(bound: BoundField, kind: Kind, described: str, attributes: dict[str, str]) -> SafeString:
    if kind in {"radios", "checkboxes"}:
        return SafeString("")
    if kind == "hidden":
        return mark_safe(bound.as_widget())  # noqa: S308 - Django's own widget, escaped
    usual, wrong = _CLASSES[kind]
    classes = [usual, wrong if bound.errors else "", attributes.pop("size", "")]
    attrs: dict[str, str | bool] = {"class": " ".join(filter(None, classes))}
    attrs |= {key: value for key, value in attributes.items() if value}
    if described:
        attrs["aria-describedby"] = described
    return mark_safe(bound.as_widget(attrs=attrs))  # noqa: S308 - Django's own widget, escaped


def _options(bound: BoundField) -> list[Option]:
    return [
        Option(
            id=str(part.id_for_label),
            name=str(part.data["name"]),
            value=str(part.data["value"]),
            label=str(part.choice_label),
            is_chosen=bool(part.data["selected"]),
        )
        for part in bound.subwidgets
    ]
