"""All components together on sample pages: nothing inline, nothing dangling, little to load."""

import gzip
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from rathaus.ui.icons import ICONS
from tests.ui.gallery.render import pages
from tests.ui.markup import Markup

ROOT = Path(__file__).parents[2]
UI = ROOT / "src" / "rathaus" / "ui"
NAMES = ("bare", "citizen", "desk", "start")


@pytest.fixture(scope="module")
def gallery() -> Mapping[str, Markup]:
    return {name: Markup(html) for name, html in pages().items()}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_inline(gallery: Mapping[str, Markup], name: str) -> None:
    for element in gallery[name].elements:
        assert not [key for key in element.attributes if key == "style" or key.startswith(("on", "hx-on"))]
        assert element.tag != "style"
        assert element.tag != "script" or element.text == ""


@pytest.mark.parametrize("name", NAMES)
def test_references_lead_somewhere(gallery: Mapping[str, Markup], name: str) -> None:
    page = gallery[name]
    for element in page.elements:
        for key in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            for reference in element.get(key).split():
                assert reference in page.ids, f"{key}={reference}"


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_one_title_one_main_and_one_first_heading(gallery: Mapping[str, Markup], name: str) -> None:
    page = gallery[name]
    assert page.one("title").text
    assert page.one("main")
    assert page.one("h1").text


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_and_every_control_has_a_name(gallery: Mapping[str, Markup], name: str) -> None:
    page = gallery[name]
    labelled = {label["for"] for label in page.all("label")}
    for element in page.elements:
        if element.tag in {"a", "button"}:
            assert element.text or element.get("aria-label"), element
        if element.tag in {"input", "select", "textarea"} and element.get("type") != "hidden":
            assert element.get("id") in labelled, element
        assert element.tag != "img" or "alt" in element.attributes


def test_every_component_is_in_the_gallery() -> None:
    tags = "".join(path.read_text() for path in (UI / "tags").glob("*.py"))
    names = re.findall(r"@register[^\n]*\ndef (\w+)", tags)
    written = "".join(path.read_text() for path in (ROOT / "tests" / "ui" / "gallery").glob("*.html"))
    frames = "".join(path.read_text() for path in (UI / "templates").rglob("*.html"))
    assert names
    assert [name for name in names if f"{{% {name}" not in written + frames] == []


def test_what_every_page_loads_first_is_small() -> None:
    built = ROOT / "var" / "assets" / "ui"
    fonts = [built / "fonts" / f"fira-sans-{weight}-latin.woff2" for weight in (400, 600)]
    texts = [built / "rathaus.css", built / "htmx.min.js", *sorted((UI / "static" / "ui" / "js").glob("*.js"))]
    weight = sum(font.stat().st_size for font in fonts)
    weight += sum(len(gzip.compress(text.read_bytes())) for text in texts)
    assert weight <= 80_000


def test_the_built_stylesheet_keeps_what_components_use() -> None:
    sheet = (ROOT / "var" / "assets" / "ui" / "rathaus.css").read_text()
    for name in ("kern-btn--primary", "kern-form-input__input--error", "kern-icon--search", "kern-alert--danger"):
        assert f".{name}" in sheet
    assert "forced-colors" in sheet
    assert "prefers-color-scheme: dark" in sheet
    assert [icon for icon in ICONS if f".kern-icon--{icon}" not in sheet] == []
    for name in ("kern-dialog", "kern-task-list", "kern-kopfzeile"):
        assert f".{name}" not in sheet
