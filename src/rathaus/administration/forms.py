"""Forms of the administration."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rathaus.administration.queries import office_titles
from rathaus.identity.queries import Actor
from rathaus.identity.rights import Role, may_give

Place = tuple[str, int | None]


def places(actor: Actor) -> list[tuple[str, str]]:
    """This will return what the actor may give: role and place as one choice, "clerk@3" or "admin@"."""
    choices = [
        (f"{role.value}@{office_id}", f"{role.label}, {title}")
        for office_id, title in sorted(office_titles().items(), key=lambda item: item[1])
        for role in Role
        if may_give(actor.grants, role.value, office_id)
    ]
    return choices + [(f"{r.value}@", str(r.label)) for r in Role if may_give(actor.grants, r.value, None)]


class RoleForm(forms.Form):
    """A role and where it holds."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = forms.ChoiceField(label=_("Rolle"), choices=places(actor))
        self.order_fields(self.field_order)

    def place(self) -> Place:
        """The role and the office's id (None: the town)."""
        role, _at, office = str(self.cleaned_data["role"]).partition("@")
        return role, int(office) if office else None


class InvitationForm(RoleForm):
    """Whom to invite, as what."""

    name = forms.CharField(label=_("Vor- und Nachname"), max_length=120)
    email = forms.EmailField(label=_("E-Mail-Adresse"), max_length=254)
    field_order = ["name", "email", "role"]


class ColoursForm(forms.Form):
    """The town's colour of links and buttons, for light and dark pages."""

    light = forms.CharField(
        label=_("Auf hellen Seiten"), max_length=9, required=False, help_text=_("Zum Beispiel #1a5f3c.")
    )
    dark = forms.CharField(
        label=_("Auf dunklen Seiten"), max_length=9, required=False, help_text=_("Zum Beispiel #8fd3ae.")
    )


class TitleForm(forms.Form):
    """The town's name."""

    title = forms.CharField(label=_("Name der Stadt"), max_length=120, help_text=_("Zum Beispiel „Stadt Musterstadt“."))


class ArmsForm(forms.Form):
    """The town's arms."""

    arms = forms.FileField(
        label=_("Bild des Wappens"),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text=_("PNG, JPEG oder WebP bis 2 Megabyte. Am besten mit durchsichtigem Grund."),
    )


class TextForm(forms.Form):
    """A text in Markdown, with a title of its own where the usual one does not fit."""

    source = forms.CharField(
        label=_("Text"),
        max_length=100_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 20}),
        help_text=_("Leere Zeile: neuer Absatz. ## vor einer Zeile: Überschrift. - vor einer Zeile: Aufzählung."),
    )
    title = forms.CharField(label=_("Eigener Titel"), max_length=200, required=False)
    is_reviewed = forms.BooleanField(
        label=_("Von einem Menschen geprüft"),
        required=False,
        help_text=_("Jemand, der die Sprache kann, hat diesen Text gelesen. Niemand wird genannt."),
    )


class PhonesForm(forms.Form):
    """When phones stay silent, what a part of an SMS costs, and how many parts a month may have."""

    quiet_from = forms.IntegerField(label=_("Keine SMS ab (volle Stunde)"), min_value=0, max_value=23)
    quiet_until = forms.IntegerField(
        label=_("Wieder SMS ab (volle Stunde)"),
        min_value=0,
        max_value=23,
        help_text=_("Zweimal dieselbe Stunde: SMS gehen zu jeder Zeit hinaus."),
    )
    price = forms.DecimalField(
        label=_("Preis eines Teils in Euro"),
        min_value=0,
        max_value=10,
        max_digits=6,
        decimal_places=4,
        localize=True,
        help_text=_("Was Ihr Anbieter für einen Teil einer SMS verlangt, zum Beispiel 0,0750."),
    )
    most_parts = forms.IntegerField(
        label=_("Höchstens so viele Teile im Monat"),
        min_value=0,
        max_value=10_000_000,
        required=False,
        help_text=_("Leer: keine Grenze. Ist sie erreicht, gehen bis zum Monatsende nur noch E-Mails hinaus."),
    )
