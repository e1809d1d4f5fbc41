"""The form of an office: its words, its address, its rules for booking."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rathaus.booking.actions.policy import PolicyValues
from rathaus.booking.models import Policy
from rathaus.offices.actions import OfficeFacts, Words
from rathaus.offices.models import Office

WORDS_IN = tuple(code for code, _name in settings.LANGUAGES)
SPOKEN = [
    ("de", _("Deutsch")), ("en", _("Englisch")), ("tr", _("Türkisch")), ("uk", _("Ukrainisch")),
    ("ar", _("Arabisch")), ("ru", _("Russisch")), ("fr", _("Französisch")), ("pl", _("Polnisch")),
    ("it", _("Italienisch")), ("es", _("Spanisch")), ("ro", _("Rumänisch")), ("fa", _("Persisch")),
    ("dgs", _("Deutsche Gebärdensprache")),
]  # fmt: skip
PLAIN = ("street", "house_number", "postcode", "city", "phone", "email", "website", "is_public", "takes_appointments")
NUMBERS = ("lead_minutes", "horizon_days", "hold_minutes", "most_minutes")


class WordsForm(forms.Form):
    """An office's words in one language."""

    title = forms.CharField(label=_("Name"), max_length=200)
    summary = forms.CharField(
        label=_("Wofür das Amt da ist"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    directions = forms.CharField(
        label=_("Weg und Eingang"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Zum Beispiel: „U-Bahn Rathaus, Ausgang B. Eingang im Hof, 2. Stock, Zimmer 204.“"),
    )
    phone_hours = forms.CharField(label=_("Telefonzeiten"), max_length=200, required=False)
    accessibility = forms.CharField(
        label=_("Barrierefreiheit"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Eine Angabe pro Zeile, zum Beispiel „Eingang ohne Stufen“."),
    )

    is_reviewed = forms.BooleanField(
        label=_("Von einem Menschen geprüft"),
        required=False,
        help_text=_("Jemand, der die Sprache kann, hat diesen Text gelesen. Niemand wird genannt."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = str(self.prefix)
        self.language = dict(settings.LANGUAGES)[code]
        self.fields["title"].required = code == "de"
        for field in self.fields.values():
            field.widget.attrs |= {"lang": code, "dir": "rtl" if code in settings.LANGUAGES_BIDI else "ltr"}

    def clean(self) -> dict[str, Any]:
        """Words need a name: without one, an office has none in this language."""
        given = super().clean() or {}
        if not self.errors and not given.get("title") and any(given.values()):
            self.add_error("title", _("Bitte geben Sie auch den Namen des Amts in dieser Sprache an."))
        return given

    def clean_accessibility(self) -> tuple[str, ...]:
        """The lines, each at most as long as it may be."""
        lines = tuple(line.strip() for line in self.cleaned_data["accessibility"].splitlines() if line.strip())
        if any(len(line) > 200 for line in lines):
            raise forms.ValidationError(_("Bitte kürzen Sie jede Zeile auf höchstens 200 Zeichen."))
        return lines

    def words(self) -> Words:
        """What was typed."""
        return Words(**self.cleaned_data)


class OfficeForm(forms.Form):
    """What is true of an office in every language, and its rules for booking."""

    stand = forms.CharField(required=False, widget=forms.HiddenInput)
    street = forms.CharField(label=_("Straße"), max_length=120, required=False)
    house_number = forms.CharField(label=_("Hausnummer"), max_length=20, required=False)
    postcode = forms.RegexField(
        r"^\d{5}$",
        label=_("Postleitzahl"),
        required=False,
        error_messages={"invalid": _("Bitte geben Sie fünf Ziffern ein, zum Beispiel 12345.")},
    )
    city = forms.CharField(label=_("Ort"), max_length=80, required=False)
    phone = forms.RegexField(
        r"^[0-9+()/ \-]{3,60}$",
        label=_("Telefon"),
        required=False,
        error_messages={"invalid": _("Bitte geben Sie eine Telefonnummer ein, zum Beispiel 0221 4710 100.")},
    )
    email = forms.EmailField(label=_("E-Mail-Adresse"), max_length=254, required=False)
    website = forms.URLField(label=_("Internetseite"), max_length=500, required=False, assume_scheme="https")
    is_public = forms.BooleanField(
        label=_("Auf den Seiten der Stadt zeigen"), required=False, help_text=_("Sonst sieht es nur die Verwaltung.")
    )
    takes_appointments = forms.BooleanField(
        label=_("Termine anbieten"),
        required=False,
        help_text=_("Ohne Häkchen sind keine neuen Buchungen möglich. Gebuchte Termine bleiben."),
    )
    lead_minutes = forms.IntegerField(
        label=_("Vorlauf in Minuten"),
        min_value=0,
        max_value=20160,
        initial=60,
        help_text=_("So lange vorher muss man spätestens buchen."),
    )
    horizon_days = forms.IntegerField(
        label=_("Buchbar bis so viele Tage im Voraus"), min_value=1, max_value=370, initial=60
    )
    hold_minutes = forms.IntegerField(
        label=_("Freihalten beim Buchen, in Minuten"),
        min_value=1,
        max_value=60,
        initial=10,
        help_text=_("So lange bleibt eine gewählte Zeit frei, während jemand die Angaben eintippt."),
    )
    most_minutes = forms.IntegerField(label=_("Längster Termin in Minuten"), min_value=5, max_value=1440, initial=240)

    def __init__(self, *args: Any, office: Office | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {code for code, _title in SPOKEN}
        others = [(code, code) for code in (office.languages if office else ()) if code not in known]
        self.fields["languages"] = forms.MultipleChoiceField(
            label=_("Sprachen im Amt"),
            choices=[*SPOKEN, *others],
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Was die Menschen am Schalter sprechen."),
        )

    def facts(self) -> OfficeFacts:
        """What was typed of the office."""
        given = {name: self.cleaned_data[name] for name in PLAIN}
        return OfficeFacts(languages=tuple(self.cleaned_data["languages"]), **given)

    def policy(self) -> PolicyValues:
        """What was typed of its rules for booking."""
        return PolicyValues(**{name: self.cleaned_data[name] for name in NUMBERS})


def initial_of(office: Office, policy: Policy) -> dict[str, Any]:
    """This will return what the form of an office starts with."""
    given = {name: getattr(office, name) for name in (*PLAIN, "languages")}
    return given | {name: getattr(policy, name) for name in NUMBERS}


def words_of(office: Office, language: str) -> dict[str, Any]:
    """This will return what the form of an office's words starts with (prefetch `texts`)."""
    text = next((t for t in office.texts.all() if t.language == language), None)
    if text is None:
        return {}
    given = {name: getattr(text, name) for name in ("title", "summary", "directions", "phone_hours", "is_reviewed")}
    return given | {"accessibility": "\n".join(text.accessibility)}
