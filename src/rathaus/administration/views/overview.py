"""Where to go: the sections that a member's rights open."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rathaus.identity.gate import Admitted, for_right, show
from rathaus.identity.rights import ADMINISTRATION, Right
from rathaus.ui.sections import sections
from rathaus.ui.states import shows


@shows("sections")
@require_safe
@for_right(*ADMINISTRATION)
def overview(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will show the sections."""
    found = sections(lambda right: who.actor.has(Right(right)))
    return show(request, who, "administration/overview.html", {"sections": found})
