"""Reads rendered HTML into a flat list of elements, enough to check names, ids and references."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.template import engines
from django.test import RequestFactory

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


@dataclass
class Element:
    tag: str
    attributes: Mapping[str, str]
    parents: tuple["Element", ...] = ()
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    def has_class(self, name: str) -> bool:
        return name in self.get("class").split()


class Markup(HTMLParser):
    """All elements of a page in order; the text of an element is what a screen reader says, children included."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()
        assert not self._open, f"never closed: {[element.tag for element in self._open]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"attribute twice on {tag}: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs}, tuple(self._open))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1].tag == tag, f"</{tag}> closes <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if any(element.get("aria-hidden") == "true" for element in self._open):
            return
        for element in self._open:
            element.words.append(data)

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.elements
            if tag in {"", element.tag} and all(element.attributes.get(name) == value for name, value in wanted.items())
        ]

    def one(self, tag: str = "", **attributes: str) -> Element:
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} of <{tag} {attributes}> in {self.html}"
        return found[0]

    def classed(self, name: str) -> list[Element]:
        return [element for element in self.elements if element.has_class(name)]

    @property
    def ids(self) -> list[str]:
        return [element["id"] for element in self.elements if "id" in element.attributes]


def render(template: str, *, path: str = "/", **context: Any) -> Markup:
    """Render a piece of template that may use every component."""
    head = "" if "{% extends" in template else "{% load ui %}"
    source = engines["django"].from_string(head + template)
    return Markup(source.render(context, RequestFactory().get(path)))
