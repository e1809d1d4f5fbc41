"""The town's own sign-in: setting it, and trying whether it answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from rathaus.administration.forms_of_provider import ProviderForm, as_typed
from rathaus.core.errors import Refused
from rathaus.identity import actions
from rathaus.identity.gate import Admitted, for_right, say, show
from rathaus.identity.models import Provider
from rathaus.identity.provider.talk import try_out
from rathaus.identity.rights import Right
from rathaus.identity.views_of_provider import logout_address, return_address
from rathaus.ui.states import shows

SECTION = "administration:provider"


@shows("empty", "answers", "wrong", "saved")
@sensitive_post_parameters("secret")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.TOWN)
def provider(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will show the town's own sign-in for changing, and try on demand whether it answers."""
    row = Provider.objects.filter(pk=1).first()
    form = ProviderForm(request.POST or None, initial=as_typed(row))
    answers = ""
    if request.method == "POST" and form.is_valid():
        if request.POST.get("schritt") == "speichern":
            actions.set_provider(**form.cleaned_data, by=who.actor, at=timezone.now())
            say(request, _("Gespeichert."))
            return redirect(SECTION)
        answers = _try(form)
    context = {
        "form": form,
        "answers": answers,
        "address": return_address(request),
        "logout_address": logout_address(request),
        "has_secret": bool(row and row.secret),
    }
    return show(request, who, "administration/provider.html", context, section=SECTION)


def _try(form: ProviderForm) -> str:
    try:
        keys = try_out(form.cleaned_data["issuer"])
    except Refused as refused:
        form.add_error("issuer", str(refused.message))
        return ""
    said = ngettext(
        "Der Server antwortet richtig. Er unterschreibt mit einem Schlüssel.",
        "Der Server antwortet richtig. Er unterschreibt mit %(keys)s Schlüsseln.",
        keys,
    )
    return said % {"keys": keys}
