"""Services that come with Rathaus, to be picked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from rathaus.catalogue import actions
from rathaus.editing import queries
from rathaus.identity.gate import Admitted, for_right, say, show
from rathaus.identity.rights import Right
from rathaus.ui.states import shows


@shows("offered", "none")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.EDIT)
def pick(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will show the services that come with Rathaus by life situation, and make the chosen ones the town's."""
    if request.method == "POST":
        made = actions.pick(slugs=request.POST.getlist("leistung"), by=who.actor, at=timezone.now())
        if not made:
            say(request, _("Bitte kreuzen Sie mindestens eine Leistung an."), kind="warning")
            return redirect("editing:pick")
        text = ngettext("%(n)s Leistung übernommen.", "%(n)s Leistungen übernommen.", len(made))
        say(request, text % {"n": len(made)})
        return redirect("editing:services")
    query = " ".join(request.GET.get("q", "").split())[:100]
    groups = queries.offered_samples(query)
    is_any_left = any(not one.is_there for _title, found in groups for one in found)
    context = {"query": query, "groups": groups, "is_any_left": is_any_left}
    return show(request, who, "editing/pick.html", context, section="editing:services")
