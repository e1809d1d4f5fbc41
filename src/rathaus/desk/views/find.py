"""Finding an appointment by what a person knows of it; by POST, so that no name stands in an address."""

from datetime import datetime

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from rathaus.audit.actions import record_read
from rathaus.booking.actions.trail import stream_of
from rathaus.booking.models import State
from rathaus.booking.queries import visible_to
from rathaus.core.ids import REFERENCE_LENGTH, normal_reference
from rathaus.desk import day as days
from rathaus.desk import words
from rathaus.desk.forms import FindForm
from rathaus.desk.frame import show
from rathaus.desk.workplace import Workplace, for_staff
from rathaus.ui.states import shows

MOST = 50
FEWEST_DIGITS = 4


@shows("empty", "hits", "none", "errors")
@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def find(request: HttpRequest, who: Workplace) -> HttpResponse:
    """This will show the appointments of one's offices that fit a reference, a name, a number or an e-mail."""
    form = FindForm(request.POST or None)
    context: dict[str, object] = {"form": form, "found": None}
    if request.method == "POST" and form.is_valid():
        context = {"form": form, **_found(who, form.cleaned_data["q"], at=timezone.now())}
    return show(request, who, "desk/find.html", context, page="find")


def _found(who: Workplace, text: str, *, at: datetime) -> dict[str, object]:
    rows = list(
        visible_to(who.actor)
        .filter(matching(text))
        .exclude(state__in=[State.HELD, State.EXPIRED])
        .select_related("resource")
        .prefetch_related("lines__service__texts")
        .order_by("-day", "first_tick")[: MOST + 1]
    )
    record_read(
        streams=[stream_of(a.pk) for a in rows[:MOST]],
        action="booking.find", purpose="desk.find", by=who.actor.pseudonym, at=at,
    )  # fmt: skip
    titles = {o.id: o.title for o in who.offices}
    found = [(days.row_of(a, at=at), words.short_day(a.day), titles.get(a.office_id, "")) for a in rows[:MOST]]
    return {"found": found, "is_cut": len(rows) > MOST, "most": MOST}


def matching(text: str) -> Q:
    """This will return the condition that a typed text stands for."""
    wanted = Q(name__icontains=text) | Q(email__icontains=text)
    reference = normal_reference(text)
    if len(reference) == REFERENCE_LENGTH:
        wanted |= Q(reference=reference)
    digits = "".join(c for c in text if c.isdigit())
    if len(digits) >= FEWEST_DIGITS and not any(c.isalpha() for c in text):
        wanted |= Q(mobile__contains=digits.removeprefix("0"))
    return wanted
