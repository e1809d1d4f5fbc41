"""What is special about SMS: hours in which phones stay silent, parts that cost, a limit for the month."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import connection

from rathaus.notifications.models import TextMonth, TextRules
from rathaus.offices.queries import place

CHANNEL = "sms"
FRESH = timedelta(minutes=15)  # what is due just now in quiet hours was meant so when it was planned
COUNT = """
INSERT INTO notifications_textmonth AS m (first_on, messages, parts) VALUES (%s, 1, %s)
ON CONFLICT (first_on) DO UPDATE SET messages = m.messages + 1, parts = m.parts + excluded.parts
"""


def text_rules() -> TextRules:
    """This will return the town's rules for SMS (1 query), those of the house where it has made none."""
    return TextRules.objects.first() or TextRules()


def is_quiet(hour: int, rules: TextRules) -> bool:
    """Whether phones stay silent in that hour of the wall clock; never, where both ends are the same."""
    start, end = rules.quiet_from, rules.quiet_until
    return start <= hour < end if start <= end else hour >= start or hour < end


def at_daytime(due: datetime, zone: ZoneInfo, rules: TextRules) -> datetime:
    """This will return the moment itself or, in the quiet hours, their end."""
    local = due.astimezone(zone)
    if not is_quiet(local.hour, rules):
        return due
    day = local.date() + timedelta(days=local.hour >= rules.quiet_until)
    return datetime.combine(day, time(rules.quiet_until), zone)


def is_silent(at: datetime) -> bool:
    """Whether the town's phones stay silent at that moment (2 queries)."""
    return is_quiet(at.astimezone(ZoneInfo(place().zone)).hour, text_rules())


def month_of(at: datetime) -> date:
    """The first day of the month, by the clock of the town."""
    return at.astimezone(ZoneInfo(place().zone)).date().replace(day=1)


def count(parts: int, *, at: datetime) -> None:
    """This will count an SMS that went out, in the transaction of the caller."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [month_of(at), parts])


def has_room(parts: int, *, at: datetime) -> bool:
    """Whether an SMS of so many parts stays within the month's limit; several workers may pass it by one each."""
    most = text_rules().most_parts
    return most is None or used(at=at) + parts <= most


def used(*, at: datetime) -> int:
    """How many parts went out this month."""
    return TextMonth.objects.filter(first_on=month_of(at)).values_list("parts", flat=True).first() or 0


def cost(parts: int, price: Decimal) -> Decimal:
    """What so many parts cost, in euros and cents."""
    return (Decimal(parts) * price).quantize(Decimal("0.01"))
