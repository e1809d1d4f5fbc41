"""What an administrator learns about SMS and sets for them."""

from datetime import datetime
from decimal import Decimal

from rathaus.audit.models import Event
from rathaus.identity.queries import SYSTEM
from rathaus.notifications.actions import set_text_rules
from rathaus.notifications.models import TextRules
from rathaus.notifications.phones import cost


def test_rules_are_kept_and_leave_a_trail(town: str, now: datetime) -> None:
    for most in (500, None):
        set_text_rules(quiet_from=21, quiet_until=7, price=Decimal("0.075"), most_parts=most, by=SYSTEM, at=now)

    rules = TextRules.objects.get()
    assert (rules.quiet_from, rules.quiet_until, rules.price, rules.most_parts) == (21, 7, Decimal("0.0750"), None)
    assert Event.objects.filter(stream="town/sms").count() == 2


def test_cents_come_from_parts_and_price() -> None:
    assert cost(121, Decimal("0.0750")) == Decimal("9.08")
    assert cost(121, TextRules().price) == 0
