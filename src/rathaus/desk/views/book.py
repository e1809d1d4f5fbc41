"""Booking for a caller or at the counter, on one page."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from rathaus.core.errors import Refused
from rathaus.desk import counter_booking as counter
from rathaus.desk.counter_booking import Times
from rathaus.desk.forms import BookForm
from rathaus.desk.frame import show
from rathaus.desk.rules import Offered
from rathaus.desk.workplace import Workplace, for_staff
from rathaus.ui.states import shows

FIELDS_OF_TIMES = ("leistung", "personen", "tag", "weitere", "dritte")


@shows("empty", "times", "nothing-free", "unclear", "errors", "more")
@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def book(request: HttpRequest, who: Workplace) -> HttpResponse:
    """This will show the one page of booking, and book."""
    now = timezone.now()
    offered = counter.offered_at(who.office.pk)
    if request.method == "POST":
        return _posted(request, who, offered, at=now)
    given = {name: request.GET[name][:300] for name in FIELDS_OF_TIMES if name in request.GET}
    times, refused = _times(who, given, offered, at=now) if given.get("leistung") else (None, None)
    initial = {**given, "tag": times.chosen_day if times else ""}
    return _page(request, who, BookForm(times=times, initial=initial), offered, times, refused)


def _times(
    who: Workplace, typed: Mapping[str, str], offered: list[Offered], *, at: datetime
) -> tuple[Times | None, Refused | None]:
    try:
        wishes = counter.wishes_in(typed, offered)
        return counter.times_for(who, wishes, offered, day=typed.get("tag", ""), at=at), None
    except Refused as refused:
        return None, refused


def _posted(request: HttpRequest, who: Workplace, offered: list[Offered], *, at: datetime) -> HttpResponse:
    typed = request.POST.dict()
    times, refused = _times(who, typed, offered, at=at)
    form = BookForm({**typed, "tag": times.chosen_day if times else ""}, times=times)
    if "zeigen" in typed:
        return _page(request, who, BookForm(initial=form.data, times=times), offered, times, refused)
    is_complete = form.is_valid()
    if refused:
        _add(form, refused)
    elif is_complete:
        try:
            moment = counter.moment_in(form.cleaned_data["zeit"])
            counter.check_day(moment, typed.get("tag", ""))
            return _booked(who, form, offered, moment, at=at)
        except Refused as late:
            _add(form, late)
    return _page(request, who, form, offered, times, None)


def _booked(
    who: Workplace, form: BookForm, offered: list[Offered], moment: counter.Moment | None, *, at: datetime
) -> HttpResponse:
    appointment = counter.book(
        who,
        counter.wishes_in(form.data, offered),
        moment,
        form.contact(),
        booked_by=form.cleaned_data["weg"],
        language=form.cleaned_data["sprache"],
        at=at,
    )
    return redirect("desk:slip", appointment.pk)


def _add(form: BookForm, refused: Refused) -> None:
    field = {"persons": "personen"}.get(refused.field or "", refused.field)
    form.add_error(field if field in form.fields else "leistung", str(refused.message))


def _page(
    request: HttpRequest, who: Workplace, form: BookForm, offered: list[Offered],
    times: Times | None, refused: Refused | None,
) -> HttpResponse:  # fmt: skip
    context: dict[str, Any] = {
        "form": form,
        "offered": offered,
        "times": times,
        "problem": str(refused.message) if refused else "",
        "is_more_open": any(form[name].value() for name in ("weitere", "dritte")) or form["sprache"].value() != "de",
    }
    return show(request, who, "desk/book.html", context, page="book")
