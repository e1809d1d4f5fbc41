"""What the outbox must never hold is refused by the database itself."""

from datetime import datetime

from rathaus.notifications.actions import Notice, schedule
from tests.refusals import refused, refused_copy


def test_the_same_message_twice(town: str, now: datetime) -> None:
    schedule(subject="letter/amina", notices=[Notice("confirmed", now)], at=now)

    assert "notifications_delivery_once_per_subject_kind_due" in refused_copy("notifications_delivery")


def test_a_state_that_nobody_knows(town: str, now: datetime) -> None:
    schedule(subject="letter/amina", notices=[Notice("confirmed", now)], at=now)

    assert "notifications_delivery_state_known" in refused("UPDATE notifications_delivery SET state = 'lost'")
