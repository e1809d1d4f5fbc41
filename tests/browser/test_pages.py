"""Every page in every state: no barrier, no overflow, no error; light, dark, on paper, without scripts."""

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.browser import looks
from tests.browser.conftest import OpenState
from tests.browser.states import all_preparations

STATES = all_preparations()
OF_CITIZENS = ("portal:", "booking:", "error:")


def target_of(name: tuple[str, str]) -> int:
    return looks.CITIZEN if name[0].startswith(OF_CITIZENS) else looks.DESK


def colours(page: Page) -> list[str]:
    """What axe says of a page in light and dark."""
    looks.show_all(page)
    return [*looks.in_scheme(page, "light"), *looks.in_scheme(page, "dark", only=looks.OF_COLOURS)]


def wrong_with(page: Page, name: tuple[str, str], language: str) -> list[str]:
    """All complaints about a page with scripts."""
    looks.settle(page)
    return [
        *looks.look(page, language=language, target=target_of(name)),
        *looks.focus(page),
        *colours(page),
        *looks.on_paper(page),
    ]


@pytest.mark.parametrize("name", STATES, ids=" ".join)
def test_a_page_is_good_to_everybody(name: tuple[str, str], open_state: OpenState) -> None:
    stage = open_state(*name)
    plain = open_state.plain(*name, beside=stage)
    complaints = wrong_with(stage.page, name, stage.language)
    complaints += [
        f"without scripts: {text}"
        for text in looks.look(plain.page, language=plain.language, target=target_of(name), scripts=False)
    ]
    if looks.headings(plain.page) != looks.headings(stage.page):
        complaints.append(f"without scripts: {looks.headings(plain.page)}, else {looks.headings(stage.page)}")

    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)


IN_OTHER_LANGUAGES = [
    ("portal:start", "usual"),
    ("portal:service", "bookable"),
    ("booking:time", "free"),
    ("booking:view", "upcoming"),
]


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES if code not in {"de", "en"}])
def test_a_page_has_room_for_the_words_of_every_language(language: str, open_state: OpenState) -> None:
    complaints = []
    for name in IN_OTHER_LANGUAGES:
        stage = open_state(*name, language=language)
        looks.settle(stage.page)
        stage.page.locator(".rh-languages summary").click()
        complaints += [f"{name}: {text}" for text in looks.look(stage.page, language=language, target=target_of(name))]

    assert complaints == []


WITHOUT_FONTS = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { font-family: 'Fira Sans Fallback', sans-serif !important }");
  document.adoptedStyleSheets = [sheet];
}"""
WIDTHS = {360: 740, 768: 1024, 1280: 800}


def wrong_at_widths(page: Page, language: str, target: int) -> list[str]:
    """Complaints on a phone, a tablet and a desk, in light and dark."""
    complaints = []
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        looks.settle(page)
        found = [*looks.look(page, language=language, target=target), *colours(page)]
        complaints += [f"{width} px: {text}" for text in found]
    return complaints


@pytest.mark.thorough
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", STATES, ids=" ".join)
def test_a_page_is_good_everywhere(name: tuple[str, str], language: str, open_state: OpenState) -> None:
    stage = open_state(*name, language=language)
    page = stage.page

    complaints = wrong_at_widths(page, stage.language, target_of(name))
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(forced_colors="active")
    complaints += [f"forced colours: {text}" for text in looks.focus(page)]
    page.emulate_media(forced_colors="none")
    page.evaluate("document.documentElement.dir = 'rtl'")
    found = looks.look(page, language=stage.language, target=target_of(name))
    complaints += [f"right to left: {text}" for text in found]

    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)


@pytest.mark.thorough
@pytest.mark.parametrize("name", STATES, ids=" ".join)
def test_a_page_fits_before_its_fonts_are_there(name: tuple[str, str], open_state: OpenState) -> None:
    stage = open_state(*name, scripts=False)
    stage.page.evaluate(WITHOUT_FONTS)

    assert looks.look(stage.page, language=stage.language, target=target_of(name), scripts=False) == []
