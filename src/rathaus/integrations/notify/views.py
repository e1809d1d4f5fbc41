"""Where Notify tells what became of a message: its "delivery receipts" with a bearer token."""

import hmac

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from rathaus.notifications.receipts import Outcome, note_receipt
from rathaus.ui.states import shows_no_page

OUTCOMES: dict[str, Outcome] = {
    "delivered": "delivered",
    "permanent-failure": "failed",
    "temporary-failure": "failed",
    "technical-failure": "failed",
}


@shows_no_page("a receipt between machines")
@csrf_exempt
def receipt(request: HttpRequest) -> HttpResponse:
    """This will note a receipt; without the token everything gets 403, whatever it asks.

    A receipt about a message that is not known (any more) is taken, or Notify would send it again for hours.
    """
    wanted = f"Bearer {settings.RATHAUS_SMS_RECEIPT_TOKEN}".encode()
    given = request.headers.get("Authorization", "").encode()
    if not settings.RATHAUS_SMS_RECEIPT_TOKEN or not hmac.compare_digest(given, wanted):
        return _answer(403)
    if request.method != "POST":
        return _answer(405)
    try:
        told = orjson.loads(request.body)
        key, status = str(told["reference"]), str(told["status"])
    except (ValueError, KeyError, TypeError):
        return _answer(400)
    if status in OUTCOMES:
        note_receipt(key=key, outcome=OUTCOMES[status], at=timezone.now(), problem=f"Notify: {status}")
    return _answer(204)


def _answer(status: int) -> HttpResponse:
    return HttpResponse(status=status, content_type="text/plain")
