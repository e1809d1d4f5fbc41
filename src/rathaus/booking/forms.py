"""Forms of the journey: who comes, and finding an appointment again."""

import re
from typing import Any
from unicodedata import category, normalize

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from rathaus.booking.actions import Contact
from rathaus.notifications.ports import is_served

MOST_ECHOED = 2000  # longer input is not sent back to the page
BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")  # comes along when texts are copied
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and signs without ink
# In some countries a number does not tell which it is.
MOBILE = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)


class PlainText(forms.CharField):
    """Text without control characters, in one Unicode form; `lines` allows line breaks."""

    def __init__(self, *, lines: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.lines = lines

    def to_python(self, value: Any) -> str:
        """This will return the text tidied.

        :raises ValidationError: with a request, for what nobody types on purpose.
        """
        text = INVISIBLE.sub("", normalize("NFC", str(value or ""))).strip()
        if self.max_length and len(text) > self.max_length:
            raise ValidationError(
                _("Bitte kürzen Sie „%(label)s“ auf höchstens %(limit)s Zeichen."),
                params={"label": self.label, "limit": self.max_length},
            )
        text = text.replace("\r\n", "\n").replace("\t", " ")
        plain = text.replace("\n", " ") if self.lines else text
        if any(category(c) in {"Cc", "Cs", "Zl", "Zp"} or c in BIDI for c in plain):
            raise ValidationError(
                _("In „%(label)s“ steht ein Zeichen, das wir nicht lesen können. Bitte tippen Sie den Text neu ein."),
                params={"label": self.label},
            )
        if not any(category(c)[0] in "LNPS" and c not in BLANK for c in text):
            return ""
        return text if self.lines else " ".join(text.split())


class EmailAddress(PlainText):
    """An e-mail address."""

    widget = forms.EmailInput
    default_validators = [EmailValidator(_("Bitte prüfen Sie die E-Mail-Adresse. Sie sieht so aus: name@beispiel.de"))]


class Mobile(PlainText):
    """A mobile number as E.164; those of the office's country may lack its code."""

    def to_python(self, value: Any) -> str:
        """This will return "+491512345678" or "".

        :raises ValidationError: when it is no number, or no mobile number.
        """
        text = super().to_python(value)
        return normal_mobile(text) if text else ""


def normal_mobile(text: str, country: str = "DE") -> str:
    """This will return a telephone number in the form of E.164 (ITU-T), as "+491512345678".

    What has no country code belongs to `country`.

    :raises ValidationError: for what cannot be a mobile number.
    """
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise ValidationError(_("Bitte geben Sie eine Handynummer ein, zum Beispiel 0151 23456789."))
    if phonenumbers.number_type(number) not in MOBILE:
        raise ValidationError(
            _(
                "Das ist keine Handynummer. Bitte geben Sie eine Handynummer ein, zum Beispiel "
                "0151 23456789, oder lassen Sie das Feld leer. Eine Festnetznummer können Sie in die "
                "Bemerkung schreiben."
            )
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class EchoForm(forms.Form):
    """A form that shows again what was typed, but nothing enormous."""

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.use_required_attribute = False

    def shorten(self) -> None:
        """This will empty what is too long to be shown again; its error stays."""
        if any(len(value) > MOST_ECHOED for _name, value in self.data.items()):
            self.data = {n: "" if len(v) > MOST_ECHOED else v for n, v in self.data.items()}

    def full_clean(self) -> None:
        """This will check the form, then drop what is too long to be shown again."""
        super().full_clean()
        if self.is_bound:
            self.shorten()


class ContactForm(EchoForm):
    """Who comes; only the name is needed."""

    name = PlainText(label=_("Vor- und Nachname"), max_length=120)
    email = EmailAddress(
        label=_("E-Mail"),
        required=False,
        max_length=254,
        help_text=_("Dorthin schicken wir die Bestätigung und Erinnerungen."),
    )
    mobile = Mobile(
        label=_("Handynummer"),
        required=False,
        max_length=40,
        help_text=_("Nur für Rückfragen. Wir schicken Ihnen noch keine SMS."),
    )
    remark = PlainText(
        label=_("Was sollen wir noch wissen?"),
        required=False,
        max_length=500,
        lines=True,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Zum Beispiel: Ich komme mit Rollstuhl. Bitte schreiben Sie hier nichts Vertrauliches."),
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        if is_served("sms"):
            self.fields["mobile"].help_text = _(
                "Wir erinnern Sie am Tag vorher mit einer SMS. Ohne E-Mail-Adresse kommt auch die Bestätigung als SMS."
            )

    def contact(self) -> Contact:
        """This will return who comes, after is_valid()."""
        given = self.cleaned_data
        return Contact(given["name"], given["email"], given["mobile"], given["remark"])


CONTACT_FIELDS = tuple(ContactForm.base_fields)


class FindForm(EchoForm):
    """The number of an appointment and something that only the person knows."""

    reference = PlainText(label=_("Terminnummer"), max_length=40, help_text=_("8 Zeichen, zum Beispiel MU7K 2P4Q."))
    second = PlainText(
        label=_("E-Mail, Handynummer oder Code"),
        max_length=254,
        help_text=_("Was Sie bei der Buchung angegeben haben, oder der Code mit 4 Zeichen neben der Terminnummer."),
    )
