"""The reduction of KERN's stylesheet: what pages use stays, with all the tokens it needs."""

import re

import pytest
from tools.stylesheet import parse, reduce, text_of, tokens_read

from rathaus.project.state import CHECKOUT

STYLES = CHECKOUT / "src" / "rathaus" / "ui" / "styles"
BUILT = CHECKOUT / "var" / "assets" / "ui"

CSS = """
@charset "UTF-8";
/* a { comment } */
:root { --a: var(--b); --b: 1px; --c: url('data:image/svg+xml;utf8,<svg>{;}</svg>'); --d: 2px }
.used, .unused { width: var(--a) }
.unused .used { color: red }
.used:not(.unused):is(.other) > i::after { content: "};"; mask: var(--c) }
[data-kern-theme=dark] { color: blue }
@media (forced-colors: active) { .used { border: 1px solid } .unused { border: 0 } }
@media print { .unused { display: none } }
@keyframes turn { from { opacity: 0 } to { opacity: 1 } }
"""


def reduced(*names: str, wanted: tuple[str, ...] = ()) -> str:
    return text_of(reduce(parse(CSS), uses=set(names).__contains__, wanted=set(wanted)))


def test_rules_of_unused_classes_go() -> None:
    css = reduced("used")
    assert ".used{width:var(--a)}" in css
    assert ".unused{" not in css
    assert ".unused .used" not in css
    assert "@media print" not in css
    assert "data-kern-theme" not in css


def test_quoted_braces_end_nothing() -> None:
    assert '.used:not(.unused):is(.other) > i::after{content:"};";mask:var(--c)}' in reduced("used")


def test_rules_for_forced_colours_stay() -> None:
    assert "@media (forced-colors: active){.used{border:1px solid}}" in reduced("used")


def test_tokens_stay_with_all_that_they_read() -> None:
    css = reduced("used")
    assert "--a:var(--b);--b:1px" in css
    assert "--d" not in css
    assert "--d:2px" in reduced("used", wanted=("--d",))


def test_animations_stay() -> None:
    assert "@keyframes turn{from { opacity: 0 } to { opacity: 1 }}" in reduced()


def test_tokens_that_are_read_are_found() -> None:
    assert tokens_read("a { color: var(--x, var( --y )) }") == {"--x", "--y"}


@pytest.mark.parametrize("sheet", sorted(path.name for path in STYLES.glob("*.css")))
def test_every_sheet_of_ours_reaches_the_pages(sheet: str) -> None:
    built = "".join(path.read_text() for path in BUILT.glob("*.css"))
    names = set(re.findall(r"\.rh-[a-z][\w-]*", (STYLES / sheet).read_text()))

    assert {name for name in names if name not in built} == set()
