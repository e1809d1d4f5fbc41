"""What a person does on the way to an appointment, in one line each."""

import urllib.request
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import Locator, Page, Request, expect

from rathaus.booking.models import Appointment, DaySheet
from rathaus.booking.rules import ticks
from tests.booking.journey import Counter
from tests.browser.house import Mails
from tests.makers import Maker

SHEET = ("first_tick", "length", "starts", "capacity", "public_share", "free_all", "share_left")


class Picture(Protocol):
    """Takes a picture for the README and for whoever wants to see the pages."""

    def __call__(self, page: Page, name: str, *, whole: bool = True) -> Path:
        """This will take it, of the whole page or of what the window shows."""


COUNT_TAPS = """
addEventListener("pointerdown", () => sessionStorage.setItem("taps", Number(sessionStorage.getItem("taps")) + 1), true)
"""


@dataclass
class Counted:
    """How many pages a person has to wait for, and how often they tap."""

    page: Page
    addresses: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.add_init_script(COUNT_TAPS)
        self.page.on("request", self._note)

    def _note(self, request: Request) -> None:
        if request.is_navigation_request() and request.redirected_from is None:
            self.addresses.append(f"{request.method} {request.url}")

    @property
    def taps(self) -> int:
        """The taps of the whole visit so far."""
        return int(self.page.evaluate("sessionStorage.getItem('taps')") or 0)


def see(page: Page, title: str) -> None:
    """This will make sure that the page with this title is there."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def main(page: Page) -> Locator:
    """The page without header and footer."""
    return page.get_by_role("main")


def answer(page: Page, title: str) -> Locator:
    """The first such answer that appears while one types into the search."""
    return page.locator(".rh-suggest").get_by_role("link", name=title).first


def choose_office(page: Page, service: str = "personalausweis") -> None:
    """This will go from the page of a service to the offices."""
    page.goto(f"/leistungen/{service}/")
    main(page).get_by_role("button", name="Termin buchen").click()
    see(page, "Wo möchten Sie hingehen?")


def choose_time(page: Page, service: str = "personalausweis", office: str = "Bürgerbüro Nord") -> None:
    """This will go from the page of a service to the times of an office."""
    choose_office(page, service)
    other_times(page, office).click()
    see(page, "Wann möchten Sie kommen?")


def other_times(page: Page, office: str) -> Locator:
    """The link to all times of an office."""
    return page.get_by_role("listitem").filter(has_text=office).get_by_role("link", name="Andere Zeiten")


def times_of(page: Page, counter: Counter, *, persons: int = 1, **query: str) -> None:
    """This will show the times of the counter."""
    extra = "".join(f"&{name}={value}" for name, value in query.items())
    page.goto(f"/termin/zeit/{counter.office.slug}/?l={counter.service.pk}x{persons}{extra}")


def slot(page: Page, clock: str) -> Locator:
    """The button of a time, for example "9:20"."""
    return page.locator("#zeiten, form").get_by_role("button", name=f"{clock} Uhr", exact=True)


def show_day(page: Page, day: date) -> None:
    """This will tap a day of the calendar, in the next month if it is there, and wait for its times."""
    link = page.locator(f"a.rh-day[href$='tag={day}']")
    if not link.count():
        page.get_by_role("link", name="Nächster Monat").click()
    link.click()
    expect(page.locator("[data-rh-times-day]")).to_have_value(str(day))


def hold_next(page: Page, service: str = "personalausweis", office: str = "Bürgerbüro Nord") -> None:
    """This will take the next free time of an office."""
    choose_time(page, service, office)
    page.get_by_role("button", name="Diesen Termin nehmen").click()
    see(page, "Wer kommt?")


def say_who(page: Page, *, email: str = "", name: str = "Amina Yılmaz") -> None:
    """This will fill the contact form."""
    page.get_by_label("Vor- und Nachname").fill(name)
    if email:
        page.get_by_label("E-Mail").fill(email)


def book(page: Page, service: str = "personalausweis", *, email: str = "", office: str = "Bürgerbüro Nord") -> str:
    """This will book the next free time, and return the number of the appointment."""
    hold_next(page, service, office)
    say_who(page, email=email)
    page.get_by_role("button", name="Termin verbindlich buchen").click()
    see(page, "Ihr Termin ist gebucht")
    return number_on(page)


def number_on(page: Page) -> str:
    """The number of the appointment that a page shows."""
    return page.locator(".rh-reference").inner_text().replace(" ", "")


def attachment(mails: Mails, mail: dict[str, Any], index: int = 0) -> bytes:
    """This will fetch a file that came with a mail."""
    with urllib.request.urlopen(f"{mails.url}mail/{mail['id']}/part/{index}", timeout=10) as answer:
        found: bytes = answer.read()
    return found


def visit_at(make: Maker, counter: Counter, moment: datetime, *, booked_at: datetime, **more: Any) -> Appointment:
    """This will book a visit that begins at the moment or up to a quarter of an hour before (the counter's raster)."""
    start = ticks.local(moment, counter.office.zone)
    day, tick = start.date(), (start.hour * 60 + start.minute) // 15 * 3
    pattern = DaySheet.objects.filter(resource=counter.resource)[0]
    DaySheet.objects.get_or_create(  # also on a holiday, and for the days before the test
        resource=counter.resource, day=day, defaults={name: getattr(pattern, name) for name in SHEET}
    )
    clock = ticks.LABELS[min(tick, pattern.first_tick + pattern.length - 3)]
    return make.booked(counter.office, counter.service, day, clock, at=booked_at, **more)
