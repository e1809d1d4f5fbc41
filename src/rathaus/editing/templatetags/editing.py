"""Names of fields, as pages show them."""

from collections.abc import Mapping

from django.template import Library

register = Library()


@register.filter
def named(labels: Mapping[str, str], name: str) -> str:
    """This will return the label of a field, or its name where it has none."""
    return labels.get(name, name)


@register.filter
def step(pk: int, name: str) -> str:
    """This will return the value of a button that does something to one row of a list."""
    return f"{name}-{pk}"
