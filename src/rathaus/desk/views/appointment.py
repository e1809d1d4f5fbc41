"""One appointment: all about it, the slip to take along, moving, cancelling."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rathaus.audit.actions import record_read
from rathaus.booking import actions
from rathaus.booking.actions.change import wishes_of
from rathaus.booking.actions.trail import gets_texts, stream_of
from rathaus.booking.links import code_of
from rathaus.booking.models import TICK_MINUTES, Appointment, BookedBy, Share
from rathaus.booking.queries import FreeTimes, days_of_month, free_times
from rathaus.booking.rules import ticks
from rathaus.core.errors import Refused
from rathaus.desk import day as days
from rathaus.desk import dossier, words
from rathaus.desk.counter_booking import check_free, moment_in
from rathaus.desk.forms import CancelForm
from rathaus.desk.frame import say, show
from rathaus.desk.views.day import day_in
from rathaus.desk.workplace import Workplace, for_staff
from rathaus.offices.queries import text_of
from rathaus.ui.calendar import Slot, build_month, group_slots
from rathaus.ui.states import shows, shows_no_page


@shows("full", "bare", "cancelled")
@require_safe
@for_staff
def appointment(request: HttpRequest, who: Workplace, appointment_id: UUID) -> HttpResponse:
    """This will show everything about an appointment."""
    found = dossier.find(who, appointment_id)
    now = timezone.now()
    _read(who, found, "desk.appointment", at=now)
    context = {
        **_about(found, at=now),
        "happenings": dossier.happenings(found),
        "mails": dossier.mails(found),
        "way": BookedBy(found.booked_by).label,
        "booked": words.moment_words(found.booked_at, found.zone) if found.booked_at else "",
        "spoken": dict(settings.LANGUAGES).get(found.language, found.language),
    }
    return show(request, who, "desk/appointment.html", context)


@shows("mail", "no-mail")
@require_safe
@for_staff
def slip(request: HttpRequest, who: Workplace, appointment_id: UUID) -> HttpResponse:
    """This will show what to tell or to hand over: reference, code, when and where."""
    found = dossier.find(who, appointment_id)
    now = timezone.now()
    _read(who, found, "desk.slip", at=now)
    texts = [_text(line.service) for line in found.lines.all() if not line.service.is_sensitive]
    context = {**_about(found, at=now), "bring": [thing for text in texts if text for thing in text.bring]}
    return show(request, who, "desk/slip.html", context)


@shows("free", "full-day", "over", "refused", "taken")
@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def move(request: HttpRequest, who: Workplace, appointment_id: UUID) -> HttpResponse:
    """This will show other free times, and move the visit to one of them."""
    found = dossier.find(who, appointment_id)
    now = timezone.now()
    problem = ""
    if request.method == "POST":
        try:
            _move(who, found, request.POST.get("zeit", ""), at=now)
            say(request, _("Der Termin ist verschoben."))
            return redirect("desk:appointment", found.pk)
        except Refused as refused:
            problem = str(refused.message)
            found = dossier.find(who, appointment_id)
    _read(who, found, "desk.move", at=now)
    context = {**_about(found, at=now), **_times(request, found, at=now), "problem": problem or None}
    return show(request, who, "desk/move.html", context)


@shows("mail", "phone", "nobody", "over")
@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def cancel(request: HttpRequest, who: Workplace, appointment_id: UUID) -> HttpResponse:
    """This will ask what to tell the person, and cancel the visit."""
    found = dossier.find(who, appointment_id)
    now = timezone.now()
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel(appointment=found, by=who.actor, at=now, note=form.cleaned_data["note"])
            say(request, _("Der Termin ist abgesagt."))
            return redirect("desk:appointment", found.pk)
        except Refused as refused:
            form.add_error(None, str(refused.message))
            found = dossier.find(who, appointment_id)
    _read(who, found, "desk.cancel", at=now)
    return show(request, who, "desk/cancel.html", {**_about(found, at=now), "form": form})


@shows_no_page("it only leads back")
@require_POST
@for_staff
def renew_link(request: HttpRequest, who: Workplace, appointment_id: UUID) -> HttpResponse:
    """This will take the link and the code of a visit back and give it new ones."""
    found = dossier.find(who, appointment_id)
    try:
        actions.renew_link(appointment=found, by=who.actor, at=timezone.now())
        say(request, _("Der Termin hat einen neuen Link und einen neuen Code. Die alten gelten nicht mehr."))
    except Refused as refused:
        say(request, str(refused.message), kind="warning")
    return redirect("desk:appointment", found.pk)


def _read(who: Workplace, found: Appointment, purpose: str, *, at: datetime) -> None:
    record_read(streams=[stream_of(found.pk)], action="booking.read", purpose=purpose, by=who.actor.pseudonym, at=at)


def _about(found: Appointment, *, at: datetime) -> dict[str, Any]:
    return {
        "appointment": found,
        "row": days.row_of(found, at=at),
        "code": code_of(found),
        "day_words": words.day_words(found.day),
        "minutes": found.ticks * TICK_MINUTES,
        "office_text": text_of(found.office, get_language() or "de"),
        "gets_texts": gets_texts(found.mobile),
        "phone_url": "tel:" + "".join(c for c in found.mobile if c.isdigit() or c == "+"),
        "day_url": reverse("desk:today") + f"?tag={found.day}",
    }


def _text(service: Any) -> Any:
    texts = {t.language: t for t in service.texts.all()}
    return texts.get(get_language() or "de") or texts.get("de")


def _free(found: Appointment, first: date, last: date, *, at: datetime) -> FreeTimes:
    return free_times(
        office_id=found.office_id, wishes=wishes_of(found), first=first, last=last, at=at, share=Share.INTERNAL,
        moving=found,
    )  # fmt: skip


def _move(who: Workplace, found: Appointment, wanted: str, *, at: datetime) -> None:
    moment = moment_in(wanted)
    if moment is None:
        raise Refused(_("Bitte wählen Sie eine Zeit aus der Liste."))
    check_free(_free(found, moment[0], moment[0], at=at), moment)
    actions.move(appointment=found, day=moment[0], tick=moment[1], by=who.actor, at=at)


def _times(request: HttpRequest, found: Appointment, *, at: datetime) -> dict[str, Any]:
    """The month and the times of one day; an office that cannot take the visit (any more) says so."""
    today = ticks.local(at, found.zone).date()
    try:
        free = _free(found, today, today + timedelta(days=370), at=at)
    except Refused as refused:
        return {"refused": str(refused.message), "groups": (), "month": None}
    first = free.first()
    day = day_in(request.GET.get("tag", ""), otherwise=first[0] if first else today)
    shown, _last = days_of_month(*_month(request.GET.get("monat", ""), otherwise=day))
    month = build_month(
        first=shown,
        counts={d: mask.bit_count() for d, mask in free.starts.items()},
        url=lambda d: f"?tag={d}",
        today=today,
        selected=day,
        latest=max(free.starts, default=today),
        month_url=lambda d: f"?tag={day}&monat={d:%Y-%m}",
    )
    slots = [Slot(ticks.time_of(t), f"{day}T{ticks.LABELS[t]}") for t in ticks.each(free.starts.get(day, 0))]
    return {"month": month, "groups": group_slots(slots), "chosen_words": words.day_words(day), "refused": ""}


def _month(text: str, *, otherwise: date) -> tuple[int, int]:
    found = day_in(f"{text}-01", otherwise=otherwise)
    return found.year, found.month
