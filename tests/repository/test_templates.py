"""Templates: each is used, knows its variables, and holds nothing that a strict content policy would stop."""

import ast
import re
from functools import lru_cache
from pathlib import Path

import pytest
from django.template import engines

from tests.conftest import UnknownVariable
from tests.repository.tree import SOURCE, modules, templates

INLINE = re.compile(
    r"<style\b|\sstyle\s*=|\son[a-z]+\s*=|javascript:|<script(?![^>]*\ssrc=)|\shx-on|hx-vals=[\"']js:", re.IGNORECASE
)
NAME = re.compile(r"[\w./-]+\.(html|txt)\Z")
USED = re.compile(r"{%\s*(?:include|extends)\s+[\"']([^\"']+)[\"']")


@pytest.mark.parametrize(
    "source",
    [
        "{{ unknown }}",
        "{{ unknown|default:'-' }}",
        "{{ known.unknown }}",
        "{% load ui %}{% button unknown %}",
        "{% include 'ui/components/badge.html' with text=unknown %}",
        "{% load i18n %}{% blocktranslate %}{{ unknown }}{% endblocktranslate %}",
    ],
)
def test_an_unknown_variable_fails(source: str) -> None:
    with pytest.raises(UnknownVariable):
        engines["django"].from_string(source).render({"known": "x"})


def test_a_question_whether_something_is_there_may_be_asked() -> None:
    assert engines["django"].from_string("{% if unknown %}x{% endif %}").render({}) == ""


@lru_cache
def written() -> tuple[frozenset[str], tuple[str, ...]]:
    """All texts in the source, and those made of parts as patterns: `f"booking/{name}.html"`."""
    texts, made = set[str](), []
    for path in modules(SOURCE):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
            if isinstance(node, ast.JoinedStr):
                made.append("".join(_part(value) for value in node.values))
    return frozenset(texts), tuple(pattern for pattern in made if pattern.endswith((r"\.html", r"\.txt")))


def _part(value: ast.expr) -> str:
    return re.escape(str(value.value)) if isinstance(value, ast.Constant) else "([a-z_-]+)"


def is_used(name: str, included: set[str]) -> bool:
    texts, made = written()
    if name in texts or name in included:
        return True
    found = (re.fullmatch(pattern, name) for pattern in made)
    return any(match is not None and set(match.groups()) <= texts for match in found)


def test_every_template_is_used() -> None:
    files = templates()
    included = {name for path in files.values() for name in USED.findall(path.read_text())}

    assert len(files) > 80
    assert [name for name in files if not is_used(name, included)] == []


def test_every_template_that_is_named_is_there() -> None:
    texts, _made = written()
    named = {text for text in texts if NAME.match(text) and "/" in text}
    named |= {name for path in templates().values() for name in USED.findall(path.read_text())}

    assert [name for name in named if name not in templates()] == []


@pytest.mark.parametrize("name", [name for name in templates() if "/mail/" not in name])
def test_a_page_holds_no_script_and_no_style(name: str) -> None:
    assert INLINE.findall(templates()[name].read_text()) == []


def test_a_letter_loads_nothing() -> None:
    letters = {name: path.read_text() for name, path in templates().items() if "/mail/" in name}

    assert letters
    assert [
        name for name, text in letters.items() if re.search(r"<(script|img(?! src=\"cid:)|link|iframe)\b|url\(", text)
    ] == []


def test_pages_know_no_styles_but_those_of_the_design() -> None:
    own = {Path(path).name for path in SOURCE.glob("*/static/**/*.css")}

    assert own == set()
