"""Notices on the start page: planning them, looking at them, ending them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.administration.forms_of_notices import NoticeForm, initial_of
from rathaus.core.errors import Refused
from rathaus.core.stamps import stamp_of
from rathaus.identity.gate import Admitted, for_right, say, show
from rathaus.identity.rights import Right
from rathaus.identity.undoing import keep_for_undo, offered_undo
from rathaus.offices.actions import end_notice, save_notice
from rathaus.offices.models import Notice
from rathaus.offices.notices import Shown, Time, shown, time_of
from rathaus.offices.queries import place
from rathaus.offices.rules import as_html
from rathaus.ui.states import shows

SECTION = "administration:notices"
MOST = 100


@shows("none", "planned")
@require_safe
@for_right(Right.EDIT)
def notices(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will list the notices: those to come, those that stand there, and those that are over."""
    now, language = timezone.now(), get_language() or "de"
    rows = [(row, shown(row, language), time_of(row, now)) for row in Notice.objects.order_by("-from_at")[:MOST]]
    context = {
        "groups": [
            (_("Jetzt auf der Startseite"), [r for r in rows if r[2] == Time.SHOWN]),
            (_("Geplant"), [r for r in rows if r[2] == Time.PLANNED]),
            (_("Vorbei"), [r for r in rows if r[2] == Time.OVER]),
        ],
        "zone": place().zone,
        "undo": offered_undo(request),
    }
    return show(request, who, "administration/notices.html", context, section=SECTION)


@shows("empty", "errors", "preview")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.EDIT)
def new_notice(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will plan a notice; a preview stores nothing."""
    return _form(request, who, None)


@shows("stored", "changed")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.EDIT)
def notice(request: HttpRequest, who: Admitted, notice_id: int) -> HttpResponse:
    """This will show a notice for changing, or end it at once."""
    row = Notice.objects.filter(pk=notice_id).first()
    if row is None:
        raise Http404
    if request.POST.get("schritt") == "beenden":
        sent = _as_sent(row)
        end_notice(notice_id=row.pk, by=who.actor, at=timezone.now())
        row.refresh_from_db()
        keep_for_undo(request, request.path, sent | {"stand": stamp_of([row])}, on=reverse(SECTION))
        say(request, _("Der Hinweis ist nicht mehr zu sehen."))
        return redirect(SECTION)
    return _form(request, who, row)


def _as_sent(row: Notice) -> dict[str, str]:
    """A notice as its form would send it."""
    given = initial_of(row, place().zone)
    given["is_important"] = "on" if row.is_important else None
    return {name: str(value) for name, value in given.items() if value is not None}


def _form(request: HttpRequest, who: Admitted, row: Notice | None) -> HttpResponse:
    zone, now = place().zone, timezone.now()
    initial = initial_of(row, zone) if row else {"from_on": timezone.localdate(now)}
    form = NoticeForm(request.POST or None, zone=zone, initial=initial)
    previews: list[tuple[Shown, SafeString]] = []
    if form.is_valid() and request.POST.get("schritt") == "vorschau":
        previews = _previews(form)
    elif form.is_valid():
        try:
            save_notice(
                notice_id=row.pk if row else None, seen=form.cleaned_data["stand"], from_at=form.from_at(),
                until_at=form.until_at(), is_important=form.cleaned_data["is_important"], words=form.words(),
                by=who.actor, at=now,
            )  # fmt: skip
        except Refused as refused:
            form.add_error(refused.field, str(refused.message))
        else:
            say(request, _("Gespeichert."))
            return redirect(SECTION)
    context = {
        "form": form, "row": row, "notices": previews, "stand": stamp_of([row]) if row else "",
        "is_over": row is not None and time_of(row, now) == Time.OVER, "language": get_language(),
    }  # fmt: skip
    return show(request, who, "administration/notice.html", context, section=SECTION)


def _previews(form: NoticeForm) -> list[tuple[Shown, SafeString]]:
    is_important = form.cleaned_data["is_important"]
    written = [(code, one.title, as_html(one.source)) for code, one in form.words().items() if one.title]
    return [
        (Shown(code, title, html, is_important), mark_safe(html))  # noqa: S308 - cleaned by nh3
        for code, title, html in written
    ]
