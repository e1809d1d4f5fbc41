"""Legal texts of the town: which there are, which are needed, and writing them."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.administration.forms import TextForm
from rathaus.identity.gate import Admitted, for_right, say, show
from rathaus.identity.rights import Right
from rathaus.offices import actions
from rathaus.offices.models import NEEDED, BarrierReport, LegalText
from rathaus.offices.queries import legal_texts, missing_texts
from rathaus.offices.rules import as_html
from rathaus.ui.states import shows, shows_no_page

SECTION = "administration:texts"
LANGUAGES = dict(settings.LANGUAGES)


@dataclass(frozen=True)
class Entry:
    """A kind of text, whether it is needed, and in which languages it is written."""

    kind: str
    title: str
    is_needed: bool
    languages: tuple[tuple[str, LegalText | None], ...]


@shows("missing", "complete")
@require_safe
@for_right(Right.TOWN)
def texts(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will list the texts, what is missing before the town can open, and reports of barriers."""
    there = legal_texts()
    entries = [
        Entry(kind.value, str(kind.label), kind in NEEDED, tuple((c, there.get((kind.value, c))) for c in LANGUAGES))
        for kind in LegalText.Kind
    ]
    reports = BarrierReport.objects.filter(is_answered=False, restricted_at__isnull=True)[:50]
    context = {"entries": entries, "is_open": not missing_texts(), "reports": reports, "names": LANGUAGES}
    return show(request, who, "administration/texts.html", context, section=SECTION)


@shows("new", "written", "preview", "changed")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.TOWN)
def text(request: HttpRequest, who: Admitted, kind: str, code: str) -> HttpResponse:
    """This will show a text for writing; a preview stores nothing, and the version before can be had back."""
    if kind not in LegalText.Kind.values or code not in LANGUAGES:
        raise Http404
    row = LegalText.objects.filter(kind=kind, language=code).first()
    written = {"source": row.source, "title": row.title, "is_reviewed": row.is_reviewed} if row else {}
    form = TextForm(request.POST or None, initial=written)
    preview = ""
    if request.method == "POST" and request.POST.get("schritt") == "zurueck" and row and row.earlier:
        _save(who, kind, code, source=row.earlier, title=row.title)
        say(request, _("Die Fassung davor ist wieder da."))
        return redirect(request.path)
    theirs = ""
    if form.is_valid():
        if _is_older(request, row):
            theirs = _tell_of(row, form)
        elif request.POST.get("schritt") != "vorschau":
            _save(who, kind, code, **form.cleaned_data)
            say(request, _("Gespeichert."))
            return redirect(SECTION)
        else:
            preview = mark_safe(as_html(form.cleaned_data["source"]))  # noqa: S308 - cleaned by nh3
    context = {
        "form": form, "row": row, "preview": preview,
        "stand": _stand(row), "theirs": theirs, "code": code,
        "kind": LegalText.Kind(kind), "needs_source": row is not None and not row.source,
    }  # fmt: skip
    return show(request, who, "administration/text.html", context, section=SECTION)


@shows_no_page("it leads back to the texts")
@require_http_methods(["POST"])
@for_right(Right.TOWN)
def answered(request: HttpRequest, who: Admitted, report_id: int) -> HttpResponse:
    """This will mark a report of a barrier as answered."""
    actions.answered(report_id=report_id, by=who.actor, at=timezone.now())
    return redirect(SECTION)


def _stand(row: LegalText | None) -> str:
    return row.changed_at.isoformat() if row and row.changed_at else ""


def _tell_of(row: LegalText | None, form: TextForm) -> str:
    text = _("Jemand hat diesen Text inzwischen geändert. Vergleichen Sie, dann speichern Sie noch einmal.")
    form.add_error(None, text)
    return row.source if row else ""


def _is_older(request: HttpRequest, row: LegalText | None) -> bool:
    """Whether somebody saved since the page was opened that sends this form."""
    return request.POST.get("schritt") != "vorschau" and request.POST.get("stand", "") != _stand(row)


def _save(who: Admitted, kind: str, language: str, *, source: str, title: str, is_reviewed: bool = False) -> None:
    actions.set_legal_text(
        kind=kind, language=language, markdown=source, title=title, is_reviewed=is_reviewed, by=who.actor,
        at=timezone.now(),
    )  # fmt: skip
