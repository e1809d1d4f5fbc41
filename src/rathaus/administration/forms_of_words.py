"""The form in which the words of a message are written."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rathaus.administration.queries import office_titles
from rathaus.administration.wordings import told
from rathaus.booking.forms import normal_mobile
from rathaus.notifications.wordings import LONGEST, LONGEST_TEXT, WordKind, Words, flaws


class ScopeForm(forms.Form):
    """Whose words are shown: the town's, or what an office adds."""

    def __init__(self, *, office_id: int | None) -> None:
        super().__init__(initial={"amt": str(office_id or "")})
        offices = sorted(office_titles().items(), key=lambda item: item[1])
        titles = [(str(pk), gettext("Zusatz von %(title)s") % {"title": title}) for pk, title in offices]
        self.fields["amt"] = forms.ChoiceField(label=_("Für"), choices=[("", _("die ganze Stadt")), *titles])
        self.has_offices = bool(offices)


def _text_field() -> forms.CharField:
    return forms.CharField(
        label=_("Text der SMS"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Leer: unser Text. Jeder Teil kostet; höchstens 3 Teile."),
    )


class NumberForm(forms.Form):
    """One's own phone, for an SMS on trial."""

    number = forms.CharField(
        label=_("Ihre Handynummer"),
        max_length=40,
        help_text=_("Für eine Test-SMS an Sie selbst, höchstens fünf in einer Stunde. Wir speichern die Nummer nicht."),
    )

    def clean_number(self) -> str:
        """The number as gateways want it."""
        return normal_mobile(self.cleaned_data["number"])


class WordsForm(forms.Form):
    """Subject, text and addition; an office has the addition only."""

    subject = forms.CharField(
        label=_("Betreff"), max_length=LONGEST["subject"], required=False, help_text=_("Leer: unser Betreff.")
    )
    body = forms.CharField(
        label=_("Text"),
        max_length=LONGEST["body"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Leer: unser Text. Eine leere Zeile beginnt einen Absatz. Am Anfang steht am besten {anrede}."),
    )
    addition = forms.CharField(
        label=_("Zusätzlicher Absatz"),
        max_length=LONGEST["addition"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Steht unter dem Text, zum Beispiel: „Der Aufzug ist bis März außer Betrieb.“"),
    )

    def __init__(self, data: Any, *, kind: WordKind, is_office: bool, words: Words, example: Mapping[str, str]) -> None:
        self.kind = kind
        self.example = example
        super().__init__(data, initial=asdict(words))
        if is_office:
            del self.fields["subject"], self.fields["body"]
        if kind.is_text:
            del self.fields["subject"], self.fields["addition"]
            self.fields["body"] = _text_field()

    def clean(self) -> dict[str, Any]:
        """Each flaw stands at its field."""
        given = super().clean() or {}
        for flaw in flaws(self.kind, self.words(), self.example):
            self.add_error(flaw.part, told(flaw))
        return given

    def words(self) -> Words:
        """What was typed, with plain line ends."""
        return Words(**{name: str(text).replace("\r\n", "\n").strip() for name, text in self.cleaned_data.items()})
