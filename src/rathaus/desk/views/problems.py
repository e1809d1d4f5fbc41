"""What went wrong: jobs and messages; each can be tried again."""

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from procrastinate.contrib.django.models import ProcrastinateJob

from rathaus.audit.actions import record_read
from rathaus.booking.actions.trail import stream_of
from rathaus.booking.queries import Excess
from rathaus.desk import actions, words
from rathaus.desk import problems as found
from rathaus.desk.day import row_of
from rathaus.desk.dossier import message_words
from rathaus.desk.frame import say, show
from rathaus.desk.problems import Letter
from rathaus.desk.workplace import Workplace, for_staff
from rathaus.notifications.models import Wording
from rathaus.offices.queries import text_of
from rathaus.ui.states import shows, shows_no_page


@shows("well", "all")
@require_safe
@for_staff
def problems(request: HttpRequest, who: Workplace) -> HttpResponse:
    """This will show failed and stalled jobs, messages that failed or wait too long, visits beyond the places."""
    now = timezone.now()
    all_of_it = found.problems(who.actor, at=now)
    record_read(
        streams=[stream_of(number) for number in all_of_it.appointment_ids],
        action="booking.read-deliveries", purpose="desk.problems", by=who.actor.pseudonym, at=now,
    )  # fmt: skip
    context = {
        "jobs": [(job, words.TASKS.get(job.task_name, job.task_name)) for job in all_of_it.jobs],
        "stalled": [(job, words.TASKS.get(job.task_name, job.task_name)) for job in all_of_it.stalled],
        "failed": [_shown(letter) for letter in all_of_it.failed],
        "late": [_shown(letter) for letter in all_of_it.late],
        "twice": [_shown(letter) for letter in all_of_it.twice],
        "unfit": [_shown_words(row) for row in all_of_it.unfit],
        "copies": all_of_it.copies,
        "overbooked": [_shown_excess(excess, at=now) for excess in all_of_it.overbooked],
        "features_off": getattr(settings, "RATHAUS_FEATURES_OFF", ()),
    }
    return show(request, who, "desk/problems.html", context, page="problems")


def _shown(letter: Letter) -> dict[str, object]:
    zone = letter.appointment.zone
    return {
        "delivery": letter.delivery,
        "appointment": letter.appointment,
        "kind": message_words(letter.delivery),
        "due": words.moment_words(letter.delivery.due_at, zone),
    }


def _shown_words(row: Wording) -> str:
    office = text_of(row.office, get_language() or "de").title if row.office else ""
    kind = words.OWN_WORDS.get(row.kind, row.kind)
    return ", ".join(str(part) for part in (kind, get_language_info(row.language)["name_translated"], office) if part)


def _shown_excess(excess: Excess, *, at: datetime) -> dict[str, object]:
    return {
        "day": words.day_words(excess.sheet.day),
        "day_url": f"{reverse('desk:today')}?tag={excess.sheet.day}",
        "resource": excess.sheet.resource.title,
        "rows": [row_of(visit, at=at) for visit in excess.visits],
    }


@shows_no_page("it only leads back")
@require_POST
@for_staff
def retry_job(request: HttpRequest, who: Workplace, job_id: int) -> HttpResponse:
    """This will have a failed or stalled job of this town run again."""
    try:
        actions.try_job_again(job_id=job_id, by=who.actor, at=timezone.now())
    except ProcrastinateJob.DoesNotExist as unknown:
        raise Http404 from unknown
    say(request, _("Die Aufgabe läuft gleich noch einmal."))
    return redirect("desk:problems")


@shows_no_page("it only leads back")
@require_POST
@for_staff
def retry_message(request: HttpRequest, who: Workplace, delivery_id: int) -> HttpResponse:
    """This will have a message that could not be delivered sent again."""
    rows = found.letters(who.actor, found.failed_deliveries().filter(pk=delivery_id))
    if not rows:
        raise Http404
    actions.try_message_again(letter=rows[0], by=who.actor, at=timezone.now())
    say(request, _("Die Nachricht wird gleich noch einmal gesendet."))
    return redirect("desk:problems")
