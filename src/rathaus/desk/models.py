"""What the desk keeps for its own: why people called."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CallReason(models.TextChoices):
    """Why somebody called (a yardstick; no person, no clerk)."""

    BOOK = "book", _("Termin buchen")
    CHANGE = "change", _("Termin ändern oder absagen")
    BRING = "bring", _("Was muss ich mitbringen?")
    HOURS = "hours", _("Öffnungszeiten")
    STATUS = "status", _("Stand einer Sache")
    WRONG = "wrong", _("Falsche Stelle")
    OTHER = "other", _("Etwas anderes")


class PhoneCall(models.Model):
    """A phone call at an office."""

    office_id = models.BigIntegerField()
    reason = models.CharField(max_length=10, choices=CallReason.choices)
    at = models.DateTimeField()

    class Meta:
        """Found by office and moment."""

        indexes = [models.Index(fields=["office_id", "at"], name="desk_phone_call_of_office")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.reason}"
