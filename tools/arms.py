"""Draws the arms of the demo towns anew: the SVG is what we drew, the PNG beside it what a town would upload."""

from pathlib import Path

from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).parent.parent / "src/rathaus/catalogue/demo/arms"
SIZE = {"width": 240, "height": 288}


def main() -> None:
    """This will write one PNG beside each SVG, clear around the shield."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium")
        page = browser.new_page(viewport=SIZE)
        for drawing in sorted(FOLDER.glob("*.svg")):
            page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{drawing.read_text()}")
            page.screenshot(path=drawing.with_suffix(".png"), omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()
