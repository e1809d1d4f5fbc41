"""Free times as JSON: what the calendar page itself reads."""

import re
from datetime import date
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rathaus.booking import queries
from rathaus.booking.rules.ticks import LABELS, each
from rathaus.booking.wishes import read_wishes
from rathaus.core.errors import Refused
from rathaus.ui.states import shows_no_page

MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])\Z", re.ASCII)
MOST_OFFICES = 50


@shows_no_page("JSON")
@require_safe
def free_times(request: HttpRequest) -> HttpResponse:
    """This will answer `?office=ID[&office=ID]&l=SERVICExPERSONS&month=YYYY-MM` with the free starts per day."""
    month = MONTH.match(request.GET.get("month", ""))
    offices = request.GET.getlist("office")
    if (
        not month
        or not offices
        or len(offices) > MOST_OFFICES
        or not all(o.isascii() and o.isdigit() and len(o) < 16 for o in offices)
    ):
        return _json({"error": "office, l and month=YYYY-MM are needed"}, 400)
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
        return _json({"error": str(refused.message)}, 422)
    return _json({"offices": [_as_json(f) for f in found]}, 200)


def _as_json(found: queries.FreeTimes) -> dict[str, Any]:
    days = [_day(day, mask) for day, mask in sorted(found.starts.items())]
    return {"office": found.visit.office.office_id, "minutes": found.visit.ticks * 5, "days": days}


def _day(day: date, mask: int) -> dict[str, Any]:
    times = [LABELS[t] for t in each(mask)]
    return {"date": day, "free": len(times), "times": times}


def _json(data: dict[str, Any], status: int) -> HttpResponse:
    return HttpResponse(orjson.dumps(data), content_type="application/json", status=status)
