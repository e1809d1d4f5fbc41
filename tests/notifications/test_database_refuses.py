"""What the outbox must never hold is refused by the database itself."""

from datetime import datetime

from rathaus.notifications.actions import Notice, schedule
from rathaus.notifications.models import TextMonth, TextRules, Wording
from tests.makers import Maker
from tests.refusals import refused, refused_copy


def test_the_same_message_twice(town: str, now: datetime) -> None:
    schedule(subject="letter/amina", notices=[Notice("confirmed", now)], at=now)

    assert "notifications_delivery_once_per_subject_kind_due" in refused_copy("notifications_delivery")


def test_a_state_that_nobody_knows(town: str, now: datetime) -> None:
    schedule(subject="letter/amina", notices=[Notice("confirmed", now)], at=now)

    assert "notifications_delivery_state_known" in refused("UPDATE notifications_delivery SET state = 'lost'")


def test_an_office_that_replaces_the_words_of_the_town(make: Maker, now: datetime) -> None:
    office = make.office()

    Wording.objects.create(kind="confirmed", language="de", office=office, addition="Im Hof.", written_at=now)

    assert "notifications_wording_of_an_office_only_adds" in refused("UPDATE notifications_wording SET body = 'Hallo'")


def test_hours_that_no_clock_has_second_rules_and_prices_below_nothing(town: str) -> None:
    TextRules.objects.create(pk=1)

    rules = "UPDATE notifications_textrules SET "
    assert "notifications_text_rules_hours_are_hours" in refused(rules + "quiet_from = 24")
    assert "notifications_text_rules_stand_once" in refused(rules + "id = 2")
    assert "notifications_text_rules_cost_something" in refused(rules + "price = -1")


def test_a_month_that_is_counted_twice(town: str, now: datetime) -> None:
    TextMonth.objects.create(first_on=now.date())

    assert "notifications_text_month_counts_once" in refused_copy("notifications_textmonth")
