"""Members of staff, as far as the actor may see to them."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rathaus.administration.queries import members
from rathaus.identity.gate import Admitted, for_right, show
from rathaus.identity.rights import Right
from rathaus.ui.states import shows


@shows("members")
@require_safe
@for_right(Right.STAFF)
def staff(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will list the members with their roles."""
    return show(
        request, who, "administration/staff.html", {"members": members(who.actor)}, section="administration:staff"
    )
