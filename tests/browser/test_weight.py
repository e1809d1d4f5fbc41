"""What a page costs on a slow line: at most 120 kB at first, nothing that was there before."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NewPage, OpenState
from tests.browser.states import all_preparations
from tests.browser.test_pages import OF_CITIZENS

MOST_BYTES = 120_000  # over the wire, with everything that the page loads
OTHER = ("error:", "booking:hold", "booking:extend", "booking:release", "portal:suggest")  # no address of their own
PAGES = {
    name: state
    for name, state in reversed(all_preparations())
    if name.startswith(OF_CITIZENS) and not name.startswith(OTHER)
}


@dataclass
class Wire:
    """What went over the wire for a page, by address."""

    bytes_of: dict[str, int] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.bytes_of.values())

    def static(self) -> dict[str, int]:
        return {url: size for url, size in self.bytes_of.items() if "/static/" in url}


def listen(page: Page) -> Wire:
    """This will note what the page loads from now on, with headers and compressed as it comes."""
    wire = Wire()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")

    def begun(event: dict[str, Any]) -> None:
        wire.addresses[event["requestId"]] = event["request"]["url"]

    def ended(event: dict[str, Any]) -> None:
        address = wire.addresses[event["requestId"]]
        wire.bytes_of[address] = wire.bytes_of.get(address, 0) + int(event["encodedDataLength"])

    session.on("Network.requestWillBeSent", begun)
    session.on("Network.loadingFinished", ended)
    return wire


@pytest.mark.parametrize(("name", "state"), PAGES.items(), ids=" ".join(PAGES).split())
def test_a_page_is_light_at_first_and_lighter_later(
    name: str, state: str, open_state: OpenState, new_page: NewPage
) -> None:
    address = open_state(name, state, scripts=False).page.url
    page = new_page()

    first = listen(page)
    page.goto(address, wait_until="networkidle")
    again = listen(page)
    page.goto(address, wait_until="networkidle")

    assert 0 < first.total <= MOST_BYTES, sorted(first.bytes_of.items(), key=lambda pair: -pair[1])
    assert first.static()
    assert not [size for size in again.static().values() if size]
