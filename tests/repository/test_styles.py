"""Our style sheets: readable from either side, and coloured by tokens alone."""

import re
from pathlib import Path

import pytest

from tests.repository.tree import SOURCE, named

STYLES = sorted((SOURCE / "ui" / "styles").glob("*.css"))
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
DECLARATION = re.compile(r"(?:^|[{;])\s*([\w-]+)\s*:\s*([^;{}]+)(?=[;}])")
SIDED = re.compile(
    r"(margin|padding|border|scroll-margin|scroll-padding|inset)-(left|right)(-.*)?|left|right"
    r"|border-(top|bottom)-(left|right)-radius"
)
SIDED_VALUE = {
    "text-align": {"left", "right"}, "float": {"left", "right"}, "clear": {"left", "right"},
    "caption-side": {"left", "right"}, "justify-content": {"left", "right"}, "justify-self": {"left", "right"},
}  # fmt: skip
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(rgb|rgba|hsl|hsla|lab|lch|oklab|oklch)\(")
NAMED_COLOUR = re.compile(r"\b(white|black|red|green|blue|gr[ae]y|yellow|orange)\b")
COLOURED = re.compile(r"(^|-)(color|background|border|outline|shadow|fill|stroke)(-|$)")


def declarations(path: Path) -> list[tuple[str, str]]:
    """What a sheet declares, as (property, value)."""
    css = COMMENT.sub("", path.read_text())
    return [(name, value.strip()) for name, value in DECLARATION.findall(css)]


@pytest.mark.parametrize("path", STYLES, ids=named)
def test_no_rule_knows_left_from_right(path: Path) -> None:
    found = [
        (name, value)
        for name, value in declarations(path)
        if SIDED.fullmatch(name) or value in SIDED_VALUE.get(name, set())
    ]

    assert found == []


@pytest.mark.parametrize("path", [path for path in STYLES if path.stem != "tokens"], ids=named)
def test_colours_come_from_tokens(path: Path) -> None:
    found = [
        (name, value)
        for name, value in declarations(path)
        if COLOUR.search(re.sub(r"url\([^)]*\)", "", value)) or (COLOURED.search(name) and NAMED_COLOUR.search(value))
    ]

    assert found == []


def test_declarations_are_found_at_all() -> None:
    found = {name for path in STYLES for name, _value in declarations(path)}

    assert {"margin-block-start", "padding-inline", "color", "border-block-end", "grid-template-columns"} <= found


@pytest.mark.parametrize("path", STYLES, ids=named)
def test_every_rule_stands_in_a_layer(path: Path) -> None:
    css = COMMENT.sub("", path.read_text())
    outside, depth = "", 0
    for character in css:
        depth -= character == "}"
        outside += character if not depth else ""
        depth += character == "{"

    assert all(part.strip().startswith("@layer rh.") for part in outside.replace("}", "").split("{") if part.strip())


def test_every_token_that_is_read_is_set_somewhere() -> None:
    own = {name for path in STYLES for name, _value in declarations(path) if name.startswith("--rh-")}
    read = {name for path in STYLES for name in re.findall(r"var\((--rh-[\w-]+)", path.read_text())}
    scripts = "\n".join(path.read_text() for path in SOURCE.glob("*/static/**/*.js"))

    assert {name for name in read - own if name not in scripts} == set()
