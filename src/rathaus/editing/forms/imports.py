"""The form of an import: which kind of file, the files, and what becomes of what they do not name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rathaus.catalogue.actions import MOST_BYTES, OF_OFFICES, File
from rathaus.catalogue.uploads import Upload


class ImportForm(forms.Form):
    """A file to import; kinds that bring offices are offered to those who may plan them."""

    format = forms.ChoiceField(label=_("Was für eine Datei"), widget=forms.RadioSelect)
    first = forms.FileField(
        label=_("Datei"),
        help_text=_("Höchstens 15 MB. Nach dem Hochladen sehen Sie erst, was sich ändern würde."),
    )
    second = forms.FileField(
        label=_("Zweite Datei"), required=False, help_text=_("Nur bei DLDB: die Datei der Standorte.")
    )
    hides_missing = forms.BooleanField(
        label=_("Verbergen, was nicht in der Datei steht"),
        required=False,
        help_text=_("Nur wenn die Datei alle Leistungen oder alle Ämter enthält. Gelöscht wird nichts."),
    )

    def __init__(self, *args: Any, may_plan: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(f.value, f.label) for f in Upload.Format if may_plan or f not in OF_OFFICES]
        self.fields["format"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """DLDB has two files, everything else one; together they are not too large."""
        cleaned = super().clean() or {}
        is_dldb = cleaned.get("format") == Upload.Format.DLDB
        if is_dldb and not cleaned.get("second"):
            self.add_error("second", _("Bitte wählen Sie auch die Datei der Standorte."))
        if sum(f.size for f in self._given(cleaned)) > MOST_BYTES:
            self.add_error("first", _("Das sind mehr als 15 MB. Größere Dateien liest der Betrieb mit dem Befehl ein."))
        return cleaned

    def given_files(self) -> list[File]:
        """What was uploaded."""
        return [(f.name or "", f.read()) for f in self._given(self.cleaned_data)]

    def _given(self, cleaned: dict[str, Any]) -> list[Any]:
        names = ("first", "second") if cleaned.get("format") == Upload.Format.DLDB else ("first",)
        return [found for name in names if (found := cleaned.get(name))]
