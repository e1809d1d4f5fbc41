"""Keys of programs: making one, seeing it once, making it worthless."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.api import keys as actions
from rathaus.api.forms import ClientForm
from rathaus.api.models import ApiClient
from rathaus.core.errors import Refused
from rathaus.identity.gate import Admitted, for_right, say, show
from rathaus.identity.rights import Right
from rathaus.ui.states import shows, shows_no_page

SECTION = "api-keys:list"


@shows("none", "made", "errors")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.TOWN)
def keys(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will list the keys and make another one, which is shown on the answer and never again."""
    form, key = ClientForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            _client, key = actions.make_client(**form.cleaned_data, by=who.actor, at=timezone.now())
        except Refused as refused:
            form.add_error(refused.field, str(refused.message))
        else:
            form = ClientForm()
    now = timezone.now()
    rows = ApiClient.objects.order_by("revoked_at", "title", "pk")
    clients = [(row, row.is_good(today=timezone.localdate(now))) for row in rows]
    status = 422 if form.is_bound and form.errors else 200
    context = {"form": form, "key": key, "clients": clients}
    answer = show(request, who, "api/keys.html", context, section=SECTION, status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@shows_no_page("leads back to the list")
@require_POST
@for_right(Right.TOWN)
def revoke(request: HttpRequest, who: Admitted, client_id: int) -> HttpResponse:
    """This will revoke a key and lead back to the list."""
    try:
        actions.revoke(client_id=client_id, by=who.actor, at=timezone.now())
    except actions.NoSuchClient as unknown:
        raise Http404 from unknown
    say(request, _("Der Schlüssel ist gesperrt. Das Programm kann ab sofort nichts mehr tun."))
    return redirect(SECTION)
