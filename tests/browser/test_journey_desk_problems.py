"""What failed in the background stands in the desk, and Bruno has it tried again."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from rathaus.booking.actions.trail import stream_of
from rathaus.notifications.models import Delivery
from tests.booking.journey import Counter
from tests.browser.house import Mails
from tests.browser.steps import Picture, main, visit_at
from tests.desk.test_problems import job
from tests.makers import Maker
from tests.peers import eventually


def test_a_failed_job_is_tried_again_and_runs(desk: Page, mails: Mails, picture: Picture) -> None:
    number = job("musterstadt", "failed")
    desk.goto("/desk/meldungen/")
    row = desk.get_by_role("row").filter(has_text=str(number))
    picture(desk, "desk-problems")

    row.get_by_role("button", name=f"Noch einmal versuchen: Aufgabe {number}").click()

    expect(desk.get_by_role("status")).to_be_visible()

    def is_gone() -> bool:
        desk.reload()
        return desk.get_by_role("row").filter(has_text=str(number)).count() == 0

    assert eventually(is_gone)


def test_a_message_that_failed_is_sent_again_and_arrives(
    desk: Page, late_counter: Counter, make: Maker, mails: Mails
) -> None:
    email = "amina.unreachable@example.org"
    visit = visit_at(make, late_counter, make.at + timedelta(hours=50), booked_at=make.at, email=email)
    mails.wait_for(email, subject="Gebucht")
    sent = Delivery.objects.filter(subject=stream_of(visit.pk), kind="confirmed")
    sent.update(state=Delivery.State.FAILED, problem="550 mailbox full", sent_at=None)
    desk.goto("/desk/meldungen/")
    expect(main(desk)).to_contain_text("550 mailbox full")

    desk.get_by_role("button", name="Noch einmal senden: Amina Yılmaz").click()

    assert eventually(lambda: len(mails.to(email)) == 2, seconds=40), "it goes out at once, not with the next minute"
    desk.reload()
    expect(main(desk)).not_to_contain_text("550 mailbox full")
