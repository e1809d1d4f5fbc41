"""The form of a notice on the start page."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from rathaus.offices.actions import NoticeWords
from rathaus.offices.models import Notice

A_DAY = timedelta(days=1)


def _day(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, required=required, help_text=help_text)


def _clock(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, required=False)


class NoticeForm(forms.Form):
    """When a notice stands there, how important it is, and its words in each language."""

    stand = forms.CharField(required=False, widget=forms.HiddenInput)
    from_on = _day(gettext_lazy("Erster Tag"), required=True)
    from_time = _clock(gettext_lazy("Ab Uhrzeit"))
    until_on = _day(gettext_lazy("Letzter Tag"), help_text=gettext_lazy("Leer: bis jemand den Hinweis beendet."))
    until_time = _clock(gettext_lazy("Bis Uhrzeit"))
    is_important = forms.BooleanField(
        label=gettext_lazy("Wichtig"), required=False, help_text=gettext_lazy("Steht oben, mit einem Warnzeichen.")
    )

    def __init__(self, data: Any, *, zone: str, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.zone = ZoneInfo(zone)
        for code, _name in settings.LANGUAGES:
            name = get_language_info(code)["name_translated"]
            titled, text = _("Titel (%(language)s)"), _("Text (%(language)s)")
            self.fields[f"title_{code}"] = forms.CharField(
                label=titled % {"language": name}, max_length=150, required=code == "de"
            )
            self.fields[f"source_{code}"] = forms.CharField(
                label=text % {"language": name}, max_length=3000, required=False,
                widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A text has a title; a time of the end has its day; the end lies after the beginning."""
        given = super().clean() or {}
        for code, _name in settings.LANGUAGES:
            if given.get(f"source_{code}") and not given.get(f"title_{code}") and f"title_{code}" not in self.errors:
                self.add_error(f"title_{code}", _("Zu dem Text brauchen wir einen Titel."))
        if given.get("until_time") and not given.get("until_on") and "until_on" not in self.errors:
            self.add_error("until_on", _("Zu der Uhrzeit brauchen wir den Tag."))
        if not self.errors and (until := self.until_at()) is not None and until <= self.from_at():
            self.add_error("until_on", _("Das Ende liegt vor dem Anfang. Bitte prüfen Sie beide."))
        return given

    @property
    def main(self) -> list[forms.BoundField]:
        """The fields that every notice needs."""
        return [self[n] for n in ("from_on", "from_time", "until_on", "until_time", "is_important")]

    @property
    def german(self) -> list[forms.BoundField]:
        """Title and text in German."""
        return [self["title_de"], self["source_de"]]

    @property
    def others(self) -> list[forms.BoundField]:
        """Titles and texts in the other languages."""
        codes = [code for code, _name in settings.LANGUAGES if code != "de"]
        return [self[f"{part}_{code}"] for code in codes for part in ("title", "source")]

    def from_at(self) -> datetime:
        """When it begins."""
        return datetime.combine(self.cleaned_data["from_on"], self.cleaned_data["from_time"] or time(), self.zone)

    def until_at(self) -> datetime | None:
        """When it is over; a last day without a time is shown whole."""
        on, at = self.cleaned_data["until_on"], self.cleaned_data["until_time"]
        if on is None:
            return None
        return datetime.combine(on, at, self.zone) if at else datetime.combine(on + A_DAY, time(), self.zone)

    def words(self) -> dict[str, NoticeWords]:
        """What was typed in each language."""
        given = self.cleaned_data
        return {
            code: NoticeWords(given[f"title_{code}"], given[f"source_{code}"]) for code, _name in settings.LANGUAGES
        }


def initial_of(row: Notice, zone: str) -> dict[str, Any]:
    """This will return what the form of a notice starts with."""
    start = row.from_at.astimezone(ZoneInfo(zone))
    end = row.until_at.astimezone(ZoneInfo(zone)) if row.until_at else None
    found: dict[str, Any] = {"from_on": start.date(), "from_time": start.time(), "is_important": row.is_important}
    if end is not None:
        found |= {"until_on": end.date(), "until_time": end.time()}
    if end is not None and end.time() == time():
        found |= {"until_on": end.date() - A_DAY, "until_time": None}
    for code, text in row.texts.items():
        found |= {f"title_{code}": text["title"], f"source_{code}": text["source"]}
    return found
