"""Mail programs look at every link: looking changes nothing. A reminder leads out of the visit with one tap."""

import signal
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.utils import timezone
from playwright.sync_api import Page

from rathaus.booking.actions import cancel, move
from rathaus.booking.models import DaySheet, State
from rathaus.catalogue.models import Offer
from rathaus.identity.queries import CITIZEN
from tests.booking.journey import Counter
from tests.browser.house import Mails, Server
from tests.browser.steps import Picture, see, visit_at
from tests.makers import Maker

HOURS_AHEAD = timedelta(hours=5)  # so that the reminder of the day before is due
TWO_DAYS = timedelta(days=2)


def test_the_reminder_leads_out_of_the_visit_with_one_tap_and_a_yes(
    amina: Page, late_counter: Counter, make: Maker, mails: Mails, picture: Picture
) -> None:
    email = "amina.cannot.come@example.org"
    visit = visit_at(make, late_counter, make.at + HOURS_AHEAD, booked_at=make.at - TWO_DAYS, email=email)
    reminder = mails.wait_for(email, subject="Erinnerung")
    assert "ist Ihr Termin." in reminder["text"]
    amina.goto(f"{mails.url}mail/{reminder['id']}/html")
    picture(amina, "mail-reminder-phone")

    with amina.expect_popup() as opened:
        amina.get_by_role("link", name="Ich kann nicht kommen").click()
    page = opened.value
    see(page, "Möchten Sie diesen Termin absagen?")
    page.get_by_role("button", name="Ja, Termin absagen").click()
    see(page, "Dieser Termin ist abgesagt")

    visit.refresh_from_db()
    assert visit.state == State.CANCELLED
    assert mails.wait_for(email, subject="Abgesagt")


def test_looking_at_any_link_of_any_mail_changes_no_row(
    late_counter: Counter, make: Maker, mails: Mails, server: Server
) -> None:
    email = "amina.links@example.org"
    day = DaySheet.objects.filter(resource=late_counter.resource, day__gt=timezone.localdate() + timedelta(days=1))[
        0
    ].day
    visit_at(make, late_counter, make.at + HOURS_AHEAD, booked_at=make.at - TWO_DAYS, email=email)
    moved = make.booked(late_counter.office, late_counter.service, day, "09:00", email=email)
    move(appointment=moved, day=day, tick=10 * 12, by=CITIZEN, at=make.at)
    cancelled = make.booked(late_counter.office, late_counter.service, day, "11:00", email=email)
    cancel(appointment=cancelled, by=CITIZEN, at=make.at)
    Offer.objects.filter(office=late_counter.office).update(needs_mail_confirmation=True)
    make.booked(late_counter.office, late_counter.service, day, "12:00", email=email)
    subjects = ("Gebucht", "Neue Zeit", "Abgesagt", "Bitte bestätigen", "Erinnerung")
    found = [mails.wait_for(email, subject=subject) for subject in subjects]
    links = sorted({link for mail in found for link in mail["links"]})
    assert len(links) == 8

    with resting(server, "worker"):
        before = rows_of_the_town()
        for link in links:
            for method in ("GET", "HEAD"):
                assert status_of(method, link) == 200, link
        assert rows_of_the_town() == before


@contextmanager
def resting(server: Server, name: str) -> Iterator[None]:
    """This will hold a process still for the block."""
    server.started[name].send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        server.started[name].send_signal(signal.SIGCONT)


def rows_of_the_town() -> dict[str, str]:
    """A hash of all rows of each table of the town."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        found = {}
        for (table,) in cursor.fetchall():
            cursor.execute(
                f"SELECT md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '')) FROM \"{table}\" t"
            )
            found[table] = cursor.fetchone()[0]
    return found


def status_of(method: str, url: str) -> int:
    request = urllib.request.Request(url, method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
