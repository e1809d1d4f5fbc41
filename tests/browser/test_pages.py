"""Every page in every state: no barrier, no overflow, no error; light, dark, on paper, without scripts."""

import pytest
from playwright.sync_api import Page

from tests.browser import looks
from tests.browser.conftest import OpenState
from tests.browser.states import all_preparations

STATES = all_preparations()
DESK = ("desk:", "account_", "mfa_")


def target_of(name: tuple[str, str]) -> int:
    return looks.DESK if name[0].startswith(DESK) else looks.CITIZEN


def wrong_with(page: Page, name: tuple[str, str], language: str) -> list[str]:
    """All complaints about a page with scripts."""
    looks.settle(page)
    return [
        *looks.look(page, language=language, target=target_of(name)),
        *looks.in_scheme(page, "light"),
        *looks.in_scheme(page, "dark", only=looks.OF_COLOURS),
        *looks.focus(page),
        *looks.on_paper(page),
    ]


@pytest.mark.parametrize("name", STATES, ids=" ".join)
def test_a_page_is_good_to_everybody(name: tuple[str, str], open_state: OpenState) -> None:
    stage = open_state(*name)
    complaints = wrong_with(stage.page, name, stage.language)

    plain = open_state(*name, scripts=False)
    complaints += [
        f"without scripts: {text}"
        for text in looks.look(plain.page, language=plain.language, target=target_of(name), scripts=False)
    ]
    if looks.headings(plain.page) != looks.headings(stage.page):
        complaints.append(f"without scripts: {looks.headings(plain.page)}, else {looks.headings(stage.page)}")

    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)
