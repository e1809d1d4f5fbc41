"""Files with services: brought in with a dry run and a comparison first, taken back, and written out as a table."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.catalogue import actions, office_sheet, service_sheet
from rathaus.catalogue.comparison import is_nothing
from rathaus.catalogue.office_writing import office_rows
from rathaus.catalogue.uploads import Upload
from rathaus.core.errors import Refused
from rathaus.core.ids import id_in
from rathaus.editing import queries
from rathaus.editing.forms.imports import ImportForm
from rathaus.editing.forms.service import labels
from rathaus.identity.gate import Admitted, for_right, say, show
from rathaus.identity.rights import Right
from rathaus.ui.states import shows, shows_no_page

SECTION = "editing:services"
PER_PAGE = 20
NOTHING = {"new": [], "changed": [], "hidden": [], "conflicts": [], "unchanged": 0}


@shows("blank", "errors", "earlier")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.EDIT)
def imports(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will take a file in and have it compared, and list earlier ones."""
    may_plan = who.actor.may(Right.PLAN)
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ImportForm(*data, may_plan=may_plan, initial={"format": Upload.Format.CSV})
    if form.is_valid():
        upload = actions.hand_in(
            format=form.cleaned_data["format"], files=form.given_files(),
            hides_missing=form.cleaned_data["hides_missing"], by=who.actor, at=timezone.now(),
        )  # fmt: skip
        return redirect("editing:import", upload.pk)
    uploads = Paginator(queries.uploads(may_plan=may_plan), PER_PAGE).get_page(request.GET.get("seite"))
    context = {
        "form": form, "uploads": uploads, "may_plan": may_plan,
        "columns": service_sheet.explained(english=_is_english()),
        "columns_of_offices": office_sheet.explained(english=_is_english()) if may_plan else [],
    }  # fmt: skip
    return show(request, who, "editing/imports.html", context, section=SECTION)


@shows("compared", "conflicts", "broken", "nothing", "waiting", "failed", "applied", "undone")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.EDIT)
def one(request: HttpRequest, who: Admitted, upload_id: int) -> HttpResponse:
    """This will show what a file would change or has changed, apply it, and take it back."""
    upload = queries.upload_of(upload_id, may_plan=who.actor.may(Right.PLAN))
    if request.method == "POST":
        _step(request, who, upload)
        return redirect("editing:import", upload_id)
    services, offices = (NOTHING | upload.report.get(kind, {}) for kind in ("services", "offices"))
    changed = Paginator(services["changed"], PER_PAGE).get_page(request.GET.get("seite"))
    context = {
        "upload": upload, "report": {"more": 0} | upload.report | queries.strange_in(upload),
        "services": services, "changed": changed,
        "counted": offices if upload.format == Upload.Format.OFFICES else services,
        "others": [
            (_("Ämter"), offices),
            (_("Angebote"), NOTHING | upload.report.get("offers", {})),
        ],
        "labels": labels() | queries.plain_labels(),
        "is_nothing": upload.state == Upload.State.READY and is_nothing(upload.report),
        "is_asked": upload.state in actions.ASKED,
        "states": Upload.State,
    }  # fmt: skip
    return show(request, who, "editing/import.html", context, section=SECTION)


@shows_no_page("a table to save")
@require_safe
@for_right(Right.EDIT)
def export(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will return all services (`?was=aemter`: offices) as a table, which can be changed and brought in again."""
    if request.GET.get("was") == "aemter":
        return _as_file(office_sheet.table(office_rows(), english=_is_english()), _("aemter.csv"))
    return _as_file(service_sheet.table(queries.all_contents(), english=_is_english()), _("leistungen.csv"))


@shows_no_page("a table to save")
@require_safe
@for_right(Right.EDIT)
def template(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will return an example of the table of services (`?was=aemter`: of offices)."""
    if request.GET.get("was") == "aemter":
        return _as_file(office_sheet.example(english=_is_english()), _("vorlage-aemter.csv"))
    return _as_file(service_sheet.example(english=_is_english()), _("vorlage-leistungen.csv"))


def _is_english() -> bool:
    """Whether tables are written with English columns; both are read."""
    return get_language() == "en"


def _as_file(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _step(request: HttpRequest, who: Admitted, upload: Upload) -> None:
    """This will have a job do what was pressed."""
    now, step = timezone.now(), request.POST.get("schritt", "")
    try:
        if step == "uebernehmen":
            chosen = {name.removeprefix("wer-") for name, value in request.POST.items() if value == "datei"}
            theirs = frozenset(pk for text in chosen if (pk := id_in(text)) is not None)
            actions.ask(upload_id=upload.pk, step=Upload.State.APPLYING, theirs=theirs, by=who.actor, at=now)
        elif step == "zuruecknehmen":
            actions.ask(upload_id=upload.pk, step=Upload.State.UNDOING, by=who.actor, at=now)
        elif step == "vergleichen":
            actions.ask(upload_id=upload.pk, step=Upload.State.WAITING, by=who.actor, at=now)
        else:
            raise Http404
    except Refused as refused:
        say(request, str(refused.message), kind="warning")
