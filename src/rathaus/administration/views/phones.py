"""SMS of the town: what they cost, when phones stay silent, and the limit of a month."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rathaus.administration.forms import PhonesForm
from rathaus.identity.gate import Admitted, for_right, say, show
from rathaus.identity.rights import Right
from rathaus.notifications.actions import set_text_rules
from rathaus.notifications.models import TextMonth
from rathaus.notifications.phones import CHANNEL, cost, has_room, text_rules
from rathaus.notifications.ports import is_served
from rathaus.ui.states import shows

SECTION = "administration:phones"
MONTHS = 12


@shows("standard", "limit", "errors")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.TOWN)
def phones(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will show what SMS cost month by month, and the rules for changing; nobody's message stands here."""
    rules, now = text_rules(), timezone.now()
    values = {name: getattr(rules, name) for name in PhonesForm.base_fields}
    form = PhonesForm(request.POST or None, initial=values)
    if request.method == "POST" and form.is_valid():
        set_text_rules(**form.cleaned_data, by=who.actor, at=now)
        say(request, _("Gespeichert. Was schon geplant ist, behält seine Uhrzeit."))
        return redirect(SECTION)
    months = [(month, cost(month.parts, rules.price)) for month in TextMonth.objects.order_by("-first_on")[:MONTHS]]
    context = {
        "form": form,
        "months": months,
        "is_served": is_served(CHANNEL),
        "is_used_up": not has_room(1, at=now),
    }
    status = 422 if form.errors else 200
    return show(request, who, "administration/phones.html", context, section=SECTION, status=status)
