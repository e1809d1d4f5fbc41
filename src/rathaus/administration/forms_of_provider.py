"""The form of the town's own sign-in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rathaus.identity.models import Provider

SECRET = forms.PasswordInput(attrs={"autocomplete": "off"})


class ProviderForm(forms.Form):
    """Where people sign in with the account of the town, and what is believed of it."""

    name = forms.CharField(
        label=_("Name des Kontos"), max_length=60, help_text=_("So steht es auf dem Knopf, zum Beispiel „Stadtkonto“.")
    )
    issuer = forms.CharField(
        label=_("Aussteller (Issuer)"), max_length=300, strip=True,
        help_text=_("Genau wie der Server sich nennt, zum Beispiel https://anmelden.stadt.example/realms/stadt."),
    )  # fmt: skip
    client_id = forms.CharField(label=_("Client-ID"), max_length=200)
    secret = forms.CharField(
        label=_("Client-Secret"), max_length=500, required=False, widget=SECRET, strip=True,
        help_text=_("Wird verschlüsselt gespeichert und nie angezeigt. Leer lassen heißt: es bleibt, wie es ist."),
    )  # fmt: skip
    trusts_second_step = forms.BooleanField(
        label=_("Der zweite Schritt der Stadt genügt"), required=False,
        help_text=_("Nur wenn der Server sagt, dass es zwei Schritte waren. Sonst folgt immer noch unser Code."),
    )  # fmt: skip
    strong_acr = forms.CharField(
        label=_("Stufen (acr), die zwei Schritte bedeuten"), max_length=300, required=False,
        help_text=_("Mehrere durch Leerzeichen getrennt. Leer: es zählt nur „mfa“ in amr (RFC 8176)."),
    )  # fmt: skip
    is_on = forms.BooleanField(label=_("Auf der Anmeldeseite anbieten"), required=False)


def as_typed(row: Provider | None) -> dict[str, Any]:
    """This will return what the form shows of a stored sign-in: all but the secret."""
    names = [name for name in ProviderForm.base_fields if name != "secret"]
    return {name: getattr(row, name) for name in names} if row else {"is_on": True}
