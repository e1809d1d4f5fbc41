"""Where Kannel tells what became of a message (user guide 1.4.5, chapter 6.5: delivery reports)."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rathaus.notifications.receipts import Outcome, note_receipt
from rathaus.ui.states import shows_no_page

OUTCOMES: dict[str, Outcome] = {"1": "delivered", "2": "failed", "16": "failed"}


@shows_no_page("a receipt between machines")
@require_safe
def receipt(request: HttpRequest, key: str) -> HttpResponse:
    """This will note a receipt, by GET as Kannel asks; every key but one that only Kannel knows gets the same 404."""
    status = request.GET.get("status", "")
    outcome = OUTCOMES.get(status)
    problem = f"Kannel: receipt {status}"
    known = (
        request.method == "GET"
        and outcome is not None
        and note_receipt(key=key, outcome=outcome, at=timezone.now(), problem=problem)
    )
    return HttpResponse(status=202 if known else 404, content_type="text/plain")
