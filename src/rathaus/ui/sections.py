"""The sections of the administration: each app adds its own, and everybody sees those their rights open."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from rathaus.ui.frame import NavEntry


@dataclass(frozen=True)
class Section:
    """One entry: title, name of its URL, icon, the right it needs, and where it stands (smaller is higher)."""

    title: str | Promise
    view: str
    icon: str
    right: str
    order: int
    hint: str | Promise = ""


_sections: dict[str, Section] = {}


def add_section(section: Section) -> None:
    """This will add a section; adding it again replaces it (an app's `ready` calls this)."""
    _sections[section.view] = section


def sections(has: Callable[[str], bool]) -> list[Section]:
    """This will return the sections whose right is there, in their order."""
    return sorted((s for s in _sections.values() if has(s.right)), key=lambda s: (s.order, s.view))


def navigation(has: Callable[[str], bool], *, current: str) -> list[NavEntry]:
    """This will return the rail: the overview, then the sections; `current` is the name of a section's URL."""
    return [NavEntry(str(s.title), reverse(s.view), s.icon, is_current=s.view == current) for s in sections(has)]
