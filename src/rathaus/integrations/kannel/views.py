"""Where Kannel tells what became of a message (user guide 1.4.5, chapter 6.5: delivery reports)."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from rathaus.notifications.receipts import Outcome, note_receipt
from rathaus.ui.states import shows_no_page

OUTCOMES: dict[str, Outcome] = {"1": "delivered", "2": "failed", "16": "failed"}


@shows_no_page("a receipt between machines")
@csrf_exempt
@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest, key: str) -> HttpResponse:
    """This will note a receipt; only Kannel knows the key of a message, and every other one gets the same 404."""
    status = request.GET.get("status", "")
    outcome = OUTCOMES.get(status)
    problem = f"Kannel: receipt {status}"
    known = outcome is not None and note_receipt(key=key, outcome=outcome, at=timezone.now(), problem=problem)
    return HttpResponse(status=202 if known else 404, content_type="text/plain")
