"""Forms of closures and of withheld places."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rathaus.booking.actions import Span
from rathaus.booking.actions.closures import Days
from rathaus.booking.rules import ticks
from rathaus.planning.forms.counter import clock_field, day_field

LONGEST = timedelta(days=370)


class ClosureForm(forms.Form):
    """Which days, where, and why."""

    where = forms.TypedChoiceField(label=_("Was ist geschlossen"), coerce=int, empty_value=None, required=False)
    first_on = day_field(_("Erster Tag"), required=True)
    last_on = day_field(_("Letzter Tag"), required=True)
    reason_de = forms.CharField(
        label=_("Grund auf Deutsch"),
        max_length=200,
        required=False,
        help_text=_("Steht auf den Seiten des Amts, zum Beispiel „Betriebsausflug“."),
    )

    def __init__(self, *args: Any, counters: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["where"].choices = [("", _("das ganze Amt")), *counters]  # type: ignore[attr-defined]
        for code, name in settings.LANGUAGES[1:]:
            hints = {"lang": code, "dir": "rtl" if code in settings.LANGUAGES_BIDI else "ltr"}
            widget = forms.TextInput(attrs=hints)
            self.fields[f"reason_{code}"] = forms.CharField(label=name, max_length=200, required=False, widget=widget)

    @property
    def translations(self) -> list[forms.BoundField]:
        """The reason in every language but German."""
        return [self[f"reason_{code}"] for code, _name in settings.LANGUAGES[1:]]

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        given = super().clean() or {}
        first, last = given.get("first_on"), given.get("last_on")
        if first and last and first > last:
            self.add_error("last_on", _("Der letzte Tag liegt vor dem ersten. Bitte prüfen Sie beide."))
        elif first and last and last - first > LONGEST:
            self.add_error("last_on", _("Bitte schließen Sie höchstens ein Jahr auf einmal."))
        return given

    def days(self) -> Days:
        """What was typed."""
        given = self.cleaned_data
        reasons = {code: given[f"reason_{code}"] for code, _name in settings.LANGUAGES}
        return Days(from_on=given["first_on"], until_on=given["last_on"] + timedelta(days=1), reasons=reasons)


class TownClosureForm(ClosureForm):
    """Which days the whole town is closed, and why."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, counters=[], **kwargs)
        del self.fields["where"]


class HolidayForm(forms.Form):
    """A local holiday: which day, and what it is called."""

    day_on = day_field(_("Tag"), required=True)
    title = forms.CharField(
        label=_("Name des Feiertags"),
        max_length=120,
        help_text=_("Steht überall, wo man sieht, dass geschlossen ist, zum Beispiel „Augsburger Friedensfest“."),
    )

    def clean_day_on(self) -> date:
        """A day that is over is no use."""
        day: date = self.cleaned_data["day_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Dieser Tag ist schon vorbei."))
        return day

    def days(self) -> Days:
        """The one day, as a closure would have it."""
        day: date = self.cleaned_data["day_on"]
        return Days(from_on=day, until_on=day + timedelta(days=1), reasons={"de": self.cleaned_data["title"]})


class WithholdForm(forms.Form):
    """Which places are kept back, and until when."""

    counter = forms.TypedChoiceField(label=_("Schalter"), coerce=int)
    day = day_field(_("Tag"), required=True)
    opens = clock_field(_("Von"))
    closes = clock_field(_("Bis"))
    places = forms.IntegerField(label=_("Plätze"), min_value=1, max_value=50, initial=1)
    release_on = day_field(
        _("Frei ab dem Tag"), help_text=_("Leer: bis jemand die Plätze von Hand freigibt.")
    )  # fmt: skip
    release_at = clock_field(_("Frei ab der Uhrzeit"), required=False)

    def __init__(self, *args: Any, counters: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["counter"].choices = counters  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The end lies after the beginning; a time of release has its day."""
        given = super().clean() or {}
        opens, closes = given.get("opens"), given.get("closes")
        if opens and closes and ticks.tick_at(opens) >= ticks.tick_at(closes):
            self.add_error("closes", _("Das Ende muss mindestens fünf Minuten nach dem Anfang liegen."))
        if given.get("release_at") and not given.get("release_on") and "release_on" not in self.errors:
            self.add_error("release_on", _("Zu der Uhrzeit brauchen wir den Tag."))
        return given

    def span(self) -> Span:
        """Which ticks of which day."""
        first, end = ticks.tick_at(self.cleaned_data["opens"]), ticks.tick_at(self.cleaned_data["closes"])
        return Span(self.cleaned_data["day"], first, end - first)

    def release(self, zone: str) -> datetime | None:
        """The moment of release; a day without a time begins at midnight."""
        on, at = self.cleaned_data["release_on"], self.cleaned_data["release_at"]
        return ticks.starts_at(on, ticks.tick_at(at) if at else 0, zone) if on else None
