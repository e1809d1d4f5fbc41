"""The forms of sign-in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rathaus.identity.models import Staff


class PasswordForm(forms.Form):
    """The first step: who, and the password."""

    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True, "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Passwort"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    """The second step: six digits of an app."""

    code = forms.CharField(
        label=_("Code aus Ihrer App"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )


class ChangePasswordForm(forms.Form):
    """The present password and another one."""

    current = forms.CharField(
        label=_("Bisheriges Passwort"), max_length=1000, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip
    password = forms.CharField(
        label=_("Neues Passwort"), max_length=1000, strip=False,
        help_text=_("Mindestens zwölf Zeichen. Vier Wörter, die nichts miteinander zu tun haben, merken sich gut."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip


class PasskeyForm(forms.Form):
    """What a passkey is called."""

    name = forms.CharField(
        label=_("Name des Passkeys"), max_length=60,
        help_text=_("Damit Sie ihn wiedererkennen, zum Beispiel „Dienst-Laptop“."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


class ProofForm(forms.Form):
    """The password again, before the way to sign in changes; none for members who have none here."""

    password = forms.CharField(
        label=_("Ihr Passwort"), max_length=1000, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip

    def __init__(self, *args: Any, member: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not member.has_usable_password():
            del self.fields["password"]


class AddPasskeyForm(ProofForm, PasskeyForm):
    """What a new passkey is called, and the proof."""

    field_order = ("name", "password")


class NewPasswordForm(forms.Form):
    """A password that somebody chooses."""

    password = forms.CharField(
        label=_("Neues Passwort"),
        max_length=1000,
        strip=False,
        help_text=_("Mindestens zwölf Zeichen. Vier Wörter, die nichts miteinander zu tun haben, merken sich gut."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "autofocus": True}),
    )
