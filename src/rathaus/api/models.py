"""Clients of the API and what each asked once already."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

MOST_HOLDS = 10_000
MOST_REQUESTS = 1_000_000


class Scope(models.TextChoices):
    """What a key is good for."""

    BOOK = "book", _("Zeiten halten und Termine buchen")
    CHANGE = "change", _("Termine ansehen, verschieben und absagen (mit dem Zugang aus der Buchung)")


class ApiClient(models.Model):
    """A program that may do something here. Its key is known to it alone: here stands what proves it."""

    title = models.CharField(max_length=120)
    proof = models.BinaryField(max_length=32)  # SHA-256 of the secret, which is random and long
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope))
    most_holds = models.PositiveIntegerField(default=120)  # in ten minutes
    most_requests = models.PositiveIntegerField(default=1200)  # in a minute
    created_at = models.DateTimeField()
    expires_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """A client may hold and ask at least once, and not endlessly often."""

        constraints = [
            models.CheckConstraint(
                condition=Q(most_holds__gte=1, most_holds__lte=MOST_HOLDS), name="api_client_most_holds_up_to_10000"
            ),
            models.CheckConstraint(
                condition=Q(most_requests__gte=1, most_requests__lte=MOST_REQUESTS),
                name="api_client_most_requests_up_to_a_million",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_good(self, *, today: date) -> bool:
        """Whether the key works at this moment; `today` is the town's day, which an expiry date includes."""
        return self.revoked_at is None and (self.expires_on is None or self.expires_on >= today)


class Answered(models.Model):
    """A request with an Idempotency-Key that was carried out: asked again, it gets its answer and does nothing."""

    client = models.ForeignKey(ApiClient, on_delete=models.CASCADE)
    key = models.CharField(max_length=255)
    fingerprint = models.BinaryField(max_length=32)  # of method, address and body, under the town's key
    status = models.PositiveSmallIntegerField(default=0)
    appointment_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        """A client's key stands for one request."""

        constraints = [models.UniqueConstraint(fields=["client", "key"], name="api_answered_once_per_client_and_key")]

    def __str__(self) -> str:
        return f"{self.client_id}: {self.status}"
