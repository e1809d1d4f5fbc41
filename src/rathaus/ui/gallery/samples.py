"""What the gallery shows in its components: days, times, answers and mistakes that do not change from day to day."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.ui.calendar import Month, Slot, build_month, build_strip, group_slots
from rathaus.ui.tags.forms import Suggestion
from rathaus.ui.timeline import Load, build_timeline

NOW = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)
TODAY, CHOSEN = date(2026, 12, 3), date(2026, 12, 7)
WAYS = [
    ("here", gettext_lazy("vor Ort")),
    ("phone", gettext_lazy("am Telefon")),
    ("video", gettext_lazy("per Video")),
]


class SampleForm(forms.Form):
    """One field of each kind."""

    persons = forms.IntegerField(label=gettext_lazy("Für wie viele Personen?"), min_value=1, max_value=6)
    name = forms.CharField(label=gettext_lazy("Vor- und Nachname"))
    email = forms.EmailField(
        label=gettext_lazy("E-Mail"),
        help_text=gettext_lazy("Dorthin schicken wir die Bestätigung und Erinnerungen."),
        required=False,
    )
    remark = forms.CharField(
        label=gettext_lazy("Was sollen wir noch wissen?"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    place = forms.ChoiceField(label=gettext_lazy("Ort"), choices=WAYS)
    way = forms.ChoiceField(
        label=gettext_lazy("Wo möchten Sie hingehen?"), choices=WAYS, widget=forms.RadioSelect, initial="here"
    )
    more = forms.MultipleChoiceField(
        label=gettext_lazy("Was möchten Sie noch erledigen?"),
        choices=WAYS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    sure = forms.BooleanField(label=gettext_lazy("Ja, Termin absagen"))


def samples() -> dict[str, Any]:
    """This will return everything that the templates of the gallery name."""
    return {**_forms(), **_days(), **_ways(), **_desk()}


def _forms() -> dict[str, Any]:
    return {
        "empty": SampleForm(prefix="leer"),
        "filled": SampleForm(
            prefix="voll",
            initial={
                "persons": 2,
                "name": "Amina Yılmaz",
                "email": "amina@example.org",
                "more": ["phone"],
                "sure": True,
            },
        ),
        "wrong": SampleForm({"falsch-persons": "2", "falsch-email": "amina@"}, prefix="falsch"),
    }


def _days() -> dict[str, Any]:
    counts = {TODAY + timedelta(days=offset): (offset * 7) % 13 for offset in range(28)}
    times = [time(8, 0), time(8, 20), time(9, 20), time(11, 40), time(13, 0), time(15, 30)]
    return {
        "now": NOW,
        "until": NOW + timedelta(minutes=9),
        "soon": NOW + timedelta(seconds=100),
        "over": NOW,
        "month": _month(counts),
        "full_month": _month({}, first=date(2027, 1, 1)),
        "strip": build_strip(start=CHOSEN, counts=counts, url=lambda day: f"?tag={day}", today=TODAY, selected=CHOSEN),
        "times": group_slots([Slot(start=moment, value=f"{moment:%H:%M}") for moment in times]),
    }


def _month(counts: dict[date, int], *, first: date = TODAY) -> Month:
    return build_month(
        first=first,
        counts=counts,
        url=lambda day: f"?tag={day}",
        today=TODAY,
        selected=CHOSEN,
        month_url=lambda day: f"?monat={day:%Y-%m}",
    )


def _ways() -> dict[str, Any]:
    pages = Paginator(range(95), 10)
    return {
        "crumbs": [(_("Start"), "/"), (_("Leistungen"), "/leistungen/"), (_("Termin buchen"), "")],
        "step_urls": ["#anliegen", "#ort"],
        "first_page": pages.page(1),
        "middle_page": pages.page(5),
        "last_page": pages.page(10),
        "found": [
            Suggestion(_("Termin buchen"), "/termin/", _("Leistungen mit Termin")),
            Suggestion(_("Mein Termin"), "/termin/finden/", _("Termin mit der Nummer finden")),
        ],
        "none": [],
        "items": [_("Terminnummer"), _("Handynummer"), _("Adresse")],
    }


def _desk() -> dict[str, Any]:
    loads = [(index % 8, 8) for index in range(16)] + [(0, 0)] * 4 + [(6, 8)] * 4
    return {
        "names": ["Amina Yılmaz", "Jürgen Groß", "Olga Petrowa"],
        "timeline": build_timeline(
            start=time(8),
            step=30,
            loads=[Load(_("am Schalter"), loads), Load(_("am Telefon"), loads[3:20])],
            now=time(9, 10),
        ),
    }
