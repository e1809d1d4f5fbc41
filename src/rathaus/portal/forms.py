"""The choice on a service's page: for how many persons, and what else in the same visit; booking reads the answer."""

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rathaus.booking.rules.visit import Wish
from rathaus.booking.wishes import write_wishes
from rathaus.portal.queries.services import Booking
from rathaus.ui.tags.pages import speaks

MOST_PERSONS_LISTED = 20


def wish(service_id: int, persons: int = 1) -> str:
    """This will return a wish as the address of the booking journey holds it, without its name."""
    return write_wishes([Wish(service_id, persons)]).partition("=")[2]


class PersonsForm(forms.Form):
    """The service of the page, for one or more persons."""

    l = forms.ChoiceField(label=_("Für wie viele Personen?"))  # noqa: E741 - the name in the address

    def __init__(self, service_id: int, most: int) -> None:
        super().__init__()
        numbers = range(1, min(most, MOST_PERSONS_LISTED) + 1)
        self.is_choice = most > 1
        self.fields["l"].choices = [  # type: ignore[attr-defined]
            (wish(service_id, n), ngettext("%(number)s Person", "%(number)s Personen", n) % {"number": n})
            for n in numbers
        ]
        if not self.is_choice:
            self.fields["l"].widget = forms.HiddenInput()
            self.initial["l"] = wish(service_id)


class FurtherForm(forms.Form):
    """Services that can be done in the same visit."""

    l = forms.MultipleChoiceField(  # noqa: E741 - the name in the address
        label=_("Was möchten Sie noch erledigen?"), required=True, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, booking: Booking) -> None:
        super().__init__(auto_id="weitere-%s")
        self.fields["l"].choices = [  # type: ignore[attr-defined]
            (wish(pk), format_html("<span{}>{}</span>", speaks(code), title)) for pk, title, code in booking.further
        ]


class BarrierForm(forms.Form):
    """What somebody could not use."""

    page = forms.CharField(label=_("Welche Seite?"), max_length=300, required=False)
    text = forms.CharField(
        label=_("Was hat nicht geklappt?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    email = forms.EmailField(
        label=_("E-Mail-Adresse"), max_length=254, required=False, help_text=_("Nur wenn Sie eine Antwort möchten.")
    )
