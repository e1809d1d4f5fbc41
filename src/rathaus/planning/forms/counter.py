"""Forms of a counter, of its opening rules, and of what it serves."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rathaus.booking.actions.counters import RuleValues
from rathaus.booking.actions.offers import OfferValues
from rathaus.booking.models import OpeningRule
from rathaus.catalogue.models import Offer

WEEKDAYS = [
    (0, _("Montag")), (1, _("Dienstag")), (2, _("Mittwoch")), (3, _("Donnerstag")),
    (4, _("Freitag")), (5, _("Samstag")), (6, _("Sonntag")),
]  # fmt: skip
WEEKLY, EVERY_N, NTH = "weekly", "every", "nth"
RHYTHMS = [
    (WEEKLY, _("jede Woche")),
    (EVERY_N, _("alle n Wochen")),
    (NTH, _("an einem bestimmten Wochentag im Monat")),
]
NTHS = [("", "–"), (1, _("der erste")), (2, _("der zweite")), (3, _("der dritte")), (4, _("der vierte")),
        (5, _("der letzte"))]  # fmt: skip
CHOICES = 3


def day_field(label: Any, *, help_text: Any = "", required: bool = False) -> forms.DateField:
    """This will return a field for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


def clock_field(label: Any, *, required: bool = True) -> forms.TimeField:
    """This will return a field for a time of the day."""
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=required, widget=widget)


class CounterForm(forms.Form):
    """A counter's name, and whether it works."""

    stand = forms.CharField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Name"), max_length=120)
    is_active = forms.BooleanField(
        label=_("In Betrieb"), required=False, help_text=_("Ohne Häkchen gibt es hier keine freien Zeiten.")
    )


class NewCounterForm(forms.Form):
    """The name of a new counter."""

    title = forms.CharField(label=_("Name des Schalters"), max_length=120)


class RuleForm(forms.Form):
    """An opening rule."""

    stand = forms.CharField(required=False, widget=forms.HiddenInput)
    weekday = forms.TypedChoiceField(label=_("Wochentag"), choices=WEEKDAYS, coerce=int)
    opens = clock_field(_("Von"))
    closes = clock_field(_("Bis"))
    capacity = forms.IntegerField(
        label=_("Plätze zur gleichen Zeit"),
        min_value=1,
        max_value=500,
        help_text=_("Meist so viele, wie Menschen arbeiten."),
    )
    public_share = forms.IntegerField(
        label=_("Davon online buchbar"),
        min_value=0,
        max_value=500,
        help_text=_("Die anderen bleiben für Anrufe und für Menschen, die ohne Termin kommen."),
    )
    raster = forms.IntegerField(
        label=_("Abstand der Anfangszeiten in Minuten"),
        min_value=5,
        max_value=480,
        required=False,
        help_text=_("Leer: so lang wie die kürzeste Leistung."),
    )
    rhythm = forms.ChoiceField(label=_("Rhythmus"), choices=RHYTHMS, initial=WEEKLY)
    every_weeks = forms.IntegerField(
        label=_("Alle wie viele Wochen"), min_value=2, max_value=52, required=False, help_text=_("Für „alle n Wochen“.")
    )
    anchor_on = day_field(_("Gezählt ab der Woche mit diesem Tag"), help_text=_("Für „alle n Wochen“."))
    nth = forms.TypedChoiceField(
        label=_("Der wievielte im Monat"), choices=NTHS, coerce=int, empty_value=None, required=False
    )
    valid_from = day_field(_("Gilt ab"))
    last_on = day_field(_("Gilt bis einschließlich"))

    def clean(self) -> dict[str, Any]:
        """What belongs together is asked for together."""
        given = super().clean() or {}
        if _later(given.get("opens"), given.get("closes")):
            self.add_error("closes", _("Das Ende muss nach dem Anfang liegen."))
        if (given.get("public_share") or 0) > (given.get("capacity") or 500):
            self.add_error("public_share", _("Online können nicht mehr Plätze sein, als es gibt."))
        if _after(given.get("valid_from"), given.get("last_on")):
            self.add_error("last_on", _("Der letzte Tag liegt vor dem ersten. Bitte prüfen Sie beide."))
        if given.get("rhythm") == EVERY_N:
            for name in ("every_weeks", "anchor_on"):
                if name not in self.errors and not given.get(name):
                    self.add_error(name, _("Für „alle n Wochen“ brauchen wir diese Angabe."))
        if given.get("rhythm") == NTH and not given.get("nth"):
            self.add_error("nth", _("Bitte wählen Sie, der wievielte Wochentag im Monat gemeint ist."))
        return given

    def values(self) -> RuleValues:
        """What was typed; what another rhythm would need is left out."""
        given = dict(self.cleaned_data)
        rhythm, last = given["rhythm"], given["last_on"]
        return RuleValues(
            weekday=given["weekday"], opens=given["opens"], closes=given["closes"], capacity=given["capacity"],
            public_share=given["public_share"], raster=given["raster"],
            every_weeks=given["every_weeks"] if rhythm == EVERY_N else 1,
            anchor_on=given["anchor_on"] if rhythm == EVERY_N else None,
            nth=given["nth"] if rhythm == NTH else None,
            valid_from=given["valid_from"], valid_until=last + timedelta(days=1) if last else None,
        )  # fmt: skip


