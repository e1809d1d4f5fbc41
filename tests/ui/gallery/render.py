"""Renders every component on sample pages; written to var/gallery by `python -m`."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory

from rathaus.ui.calendar import Slot, build_month, build_strip, group_slots
from rathaus.ui.frame import NavEntry
from rathaus.ui.tags.forms import Suggestion
from rathaus.ui.timeline import Load, build_timeline

HERE = Path(__file__).parent
NOW = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)
TODAY = date(2026, 12, 3)


class SampleForm(forms.Form):
    persons = forms.IntegerField(label="Für wie viele Personen?", min_value=1, max_value=6)
    name = forms.CharField(label="Vor- und Nachname")
    email = forms.EmailField(label="E-Mail", help_text="Dorthin schicken wir die Bestätigung.", required=False)
    note = forms.CharField(label="Was sollen wir wissen?", widget=forms.Textarea, required=False)
    office = forms.ChoiceField(label="Ort", choices=[("mitte", "Bürgerbüro Mitte"), ("sued", "Bürgerbüro Süd")])
    reply = forms.ChoiceField(
        label="Wie erreichen wir Sie?",
        choices=[("mail", "E-Mail"), ("mobile", "Handy"), ("none", "Gar nicht")],
        widget=forms.RadioSelect,
    )
    services = forms.MultipleChoiceField(
        label="Was noch?",
        choices=[("pass", "Reisepass"), ("meld", "Meldebescheinigung")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agree = forms.BooleanField(label="Ich habe die Hinweise gelesen.", help_text="Sie stehen oben.")


def sample_context() -> dict[str, Any]:
    """Return what the sample pages show."""
    counts = {TODAY + timedelta(days=offset): (offset * 7) % 13 for offset in range(28)}
    chosen = date(2026, 12, 7)
    times = [time(8, 0), time(8, 20), time(9, 20), time(11, 40), time(13, 0), time(15, 30)]
    steps = [(index % 8, 8) for index in range(16)] + [(0, 0)] * 4 + [(6, 8)] * 4
    return {
        "crumbs": [("Start", "/"), ("Leistungen", "/leistungen/"), ("Personalausweis beantragen", "")],
        "form": SampleForm({"persons": "2", "name": "", "email": "amina@", "reply": "mail"}),
        "step_urls": ["/1", "/2"],
        "now": NOW,
        "until": NOW + timedelta(minutes=9),
        "soon": NOW + timedelta(seconds=100),
        "month": build_month(
            first=TODAY,
            counts=counts,
            url=lambda day: f"?tag={day}",
            today=TODAY,
            selected=chosen,
            month_url=lambda day: f"?monat={day:%Y-%m}",
        ),
        "strip": build_strip(start=chosen, counts=counts, url=lambda day: f"?tag={day}", today=TODAY, selected=chosen),
        "groups": group_slots([Slot(start=moment, value=f"{moment:%H:%M}") for moment in times]),
        "items": ["Ihren bisherigen Ausweis oder Pass", "Ein biometrisches Foto", "37,00 Euro, am besten mit Karte"],
        "page": Paginator(range(95), 10).page(3),
        "often": ["Personalausweis", "Reisepass", "Ummelden", "Führerschein", "Geburtsurkunde", "Hund anmelden"],
        "found": [Suggestion("Reisepass beantragen", "/leistungen/reisepass/", "37,50 bis 70,00 Euro")],
        "none": [],
        "names": ["Amina Yıldız", "Jürgen Groß", "Olga Petrowa"],
        "desk_person": "Bruno Becker",
        "desk_nav": [
            NavEntry("Heute", "/desk/", "calendar-today", is_current=True),
            NavEntry("Warteschlange", "/desk/queue/", "queue", count=4),
            NavEntry("Leistungen", "/desk/services/", "checklist"),
            NavEntry("Verwaltung", "/desk/settings/", "settings"),
        ],
        "timeline": build_timeline(
            start=time(8),
            step=30,
            loads=[Load("Ausweise (8 Plätze)", steps), Load("Standesamt", steps[3:20])],
            now=time(9, 10),
        ),
    }


def pages() -> Mapping[str, str]:
    """Render every sample page, by name."""
    request = RequestFactory().get("/leistungen/personalausweis/")
    request.town = SimpleNamespace(title="Musterstadt")  # type: ignore[attr-defined]
    return {
        path.stem: engines["django"].from_string(path.read_text()).render(sample_context(), request)
        for path in sorted(HERE.glob("*.html"))
    }


def main() -> None:
    """Write the sample pages to var/gallery; serve them with the files of var/assets."""
    import django

    django.setup()
    target = HERE.parents[2] / "var" / "gallery"
    target.mkdir(parents=True, exist_ok=True)
    for name, page in pages().items():
        (target / f"{name}.html").write_text(page)


if __name__ == "__main__":
    main()
