"""Pages run from left to right and from right to left: no style of ours knows a left or a right side."""

import re
from pathlib import Path

import pytest
from tools.stylesheet import logical, parse, text_of

from rathaus.project.state import CHECKOUT

SOURCE = CHECKOUT / "src" / "rathaus"
STYLES = sorted((SOURCE / "ui" / "styles").glob("*.css"))
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:padding|margin|border)-(?:left|right)[\w-]*|left|right|border-(?:top|bottom)-(?:left|right)-radius)\s*:"
    r"|(?:float|clear|text-align)\s*:\s*(?:left|right)\b|to (?:left|right)\b"
)
SHORT = re.compile(r"(?<![\w-])(?:padding|margin|inset)\s*:\s*([^;}]+)")
MARKED = re.compile(r'(?<!html) lang="\{\{')


def sided(css: str) -> list[str]:
    """This will return what a stylesheet says of left and right."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    shorts = [found[0] for found in SHORT.finditer(css) if has_two_sides(found[1])]
    return [*(found[0] for found in PHYSICAL.finditer(css)), *shorts]


def has_two_sides(value: str) -> bool:
    sides = re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\)", "()", value).split()
    return len(sides) == 4 and sides[1] != sides[3]


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_our_styles_know_no_left_and_no_right(path: Path) -> None:
    assert sided(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("css", "there"),
    [
        ("a { padding-left: 1px }", "padding-left:"),
        ("a { right: 0 }", "right:"),
        ("a { float: left }", "float: left"),
        ("a { padding: 1px 2px 3px 4px }", "padding: 1px 2px 3px 4px "),
    ],
)
def test_a_side_in_a_stylesheet_is_found(css: str, there: str) -> None:
    assert sided(css) == [there]


@pytest.mark.parametrize(
    ("physical", "wanted"),
    [
        ("padding-left:1px", "padding-inline-start:1px"),
        ("border-right-width:1px", "border-inline-end-width:1px"),
        ("left:0", "inset-inline-start:0"),
        ("text-align:left", "text-align:start"),
        ("float:left", "float:left;float:inline-start"),
        ("padding:1px var(--b, 2px) 3px 4px", "padding-block:1px 3px;padding-inline:4px var(--b, 2px)"),
        ("padding:1px 2px 3px 2px", "padding:1px 2px 3px 2px"),
        ("left:3px;transform:rotate(45deg)", "left:3px;transform:rotate(45deg)"),
    ],
)
def test_the_sides_of_kern_become_start_and_end(physical: str, wanted: str) -> None:
    assert text_of(logical(parse(f"@media print {{ a {{ {physical} }} }}"))) == f"@media print{{a{{{wanted}}}}}"


@pytest.mark.parametrize("app", ["portal", "booking", "ui"])
def test_a_text_in_another_language_says_its_direction_too(app: str) -> None:
    """The tag `speaks` writes both; only mails, which run without components, do it themselves."""
    pages = [path for path in (SOURCE / app / "templates").rglob("*.html") if "mail" not in path.parts]

    assert [path.name for path in pages if MARKED.search(path.read_text(encoding="utf-8"))] == []
