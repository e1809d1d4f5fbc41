"""Files that somebody brings in; part of `models`."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Upload(models.Model):
    """A file that somebody wants to import: a dry run tells what it would change, then it is applied, or not.

    The files are kept compressed; they and what is needed to undo go after 30 days.
    """

    class Format(models.TextChoices):
        """What kind of file."""

        CSV = "csv", _("Tabelle der Leistungen (CSV)")
        OFFICES = "offices", _("Tabelle der Ämter (CSV)")
        XZUFI = "xzufi", _("Leistungen und Organisationseinheiten aus einem Portalverbund (XZuFi 2.2, XML)")
        DLDB = "dldb", _("Leistungen und Standorte wie in Berlin und München (DLDB, zwei JSON-Dateien)")

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("wird geprüft")
        BROKEN = "broken", _("nicht zu lesen")
        READY = "ready", _("geprüft")
        APPLYING = "applying", _("wird übernommen")
        APPLIED = "applied", _("übernommen")
        UNDOING = "undoing", _("wird zurückgenommen")
        UNDONE = "undone", _("zurückgenommen")

    format = models.CharField(max_length=10, choices=Format.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    names = ArrayField(models.CharField(max_length=200))
    sha256 = models.CharField(max_length=64)
    first = models.BinaryField()
    second = models.BinaryField(null=True)
    hides_missing = models.BooleanField(default=False)
    fingerprint = models.CharField(max_length=64, blank=True)  # of the catalogue that the dry run saw
    report = models.JSONField(default=dict)
    before = models.JSONField(default=dict)  # what applying changed, as it was
    uploaded_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        """The newest first; what is applied has a moment."""

        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=("applied", "undoing", "undone")) | Q(applied_at__isnull=False),
                name="catalogue_upload_applied_has_moment",
            )
        ]

    def __str__(self) -> str:
        return f"{self.format} {self.uploaded_at}"
