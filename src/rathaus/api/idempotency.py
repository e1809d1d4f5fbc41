"""Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): a request that got lost is sent again without harm.

The answer and what was done are committed together, so that no crash leaves one without the other. A second request
waits for the first by the unique index. No body is kept: the answer is told anew from the appointment as it stands.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from rathaus.api.models import Answered, ApiClient
from rathaus.api.problems import problem
from rathaus.core.keys import mac

KEPT = timedelta(days=1)
KEY = re.compile(r"[!-~]{1,255}\Z")
BATCH = 1000


def once(
    request: HttpRequest,
    client: ApiClient,
    *,
    at: datetime,
    perform: Callable[[], tuple[HttpResponse, UUID | None]],
    again: Callable[[UUID | None, int], HttpResponse],
) -> HttpResponse:
    """This will perform a request, or answer as before where the client sent its key already.

    `perform` returns the answer and the appointment that it is about. Only what succeeded is kept: after an error the
    same key may try again.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return perform()[0]
    if not KEY.match(key):
        return problem(400, _("Der Idempotency-Key passt nicht."), code="idempotency-key-invalid")
    fingerprint = mac("api-idempotency", request.method or "", request.path_info, request.body.decode("latin-1"))
    with transaction.atomic():
        fresh = Answered(client=client, key=key, fingerprint=fingerprint, created_at=at)
        Answered.objects.bulk_create([fresh], ignore_conflicts=True)
        row = Answered.objects.get(client=client, key=key)
        if row.status or bytes(row.fingerprint) != fingerprint:
            return _before(row, fingerprint, again)
        answer, subject = perform()
        if answer.status_code >= 300:
            transaction.set_rollback(True)
        else:
            Answered.objects.filter(pk=row.pk).update(status=answer.status_code, appointment_id=subject)
    return answer


def _before(row: Answered, fingerprint: bytes, again: Callable[[UUID | None, int], HttpResponse]) -> HttpResponse:
    if bytes(row.fingerprint) != fingerprint:
        title = _("Dieser Idempotency-Key steht schon für eine andere Anfrage.")
        return problem(409, title, code="idempotency-key-reused")
    answer = again(row.appointment_id, row.status)
    answer.headers["Idempotent-Replayed"] = "true"
    return answer


def forget(*, at: datetime) -> int:
    """This will delete a batch of answers that are older than a day."""
    old = Answered.objects.filter(created_at__lt=at - KEPT).values_list("pk", flat=True)[:BATCH]
    return Answered.objects.filter(pk__in=list(old)).delete()[0]
