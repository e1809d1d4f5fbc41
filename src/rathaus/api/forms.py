"""The form of a new key."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rathaus.api.models import MOST_HOLDS, MOST_REQUESTS, Scope


class ClientForm(forms.Form):
    """A program and what it may do."""

    title = forms.CharField(
        label=_("Programm"), max_length=120, help_text=_("Wer den Schlüssel bekommt, zum Beispiel: Stadt-App.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("Was darf es?"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    most_holds = forms.IntegerField(
        label=_("Wie viele Zeiten darf es in zehn Minuten halten?"), min_value=1, max_value=MOST_HOLDS, initial=120
    )
    most_requests = forms.IntegerField(
        label=_("Wie oft darf es in einer Minute fragen?"), min_value=1, max_value=MOST_REQUESTS, initial=1200
    )
    expires_on = forms.DateField(
        label=_("Gültig bis"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Ohne Tag gilt der Schlüssel, bis Sie ihn sperren."),
    )
