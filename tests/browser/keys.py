"""A person who uses the keyboard only: where the focus goes, and that it can be seen at every stop."""

from playwright.sync_api import Locator, Page

MOST_STOPS = 120
IS_FOCUSED = "(element) => element === document.activeElement"
WHAT_IS_WRONG = """
() => {
  const at = document.activeElement;
  if (!at || at === document.body) return "the focus is nowhere";
  const name = `${at.outerHTML.slice(0, 120)}: `;
  if (at.matches("input[type=date]:not(:focus)")) return ""; // its button for the calendar has the browser's own ring
  const isRing = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 3
    && !/, 0\\)$|^transparent$/.test(style.outlineColor);
  if (![null, "::before", "::after"].some((part) => isRing(getComputedStyle(at, part)))) return name + "no ring";
  const { left, top, width, height } = at.getBoundingClientRect();
  if (width < 2 || height < 2) return name + "too small to be seen";
  const [x, y] = [left + width / 2, top + Math.min(height / 2, 20)];
  const hit = document.elementFromPoint(x, y);
  if (!hit) return name + "outside of the window";
  return at.contains(hit) || hit.contains(at) || hit.closest("label")?.control === at ? "" : name + "covered";
}
"""


def wait_until_ready(page: Page) -> None:
    """This will wait until the scripts of the page have bound all keys."""
    page.locator("html[data-rh-ready]").wait_for(state="attached")


def press(page: Page, keys: str) -> None:
    """This will press a key and make sure that one sees where the focus is then."""
    wait_until_ready(page)
    page.keyboard.press(keys)
    wrong = page.evaluate(WHAT_IS_WRONG)
    assert not wrong, wrong


def tab_to(page: Page, target: Locator, *, back: bool = False) -> None:
    """This will press Tab until the target has the focus; at every stop one must see where one is."""
    for _stop in range(MOST_STOPS):
        press(page, "Shift+Tab" if back else "Tab")
        if has_focus(target):
            return
    raise AssertionError(f"Tab does not lead to {target}")


def has_focus(target: Locator) -> bool:
    """Whether the target has the focus."""
    return bool(target.evaluate(IS_FOCUSED))


def shortcut(page: Page, keys: str) -> None:
    """This will press keys that lead elsewhere."""
    wait_until_ready(page)
    page.keyboard.press(keys)
