"""Forms of the data protection officer."""

from django import forms
from django.core.validators import validate_email
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from rathaus.booking.forms import normal_mobile
from rathaus.core.ids import normal_reference
from rathaus.core.persons import Asked, Kind
from rathaus.protection.rules import kind_of, names_somebody


class AskForm(forms.Form):
    """Whom the data are about: by one thing that is known of them, exactly."""

    wer = forms.CharField(
        label=_("E-Mail-Adresse, Handynummer oder Terminnummer"),
        max_length=254,
        help_text=_("Genau wie angegeben. Teile von Namen oder Adressen finden nichts: Hier lässt sich nicht stöbern."),
    )

    def clean_wer(self) -> Asked:
        """This will return what is asked for, in the form in which it is stored."""
        text = str(self.cleaned_data["wer"]).strip()
        kind = kind_of(text)
        if kind == Kind.EMAIL:
            validate_email(text)
            return Asked(kind, text.lower())
        return Asked(kind, normal_reference(text) if kind == Kind.REFERENCE else normal_mobile(text))


class Choice(TextChoices):
    """What becomes of visits that are still to come."""

    KEEP = "behalten", _("Termine bleiben bestehen. Die Angaben gehen von selbst, wenn die Frist danach um ist.")
    CANCEL = "absagen", _("Termine absagen und die Angaben jetzt löschen. Es geht keine Nachricht hinaus.")


class EraseForm(forms.Form):
    """What goes: the things chosen in the preview, and what becomes of visits still to come."""

    termine = forms.ChoiceField(
        label=_("Was geschieht mit Terminen, die noch bevorstehen?"),
        choices=Choice.choices,
        initial=Choice.KEEP,
        widget=forms.RadioSelect,
    )


class RestrictionGround(TextChoices):
    """Why processing is restricted (Art. 18 (1) GDPR)."""

    ACCURACY = "accuracy", _("Die Person bestreitet, dass die Angaben richtig sind (Buchstabe a)")
    UNLAWFUL = "unlawful", _("Die Verarbeitung war unrechtmäßig, die Person will aber keine Löschung (Buchstabe b)")
    CLAIMS = "claims", _("Die Person braucht die Angaben für Rechtsansprüche (Buchstabe c)")
    OBJECTION = "objection", _("Die Person hat widersprochen, und es wird noch geprüft (Buchstabe d)")


class RestrictForm(forms.Form):
    """On which ground."""

    grund = forms.ChoiceField(label=_("Grund"), choices=RestrictionGround.choices, widget=forms.RadioSelect)


class Ground(TextChoices):
    """Why a pseudonym may be resolved (agreed with the staff council)."""

    ACCESS = "access", _("Eine betroffene Person verlangt Auskunft (Art. 15 DSGVO)")
    ABUSE = "abuse", _("Konkreter Verdacht auf Missbrauch")
    AUTHORITY = "authority", _("Aufsichtsbehörde oder Gericht")


class ResolveForm(forms.Form):
    """A pseudonym of the trail, and why one wants to know who it is."""

    wer = forms.RegexField(
        label=_("Pseudonym"),
        regex=r"^staff/[0-9a-f]{32}$",
        max_length=60,
        error_messages={"invalid": _("Ein Pseudonym beginnt mit „staff/“, danach kommen 32 Zeichen.")},
    )
    grund = forms.ChoiceField(label=_("Grund"), choices=Ground.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Aktenzeichen oder Begründung"),
        min_length=10,
        max_length=300,
        help_text=_("Steht auf Dauer im Protokoll. Bitte nennen Sie hier niemanden mit Namen."),
    )

    def clean_text(self) -> str:
        """This will refuse what names somebody."""
        text = str(self.cleaned_data["text"])
        if names_somebody(text):
            raise forms.ValidationError(_("Bitte ohne E-Mail-Adresse: Aus dem Protokoll lässt sich nichts löschen."))
        return text
