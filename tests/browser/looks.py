"""What is asked of every page in every state: of its looks, and of what a screen reader meets."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Page

from rathaus.project.state import CHECKOUT

HERE = Path(__file__).parent
AXE = CHECKOUT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOURS = ["color-contrast", "link-in-text-block"]
SETTLE = "() => Promise.all([document.fonts.ready, ...document.getAnimations().map(a => a.finished.catch(() => {}))])"
RUN_AXE = """options => axe.run(document, options).then(found => found.violations.map(
  v => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map(n => n.target.join(" ")).join(" | ")}`))"""
HEADINGS = """() => [...document.querySelectorAll("main :is(h1, h2)")]
  .filter(h => h.checkVisibility({visibilityProperty: true})).map(h => h.textContent.replace(/\\s+/g, " ").trim())"""
ON_PAPER = """() => [...document.querySelectorAll("nav, button, .kern-btn, search, .rh-skip")]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && e.getBoundingClientRect().height > 1)
  .map(e => `on paper: <${e.tagName.toLowerCase()}> ${e.innerText.trim().slice(0, 40)}`)"""
WORDS = "() => document.querySelector('main').innerText.trim().length"
CITIZEN, DESK = 44, 32  # px, the least side of what one taps (ui.md)

Scheme = Literal["light", "dark"]


@cache
def _script(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def settle(page: Page) -> None:
    """This will wait until fonts are there and nothing moves."""
    page.evaluate(SETTLE)


def axe(page: Page, *, only: Iterable[str] = ()) -> list[str]:
    """This will return what axe finds: rule, and the first places."""
    if not page.evaluate("() => typeof axe === 'object'"):
        page.evaluate(_script(AXE))
    run = {"type": "rule", "values": list(only)} if only else {"type": "tag", "values": RULES}
    found: list[str] = page.evaluate(RUN_AXE, {"runOnly": run, "resultTypes": ["violations"]})
    return found


def show_all(page: Page) -> None:
    """This will make the window as high as the page: nothing is covered by what sticks to its edge."""
    size = page.viewport_size
    assert size is not None
    height = page.evaluate("() => document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(int(height), size["height"])})
    settle(page)


def look(page: Page, *, language: str, target: int, scripts: bool = True) -> list[str]:
    """This will return what is wrong with layout, targets and forms."""
    options: dict[str, Any] = {"language": language, "target": target, "scripts": scripts}
    found: list[str] = page.evaluate(_script(HERE / "look.js"), options)
    return found


def in_scheme(page: Page, scheme: Scheme, *, only: Iterable[str] = ()) -> list[str]:
    """This will return what axe finds in light or dark colours."""
    page.emulate_media(color_scheme=scheme)
    settle(page)
    return [f"{scheme}: {text}" for text in axe(page, only=only)]


def focus(page: Page) -> list[str]:
    """This will return what does not show that it has the focus."""
    page.keyboard.press("Tab")
    found: list[str] = page.evaluate(_script(HERE / "focus.js"))
    return found


def on_paper(page: Page) -> list[str]:
    """This will return what does not belong on paper, or is missing there."""
    page.emulate_media(media="print")
    found: list[str] = page.evaluate(ON_PAPER)
    if page.evaluate(WORDS) < 20:
        found.append("on paper: the page is empty")
    page.emulate_media(media="screen")
    return found


def headings(page: Page) -> list[str]:
    """The headings of the page's content."""
    found: list[str] = page.evaluate(HEADINGS)
    return found