class OfferForm(forms.Form):
    """A service in an office; the counters stand in the order in which they are tried."""

    stand = forms.CharField(required=False, widget=forms.HiddenInput)
    service = forms.TypedChoiceField(label=_("Leistung"), coerce=int)
    minutes = forms.IntegerField(label=_("Dauer in Minuten"), min_value=5, max_value=480, initial=15)
    extra_minutes = forms.IntegerField(
        label=_("Minuten für jede weitere Person"),
        min_value=0,
        max_value=480,
        required=False,
        help_text=_("Leer: noch einmal die ganze Dauer."),
    )
    max_persons = forms.IntegerField(label=_("Höchstens so viele Personen"), min_value=1, max_value=20, initial=1)
    is_bookable = forms.BooleanField(
        label=_("Buchbar"), required=False, initial=True, help_text=_("Ohne Häkchen sind keine neuen Termine möglich.")
    )
    needs_mail_confirmation = forms.BooleanField(
        label=_("Erst nach Bestätigung per E-Mail fest"),
        required=False,
        help_text=_("Gegen Termine, die niemand wahrnimmt: Der Platz ist erst fest, wenn die Person den Link öffnet."),
    )

    def __init__(
        self, *args: Any, services: list[tuple[int, str]], counters: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = services  # type: ignore[attr-defined]
        standing = sum(name.startswith("counter_") for name in self.initial)
        self.places = [f"counter_{n}" for n in range(min(len(counters), max(CHOICES, standing + 1)))]
        for number, name in enumerate(self.places, start=1):
            label = gettext("Schalter, %(number)s. Wahl") % {"number": number}
            self.fields[name] = forms.TypedChoiceField(
                label=label, choices=[("", "–"), *counters], coerce=int, empty_value=None, required=False
            )

    def counters(self) -> list[Any]:
        """The fields of the counters, for the page."""
        return [self[name] for name in self.places]

    def clean(self) -> dict[str, Any]:
        """A further person takes no longer than the first."""
        given = super().clean() or {}
        if (given.get("extra_minutes") or 0) > (given.get("minutes") or 480):
            self.add_error("extra_minutes", _("Eine weitere Person kann nicht länger dauern als die erste."))
        return given

    def values(self) -> OfferValues:
        """What was typed."""
        given = self.cleaned_data
        return OfferValues(
            service_id=given["service"], minutes=given["minutes"], extra_minutes=given["extra_minutes"],
            max_persons=given["max_persons"], is_bookable=given["is_bookable"],
            needs_mail_confirmation=given["needs_mail_confirmation"],
            counters=tuple(given[name] for name in self.places if given[name]),
        )  # fmt: skip


def initial_of_rule(rule: OpeningRule) -> dict[str, Any]:
    """This will return what the form of a rule starts with."""
    names = ("weekday", "opens", "closes", "capacity", "public_share", "raster", "anchor_on", "nth", "valid_from")
    rhythm = EVERY_N if rule.every_weeks > 1 else NTH if rule.nth else WEEKLY
    return {name: getattr(rule, name) for name in names} | {
        "rhythm": rhythm,
        "every_weeks": rule.every_weeks if rhythm == EVERY_N else None,
        "last_on": rule.valid_until - timedelta(days=1) if rule.valid_until else None,
    }


def initial_of_offer(offer: Offer) -> dict[str, Any]:
    """This will return what the form of an offer starts with."""
    names = ("minutes", "extra_minutes", "max_persons", "is_bookable", "needs_mail_confirmation")
    standing = offer.alternatives.order_by("rank", "resource_id").values_list("resource_id", flat=True)
    places = {f"counter_{n}": pk for n, pk in enumerate(standing)}
    return {name: getattr(offer, name) for name in names} | {"service": offer.service_id} | places


def _later(begin: Any, end: Any) -> bool:
    return begin is not None and end is not None and begin >= end


def _after(first: date | None, last: date | None) -> bool:
    return first is not None and last is not None and first > last
