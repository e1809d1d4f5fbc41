"""The forms of life situations."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rathaus.catalogue.actions import TopicWords

TITLES = dict(settings.LANGUAGES)


class NewTopicForm(forms.Form):
    """A life situation begins with its German name."""

    title = forms.CharField(
        label=_("Name der Lebenslage"), max_length=120, help_text=_("Zum Beispiel: „Umziehen“ oder „Ein Kind kommt“.")
    )


class ListForm(forms.Form):
    """Which list is shown in order."""

    was = forms.ChoiceField(label=_("Welche Liste"))

    def __init__(self, *, choices: list[tuple[str, str]], shown: str) -> None:
        super().__init__(initial={"was": shown})
        self.fields["was"].choices = choices  # type: ignore[attr-defined]


class TopicForm(forms.Form):
    """A life situation's words in all languages."""

    def __init__(self, *args: Any, words: Mapping[str, TopicWords], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in TITLES:
            there = words.get(code, TopicWords())
            attrs = {"lang": code, "dir": "rtl" if code in settings.LANGUAGES_BIDI else "ltr"}
            self.fields[f"title_{code}"] = forms.CharField(
                label=_("Name"), max_length=120, required=code == "de", initial=there.title,
                widget=forms.TextInput(attrs=attrs),
            )  # fmt: skip
            self.fields[f"summary_{code}"] = forms.CharField(
                label=_("Ein Satz dazu"), max_length=300, required=False, initial=there.summary,
                widget=forms.TextInput(attrs=attrs),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A sentence needs a name."""
        given = super().clean() or {}
        for code in TITLES:
            if given.get(f"summary_{code}") and not given.get(f"title_{code}") and not self.has_error(f"title_{code}"):
                self.add_error(f"title_{code}", _("Bitte geben Sie auch den Namen ein."))
        return given

    def groups(self) -> Iterator[tuple[str, forms.BoundField, forms.BoundField]]:
        """The fields of each language, with its name."""
        for code, title in TITLES.items():
            yield str(title), self[f"title_{code}"], self[f"summary_{code}"]

    def words(self) -> dict[str, TopicWords]:
        """What was typed."""
        given = self.cleaned_data
        return {
            code: TopicWords(title=given[f"title_{code}"].strip(), summary=given[f"summary_{code}"].strip())
            for code in TITLES
            if given[f"title_{code}"].strip()
        }
