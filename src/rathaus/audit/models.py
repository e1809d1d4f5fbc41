"""The trail: events that are only ever added, and the salts that erasure deletes."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Event(models.Model):
    """One thing done or read: stream, place in it, who, why, whom it concerns, and its canonical bytes.

    `canonical` is the RFC 8785 form of the event; personal values stand in it as salted commitments only.
    """

    class Kind(models.TextChoices):
        """Whether something was changed or looked at."""

        WRITE = "write"
        READ = "read"

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=5, choices=Kind.choices, default=Kind.WRITE)
    stream = models.TextField()
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.TextField()
    action = models.TextField()
    purpose = models.TextField()
    persons = ArrayField(models.TextField(), default=list)
    canonical = models.BinaryField()

    class Meta:
        """A place in a stream is taken once."""

        constraints = [
            models.UniqueConstraint(fields=["stream", "sequence"], name="audit_event_has_its_own_place"),
            models.CheckConstraint(condition=models.Q(kind__in=["write", "read"]), name="audit_event_kind_known"),
        ]
        indexes = [
            models.Index(fields=["at"], name="audit_event_at"),
            GinIndex(fields=["persons"], condition=models.Q(kind="read"), name="audit_event_read_persons"),
        ]

    def __str__(self) -> str:
        return f"{self.stream}#{self.sequence} {self.action}"


class Salt(models.Model):
    """The salt of a stream's commitments; deleting it makes the commitments worthless (erasure)."""

    stream = models.TextField(primary_key=True)
    salt = models.BinaryField()

    def __str__(self) -> str:
        return self.stream
