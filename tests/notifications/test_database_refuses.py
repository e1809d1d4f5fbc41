"""What the outbox must never hold is refused by the database itself."""

from datetime import datetime

from rathaus.notifications.actions import Notice, schedule
from rathaus.notifications.models import Wording
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
