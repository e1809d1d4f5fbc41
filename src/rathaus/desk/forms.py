"""Forms of the desk."""

from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from rathaus.booking.forms import ContactForm, EchoForm, PlainText
from rathaus.booking.models import BookedBy
from rathaus.desk.counter_booking import Times

TIMES_FIELDS = "#id_leistung, #id_personen, #id_tag, #id_weitere, #id_dritte"


def _asks_for_times(**attributes: str) -> dict[str, Any]:
    """A change of these fields brings other times, without a new page; only they are sent, never a name."""
    return {
        "hx-get": reverse_lazy("desk:book"),
        "hx-trigger": "change",
        "hx-include": TIMES_FIELDS,
        "hx-target": "#zeiten",
        "hx-select": "#zeiten",
        "hx-swap": "outerHTML",
        **attributes,
    }


class OrNextFree(forms.CharField):
    """A choice of the list of free times; empty means the next free one."""

    widget = forms.Select

    def validate(self, value: Any) -> None:
        """This will accept anything: what is chosen is compared with the free times."""


class BookForm(ContactForm):
    """A visit for a caller or at the counter, on one page; without a time it is the next free one."""

    leistung = PlainText(
        label=_("Leistung"),
        max_length=300,
        help_text=_("Die ersten Buchstaben genügen, wenn sie eindeutig sind."),
        widget=forms.TextInput(
            attrs=_asks_for_times(list="leistungen", autofocus="autofocus", autocomplete="off", spellcheck="false")
        ),
    )
    personen = forms.CharField(
        label=_("Personen"),
        max_length=6,
        initial="1",
        widget=forms.TextInput(attrs=_asks_for_times(inputmode="numeric", autocomplete="off")),
    )
    tag = OrNextFree(label=_("Tag"), max_length=10, widget=forms.Select(attrs=_asks_for_times()))
    zeit = OrNextFree(label=_("Zeit"), max_length=16)
    weg = forms.ChoiceField(
        label=_("Wie kommt die Anfrage?"),
        choices=[(BookedBy.PHONE.value, BookedBy.PHONE.label), (BookedBy.COUNTER.value, BookedBy.COUNTER.label)],
        initial=BookedBy.PHONE.value,
        widget=forms.RadioSelect,
    )
    sprache = forms.ChoiceField(label=_("Sprache der Nachrichten"), choices=settings.LANGUAGES, initial="de")
    weitere = PlainText(
        label=_("Weitere Leistung"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs=_asks_for_times(list="leistungen", autocomplete="off", spellcheck="false")),
    )
    dritte = PlainText(
        label=_("Noch eine Leistung"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs=_asks_for_times(list="leistungen", autocomplete="off", spellcheck="false")),
    )
    field_order = ["leistung", "personen", "tag", "zeit", "weg", "name", "email", "mobile", "remark"]

    def __init__(self, data: Any = None, *, times: Times | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["remark"].label = _("Bemerkung")
        self.fields["remark"].help_text = _("Lesen auch andere im Amt. Bitte nichts Vertrauliches.")
        self.fields["email"].help_text = _("Für Bestätigung und Erinnerungen.")
        self.fields["mobile"].help_text = _("Für Rückfragen.")
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        next_free = [("", str(_("die nächste freie")))]
        self._offer("tag", list(times.days) if times and times.days else next_free)
        self._offer("zeit", list(times.times) if times and times.times else next_free)

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        widget = self.fields[name].widget
        if isinstance(widget, forms.Select):
            widget.choices = choices


class CancelForm(EchoForm):
    """What the person is told when the office cancels."""

    note = PlainText(
        label=_("Nachricht an die Person"),
        max_length=500,
        required=False,
        lines=True,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Steht in der Absage. Zum Beispiel: Wir schließen an diesem Tag früher. Bitte buchen Sie neu."),
    )


class FindForm(EchoForm):
    """What is known of an appointment or a person."""

    q = PlainText(
        label=_("Terminnummer, Name, Telefon oder E-Mail"),
        max_length=120,
        min_length=2,
        widget=forms.TextInput(attrs={"autofocus": "autofocus", "autocomplete": "off", "spellcheck": "false"}),
    )
