"""Recovery codes of a member: how many are left, and new ones, shown once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from rathaus.core.errors import Refused
from rathaus.identity import actions
from rathaus.identity.forms import ProofForm
from rathaus.identity.gate import for_member
from rathaus.identity.models import Staff
from rathaus.identity.sign_in_pages import explain, prove
from rathaus.ui.states import shows


@shows("empty", "made")
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@for_member
def recovery_codes(request: HttpRequest, member: Staff) -> HttpResponse:
    """This will have a member prove again who they are, and show ten new codes; nobody can show them again."""
    form = ProofForm(request.POST if request.method == "POST" else None, member=member)
    status, codes = 200, list[str]()
    if form.is_valid():
        try:
            prove(request, member, form)
            codes = actions.renew_recovery_codes(member=member, at=timezone.now())
        except Refused as refused:
            status = explain(form, refused)
    context = {"desk_person": member.name, "form": form, "codes": codes, "left": member.recovery_codes.count()}
    return render(request, "identity/recovery_codes.html", context, status=status)
