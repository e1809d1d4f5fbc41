"""Form components: field, quantity, error summary, search with suggestions."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm, BoundField
from django.template import Library

from rathaus.ui.forms import error_target, errors_of, field_view, numbers_of

register = Library()


@dataclass(frozen=True)
class Suggestion:
    """One answer while typing: a page, and a few words about it."""

    title: str
    url: str
    note: str = ""


@register.inclusion_tag("ui/components/field.html")
def field(
    bound: BoundField,
    *,
    hint: str = "",
    autocomplete: str = "",
    inputmode: str = "",
    placeholder: str = "",
    size: str = "",
    rows: str = "",
    columns: bool = False,
) -> dict[str, Any]:
    """Show a form field with label, hint and errors, all bound to the control.

    `size` "2" or "4" makes a short input; `columns` puts radios or checkboxes side by side.
    """
    view = field_view(
        bound,
        hint=hint,
        autocomplete=autocomplete,
        inputmode=inputmode,
        placeholder=placeholder,
        rows=rows,
        size=f"kern-form-input__input--width-{size}" if size else "",
    )
    return {"field": view, "columns": columns}


@register.inclusion_tag("ui/components/quantity.html")
def quantity(bound: BoundField, *, hint: str = "", one: str = "", many: str = "") -> dict[str, Any]:
    """Show a small whole number: a list to choose from, with scripts minus and plus.

    `one` and `many` name the unit ("Person", "Personen").
    """
    return {
        "field": field_view(bound, hint=hint),
        "numbers": numbers_of(bound),
        "one": one,
        "many": many,
    }


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """Show all errors of `form` on top, each a link to its field; nothing when there is none."""
    entries = [(error, error_target(bound)) for bound in form if not bound.is_hidden for error in errors_of(bound)]
    hidden = [str(error) for bound in form.hidden_fields() for error in bound.errors]
    general = [*(str(error) for error in form.non_field_errors()), *hidden]
    return {"entries": entries, "general": general, "is_shown": bool(entries or general)}


@register.inclusion_tag("ui/components/search_box.html")
def search_box(
    action: str,
    *,
    suggest_url: str = "",
    value: str = "",
    label: str = "",
    placeholder: str = "",
    large: bool = False,
    id: str = "suche",  # noqa: A002 - named as in HTML
    name: str = "q",
) -> dict[str, Any]:
    """Show a search form; with `suggest_url` answers appear while typing."""
    return {
        "action": action,
        "suggest_url": suggest_url,
        "value": value,
        "label": label,
        "placeholder": placeholder,
        "large": large,
        "id": id,
        "name": name,
    }


@register.inclusion_tag("ui/components/suggestions.html")
def suggestions(items: Iterable[Suggestion], *, query: str = "", all_url: str = "") -> dict[str, Any]:
    """Show the answer to `suggest_url`: links, or what to do when nothing was found."""
    return {"items": list(items), "query": query, "all_url": all_url}
