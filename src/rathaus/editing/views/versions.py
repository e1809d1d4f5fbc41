"""A service's earlier versions, and whether citizens see it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.catalogue import actions
from rathaus.core.ids import id_in
from rathaus.editing import queries
from rathaus.editing.forms.service import labels
from rathaus.identity.gate import Admitted, for_right, say, show
from rathaus.identity.rights import Right
from rathaus.ui.states import shows, shows_no_page

SECTION = "editing:services"


@shows("some", "none")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.EDIT)
def versions(request: HttpRequest, who: Admitted, service_id: int) -> HttpResponse:
    """This will show what each version changed, and bring an earlier one back."""
    service = queries.service_of(service_id)
    if request.method == "POST":
        version = service.versions.filter(number=id_in(request.POST.get("fassung", "")) or 0).first()
        if version is None:
            raise Http404
        actions.restore(version=version, by=who.actor, at=timezone.now())
        say(request, _("Fassung %(number)s gilt wieder.") % {"number": version.number})
        return redirect("editing:versions", service_id)
    context = {"service": service, "title": queries.title_of(service), "versions": queries.versions(service, labels())}
    return show(request, who, "editing/versions.html", context, section=SECTION)


@shows_no_page("it leads back to the service")
@require_POST
@for_right(Right.EDIT)
def shown(request: HttpRequest, who: Admitted, service_id: int) -> HttpResponse:
    """This will show a service to citizens or hide it."""
    service = queries.service_of(service_id)
    is_public = request.POST.get("zeigen") == "ja"
    actions.publish(service_id=service.pk, is_public=is_public, by=who.actor, at=timezone.now())
    undo = _("Die Leistung ist nicht mehr zu sehen. „Wieder zeigen“ macht das rückgängig.")
    say(request, _("Die Leistung ist jetzt zu sehen.") if is_public else undo)
    return redirect("editing:service", service_id)
