"""The forms of a service: what is true in every language, and its words in one."""

from typing import Any

from django import forms
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from rathaus.catalogue.content import Facts, Words, link_from
from rathaus.catalogue.models import Channel
from rathaus.editing import queries
from rathaus.editing.rules import stored, typed

HTML_HINT = _(
    "Absätze trennen Sie durch eine leere Zeile. Erlaubt ist auch HTML: p, br, strong, em, ul, ol, li, a, h3."
)
MOST_ALIAS = 120


class _Lines(forms.CharField):
    """One entry per line, each once; `most` is the longest line."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 4}), **kwargs)

    def clean(self, value: Any) -> Any:
        """The lines, in the typed order."""
        lines = tuple(dict.fromkeys(" ".join(line.split()) for line in super().clean(value).splitlines()))
        if any(len(line) > self.most for line in lines):
            reason = _("Bitte kürzen Sie jede Zeile auf höchstens %(most)s Zeichen.") % {"most": self.most}
            raise forms.ValidationError(reason)
        return tuple(line for line in lines if line)


class _Links(_Lines):
    """One link per line: its title, the address, and the word "Formular" where it is a form."""

    def clean(self, value: Any) -> Any:
        """The links, in the typed order."""
        found = [link_from(line) for line in super().clean(value)]
        if any(link is None for link in found):
            raise forms.ValidationError(_("Bitte schreiben Sie jede Zeile so: Name | https://www.beispiel.de"))
        return tuple(found)


class _Html(forms.CharField):
    """A text in paragraphs or in HTML."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=20000, widget=forms.Textarea(attrs={"rows": 8}), **kwargs)

    def clean(self, value: Any) -> Any:
        """The text as HTML."""
        return stored(super().clean(value))


class WordsForm(forms.Form):
    """A service's words in one language."""

    title = forms.CharField(label=_("Name der Leistung"), max_length=300)
    summary = forms.CharField(
        label=_("Worum es geht, in höchstens drei Sätzen"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    aliases = _Lines(
        label=_("Suchwörter"),
        most=MOST_ALIAS,
        help_text=_("Wie die Menschen es sonst nennen, ein Wort oder Ausdruck pro Zeile, zum Beispiel „Perso“."),
    )
    bring = _Lines(label=_("Das bringt man mit"), most=1000, help_text=_("Ein Ding pro Zeile."))
    fees = _Html(label=_("Was es kostet"), help_text=_("Nichts eintragen heißt: nicht bekannt. Kostenlos bitte sagen."))
    processing_time = forms.CharField(label=_("Wie lange es dauert"), max_length=1000, required=False)
    description = _Html(label=_("Einzelheiten"), help_text=HTML_HINT)
    links = _Links(
        label=_("Formulare und weitere Seiten"),
        most=1400,
        help_text=_(
            "Pro Zeile: Name | Adresse, bei Formularen dahinter: | Formular. So stehen sie auch auf der Seite."
        ),
    )
    legal_basis = forms.CharField(
        label=_("Rechtsgrundlage"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    neutral_title = forms.CharField(
        label=_("Unauffälliger Name"),
        max_length=200,
        required=False,
        help_text=_("So heißt eine vertrauliche Leistung in E-Mails und Kalendern, zum Beispiel „Termin im Amt“."),
    )
    is_reviewed = forms.BooleanField(
        label=_("Von einem Menschen geprüft"),
        required=False,
        help_text=_("Jemand, der die Sprache kann, hat diesen Text gelesen. Niemand wird genannt."),
    )

    def words(self) -> Words:
        """What was typed."""
        return Words(**self.cleaned_data)


class FactsForm(forms.Form):
    """What is true of a service in every language."""

    is_public = forms.BooleanField(
        label=_("Auf den Seiten der Stadt zeigen"), required=False, help_text=_("Sonst sieht sie nur die Redaktion.")
    )
    is_frequent = forms.BooleanField(label=_("Auf der Startseite zeigen"), required=False)
    is_sensitive = forms.BooleanField(
        label=_("Vertraulich"),
        required=False,
        help_text=_("E-Mails und Kalender nennen dann nur den unauffälligen Namen."),
    )
    channels = forms.MultipleChoiceField(
        label=_("Wie man sie bekommt"), choices=Channel.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    online_url = forms.URLField(
        label=_("Adresse des Online-Antrags"), max_length=1000, required=False, assume_scheme="https"
    )
    minutes = forms.IntegerField(label=_("Minuten am Schalter"), min_value=5, max_value=480, required=False)
    extra_minutes = forms.IntegerField(
        label=_("Minuten für jede weitere Person"), min_value=0, max_value=480, required=False
    )
    max_persons = forms.IntegerField(label=_("Höchstens so viele Personen"), min_value=1, max_value=50, initial=1)
    keep_days = forms.IntegerField(
        label=_("Kontaktdaten löschen, so viele Tage nach dem Termin"), min_value=1, max_value=3650, initial=30
    )
    leika_key = forms.RegexField(
        r"^[0-9]{14}$",
        label=_("LeiKa-Schlüssel"),
        required=False,
        error_messages={"invalid": _("Bitte geben Sie genau 14 Ziffern ein, oder nichts.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"] = forms.MultipleChoiceField(
            label=_("Lebenslagen"), choices=queries.topics(), required=False, widget=forms.CheckboxSelectMultiple
        )
        self.fields["combinable"] = forms.MultipleChoiceField(
            label=_("Geht im selben Termin"),
            choices=queries.titles(),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Das gilt in beiden Richtungen: Wer eines bucht, bekommt das andere dazu angeboten."),
        )

    def clean(self) -> dict[str, Any]:
        """A further person takes at most as long as the first."""
        cleaned = super().clean() or {}
        minutes, extra = cleaned.get("minutes"), cleaned.get("extra_minutes")
        if extra is not None and (minutes is None or extra > minutes):
            self.add_error("extra_minutes", _("Eine weitere Person braucht höchstens so lange wie die erste."))
        return cleaned

    def facts(self) -> Facts:
        """What was typed."""
        given: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in self.cleaned_data.items()}
        return Facts(**given)


def _names_of_languages() -> list[tuple[str, str]]:
    return [(code, get_language_info(code)["name_translated"]) for code in queries.LANGUAGES]


class TrialForm(forms.Form):
    """Words to try the search with, in a language."""

    q = forms.CharField(label=_("Suchwort"), max_length=200, required=False)
    sprache = forms.ChoiceField(label=_("Sprache"), choices=_names_of_languages, required=False)


def initial_of_words(words: Words) -> dict[str, Any]:
    """This will return what the form of words starts with."""
    start = {name: getattr(words, name) for name in WordsForm.base_fields}
    lines = {name: "\n".join(str(one) for one in getattr(words, name)) for name in ("aliases", "bring", "links")}
    return start | lines | {name: typed(getattr(words, name)) for name in ("description", "fees")}


def initial_of_facts(facts: Facts) -> dict[str, Any]:
    """This will return what the form of facts starts with."""
    return {name: getattr(facts, name) for name in (*FactsForm.base_fields, "topics", "combinable")}


def labels() -> dict[str, str]:
    """This will return the label of each field (2 queries)."""
    return {name: str(field.label) for form in (WordsForm(), FactsForm()) for name, field in form.fields.items()}
