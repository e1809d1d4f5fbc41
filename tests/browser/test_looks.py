"""The checks of pages find what they are for: each fault is found, and a good page has none."""

import pytest
from playwright.sync_api import Page

from tests.browser import looks
from tests.browser.watch import forgive, problems_of

GOOD = """<!doctype html><html lang="de"><head><title>Eine Seite</title><style>
:root {{ color-scheme: light dark; background: light-dark(#fff, #000) }} a {{ color: light-dark(#00c, #9bf) }}
a, button {{ display: inline-block; padding: 14px; font-size: 1rem }} :focus-visible {{ outline: 3px solid }}
@media print {{ nav, button {{ display: none }} }}</style></head>
<body><main><h1>Eine Seite</h1><p>Genug Worte, dass etwas auf dem Papier steht.</p>{fault}</main></body></html>"""
FAULTS = {
    "<h1>Noch eine</h1>": "2 main headings",
    '<div style="inline-size: 500px">breit</div>': "px too wide",
    '<button style="padding: 0">klein</button>': "px, not 44",
    '<p><a style="display: inline; padding: 0" href="/">allein</a></p>': "px, not 44",
    '<p style="color: light-dark(#999, #fff)">blass</p>': "light: color-contrast",
    '<p style="color: light-dark(#000, #333)">düster</p>': "dark: color-contrast",
    '<img src="data:,">': "light: image-alt",
    '<button style="outline: none">unsichtbar</button>': "does not show its focus",
    '<nav style="display: block">Papier</nav>': "on paper: <nav>",
    '<i id="a"></i><i id="a"></i>': "ids are there twice: a",
}


def found(page: Page, fault: str) -> list[str]:
    page.set_content(GOOD.format(fault=fault))
    return [
        *looks.look(page, language="de", target=44),
        *looks.in_scheme(page, "light"),
        *looks.in_scheme(page, "dark", only=looks.OF_COLOURS),
        *looks.focus(page),
        *looks.on_paper(page),
    ]


def test_a_good_page_has_no_fault(amina: Page) -> None:
    assert found(amina, '<p>Mit <a href="/">Link</a> und <button>Knopf</button></p>') == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(amina: Page, fault: str) -> None:
    assert [text for text in found(amina, fault) if FAULTS[fault] in text]


def test_a_link_in_a_line_of_text_may_be_small(amina: Page) -> None:
    fault = '<p>Rufen Sie an: <a style="display: inline; padding: 0" href="/">0221 4710</a></p>'
    assert found(amina, fault) == []


@pytest.mark.parametrize(
    "fault", ["<button>allein</button>", '<p class="rh-script-only">nur mit</p>', "<a>nirgends</a>"]
)
def test_what_needs_scripts_is_found(amina: Page, fault: str) -> None:
    amina.set_content(GOOD.format(fault=fault))

    assert looks.look(amina, language="de", target=44, scripts=False)


def test_errors_behind_the_page_are_found(amina: Page) -> None:
    forgive(amina, "mit Absicht")
    amina.goto("/")

    with amina.expect_response("**/gibt-es-nicht/"):
        amina.evaluate("console.error('mit Absicht'); console.error('aus Versehen'); fetch('/gibt-es-nicht/')")

    assert [text.partition(":")[0] for text in problems_of(amina)] == ["console", "answer"]
    forgive(amina, "")
