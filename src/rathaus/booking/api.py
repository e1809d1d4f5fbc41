"""Free times as JSON: what the calendar page itself reads."""

import re
from datetime import date
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from rathaus.booking import queries
from rathaus.booking.rules.ticks import LABELS, each
from rathaus.booking.wishes import read_wishes
from rathaus.core.errors import Refused
from rathaus.core.problems import not_allowed, problem
from rathaus.ui.states import shows_no_page

MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])\Z", re.ASCII)
MOST_OFFICES = 50


@shows_no_page("JSON")
@csrf_exempt  # no session is looked at, and no other method does anything
def free_times(request: HttpRequest) -> HttpResponse:
    """This will answer `?office=ID[&office=ID]&l=SERVICExPERSONS&month=YYYY-MM` with the free starts per day."""
    if request.method not in {"GET", "HEAD"}:
        return not_allowed("GET, HEAD")
    month = MONTH.match(request.GET.get("month", ""))
    offices = request.GET.getlist("office")
    if (
        not month
        or not offices
        or len(offices) > MOST_OFFICES
        or not all(o.isascii() and o.isdigit() and len(o) < 16 for o in offices)
    ):
        return problem(422, _("Es braucht office, l und month=JJJJ-MM."), code="invalid")
    first, last = queries.days_of_month(int(month[1]), int(month[2]))
    try:
        found = queries.free_times_of_offices(
            office_ids=[int(o) for o in offices],
            wishes=read_wishes(request.GET),
            first=first,
            last=last,
            at=timezone.now(),
        )
    except Refused as refused:
        return problem(409, refused.message, code="not-possible")
    answer = {"offices": [_as_json(f) for f in found]}
    return HttpResponse(orjson.dumps(answer), content_type="application/json")


def _as_json(found: queries.FreeTimes) -> dict[str, Any]:
    days = [_day(day, mask) for day, mask in sorted(found.starts.items())]
    return {"office": found.visit.office.office_id, "minutes": found.visit.ticks * 5, "days": days}


def _day(day: date, mask: int) -> dict[str, Any]:
    times = [LABELS[t] for t in each(mask)]
    return {"date": day, "free": len(times), "times": times}
