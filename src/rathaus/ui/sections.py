"""The sections of the administration: each app adds its own, and everybody sees those their rights open."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext

from rathaus.ui.frame import NavEntry

OVERVIEW = "administration:overview"


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
    """This will return the rail: the overview, then the sections; `current` is the name of a section's URL.

    A narrow screen shows the overview and the section of just now; the others are one tap further.
    """
    overview = NavEntry(gettext("Übersicht"), reverse(OVERVIEW), "home", is_current=current in ("", OVERVIEW))
    entries = [_entry(section, is_current=section.view == current) for section in sections(has)]
    return [overview, *entries]


def _entry(section: Section, *, is_current: bool) -> NavEntry:
    url = reverse(section.view)
    return NavEntry(str(section.title), url, section.icon, is_current=is_current, is_minor=not is_current)
