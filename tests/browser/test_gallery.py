"""The living gallery is good to everybody in each of its colours and directions, whatever the device prefers."""

from itertools import product

import pytest

from rathaus.ui.gallery.views import PARTS
from tests.browser import looks
from tests.browser.conftest import NewPage

LIGHTNESS = """() => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
  canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
  canvas.fillRect(0, 0, 1, 1);
  return Math.max(...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3));
}"""


@pytest.mark.parametrize("part", PARTS)
def test_every_component_is_good_in_every_theme_and_direction(part: str, new_page: NewPage) -> None:
    page, found = new_page(dark=True), []

    for colours, direction in product(("hell", "dunkel"), ("ltr", "rtl")):
        page.goto(f"/gestaltung/?teil={part}&farben={colours}&richtung={direction}")
        looks.settle(page)
        assert page.locator("html").get_attribute("dir") == direction
        assert (page.evaluate(LIGHTNESS) > 128) is (colours == "hell")
        complaints = [*looks.look(page, language="de", target=looks.DESK), *looks.axe(page)]
        found += [f"{colours} {direction}: {text}" for text in complaints]

    assert found == []
