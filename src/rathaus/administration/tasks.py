"""Jobs of the administration: letters to members that follow from what they did."""

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from rathaus.administration.actions import tell_of_sign_in
from rathaus.notifications.outbox import send_due

TELL_OF_SIGN_IN = "administration.tell_of_sign_in"


@app.task(name=TELL_OF_SIGN_IN, retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def tell(*, town: str, event: dict[str, str]) -> None:
    """This will tell a member by mail that they sign in another way from now on."""
    now = timezone.now()
    with transaction.atomic():
        tell_of_sign_in(member_id=int(event["staff_id"]), change=event["change"], at=now)
    send_due(at=now)
