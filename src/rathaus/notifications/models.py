"""Deliveries: the outbox, one row per (subject, kind, due), never more. And the town's own words of messages."""

from django.db import models
from django.db.models import Q

from rathaus.offices.models import Office


class Delivery(models.Model):
    """A message that is due, waits, goes out, or came to nothing.

    It names its subject and kind; words and address are composed at the moment of sending and never stored.
    `perhaps_twice` counts sendings repeated because a worker died between the provider's yes and our commit.
    """

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        NOTHING = "nothing"
        CANCELLED = "cancelled"
        FAILED = "failed"

    subject = models.TextField()
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, default="email")
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    perhaps_twice = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    provider_id = models.TextField(blank=True)
    problem = models.CharField(max_length=200, blank=True)
    parts = models.PositiveSmallIntegerField(default=0, db_default=0)  # of an SMS; each costs
    is_delivered = models.BooleanField(default=False, db_default=False)  # a receipt says that it arrived
    created_at = models.DateTimeField()

    class Meta:
        """One row per (subject, kind, due); the due ones are found by an index."""

        constraints = [
            models.UniqueConstraint(
                fields=["subject", "kind", "due_at"], name="notifications_delivery_once_per_subject_kind_due"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sending", "sent", "nothing", "cancelled", "failed"]),
                name="notifications_delivery_state_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(state__in=["waiting", "sending"]), name="notifications_delivery_due"
            ),
            models.Index(fields=["id"], condition=Q(state="failed"), name="notifications_delivery_failed"),
            models.Index(fields=["id"], condition=Q(perhaps_twice__gt=0), name="notifications_delivery_doubled"),
            models.Index(fields=["provider_id"], condition=Q(channel="sms"), name="notifications_delivery_key"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.kind} {self.state}"


class Wording(models.Model):
    """A version of the town's own words of a kind of message in one language; the newest counts, an empty one is ours.

    Subject and body stand in place of ours; what an office adds stands below, whoever's words are above it.
    """

    kind = models.CharField(max_length=40)
    language = models.CharField(max_length=5)
    office = models.ForeignKey(Office, on_delete=models.CASCADE, null=True, related_name="+")
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    addition = models.TextField(blank=True)
    written_at = models.DateTimeField()

    class Meta:
        """Newest first; an office only adds to what the town says."""

        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(office=None) | Q(subject="", body=""), name="notifications_wording_of_an_office_only_adds"
            )
        ]
        indexes = [models.Index(fields=["kind", "language"], name="notifications_wording_of_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.language} {self.written_at}"


class TextRules(models.Model):
    """When a town sends SMS, what a part costs it, and how many parts a month it pays for. One row at most."""

    quiet_from = models.PositiveSmallIntegerField(default=20)  # hours of the wall clock
    quiet_until = models.PositiveSmallIntegerField(default=8)
    price = models.DecimalField(max_digits=6, decimal_places=4, default=0)  # of a part, in euros
    most_parts = models.PositiveIntegerField(null=True)  # in a month; none: no limit

    class Meta:
        """One row; hours are hours."""

        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from__lte=23, quiet_until__lte=23), name="notifications_text_rules_hours_are_hours"
            ),
            models.CheckConstraint(condition=Q(id=1), name="notifications_text_rules_stand_once"),
            models.CheckConstraint(condition=Q(price__gte=0), name="notifications_text_rules_cost_something"),
        ]

    def __str__(self) -> str:
        return f"quiet from {self.quiet_from} to {self.quiet_until}"


class TextMonth(models.Model):
    """How many SMS and parts of them went out in a month: numbers, nobody's."""

    first_on = models.DateField()
    messages = models.PositiveIntegerField(default=0)
    parts = models.PositiveIntegerField(default=0)

    class Meta:
        """One row per month."""

        constraints = [models.UniqueConstraint(fields=["first_on"], name="notifications_text_month_counts_once")]

    def __str__(self) -> str:
        return f"{self.first_on:%Y-%m}: {self.parts}"
