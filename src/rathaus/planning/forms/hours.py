"""The form of an office's door: one line for each weekday, and a note."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from rathaus.offices.hours import NotReadable, Span, read_spans, write_spans
from rathaus.offices.models import Office

NOTES_IN = ("de", "en")


class HoursForm(forms.Form):
    """When the door is open."""

    stand = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, office: Office) -> None:
        super().__init__(data)
        spans: dict[int, list[Span]] = {}
        for row in office.hours.all():
            spans.setdefault(row.weekday, []).append(Span(row.opens, row.closes))
        for weekday, name in WEEKDAYS.items():
            self.fields[f"day_{weekday}"] = forms.CharField(
                label=name, max_length=100, required=False, initial=write_spans(spans.get(weekday, []))
            )
        texts = {text.language: text for text in office.texts.all()}
        self.notes_in = [code for code in NOTES_IN if code in texts]
        labels = {"de": _("Zusatz auf Deutsch"), "en": _("Zusatz auf Englisch")}
        for code in self.notes_in:
            self.fields[f"note_{code}"] = forms.CharField(
                label=labels[code], max_length=500, required=False, initial=texts[code].hours_note,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("Zum Beispiel: „Mittwochs nur mit Termin.“") if code == "de" else "",
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Each day can be read."""
        given = super().clean() or {}
        for weekday in WEEKDAYS:
            try:
                given[f"day_{weekday}"] = read_spans(given.get(f"day_{weekday}", ""))
            except NotReadable:
                text = _("Bitte schreiben Sie die Zeiten der Reihe nach, zum Beispiel 8–12, 14–18:30.")
                self.add_error(f"day_{weekday}", text)
        return given

    @property
    def lines(self) -> list[forms.BoundField]:
        """The fields that people see."""
        return [bound for bound in self if not bound.is_hidden]

    def days(self) -> dict[int, tuple[Span, ...]]:
        """What was typed for each weekday."""
        return {weekday: self.cleaned_data[f"day_{weekday}"] for weekday in WEEKDAYS}

    def notes(self) -> dict[str, str]:
        """What was typed beside it."""
        return {code: self.cleaned_data[f"note_{code}"] for code in self.notes_in}
