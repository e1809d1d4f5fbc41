"""Services (Leistungen), their words, and the offices that offer them."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rathaus.catalogue.uploads import Upload  # noqa: F401 - Django looks for models here
from rathaus.offices.models import Office


class Channel(models.TextChoices):
    """How a service is rendered."""

    ON_SITE = "on_site", _("vor Ort")
    PHONE = "phone", _("am Telefon")
    VIDEO = "video", _("per Video")
    ONLINE = "online", _("online")


class Topic(models.Model):
    """A life situation under which people look for services."""

    slug = models.SlugField(max_length=80, unique=True)
    order = models.PositiveIntegerField(default=0)
    is_public = models.BooleanField(default=True)

    class Meta:
        """In the editors' order."""

        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return self.slug


class TopicText(models.Model):
    """A topic's words in one language."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300, blank=True)

    class Meta:
        """One text per language."""

        constraints = [
            models.UniqueConstraint(fields=["topic", "language"], name="catalogue_topic_text_once_per_language")
        ]

    def __str__(self) -> str:
        return self.title


class Service(models.Model):
    """A service of the town."""

    slug = models.SlugField(max_length=120, unique=True)
    external_id = models.CharField(max_length=40, blank=True, db_index=True)
    leika_key = models.CharField(max_length=14, blank=True)
    topics = models.ManyToManyField(Topic, related_name="services", blank=True)
    channels = ArrayField(models.CharField(max_length=10, choices=Channel.choices), default=list, blank=True)
    is_sensitive = models.BooleanField(default=False)
    is_public = models.BooleanField(default=True)
    is_frequent = models.BooleanField(default=False)
    online_url = models.URLField(blank=True, max_length=1000)
    minutes = models.PositiveSmallIntegerField(null=True, validators=[MinValueValidator(5), MaxValueValidator(480)])
    extra_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    max_persons = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1)])
    combinable_with = models.ManyToManyField("self", blank=True)
    authorities = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    order = models.PositiveIntegerField(default=0)
    source = models.CharField(max_length=40, blank=True)
    source_hash = models.CharField(max_length=64, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    keep_days = models.PositiveSmallIntegerField(default=30)  # contact data after a visit, then they are forgotten
    revision = models.PositiveIntegerField(default=0)  # rises with every edit, so that two at once notice each other

    class Meta:
        """In the editors' order."""

        ordering = ["order", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(leika_key="") | Q(leika_key__regex=r"^[0-9]{14}$"),
                name="catalogue_service_leika_key_has_14_digits",
            ),
            models.CheckConstraint(condition=Q(max_persons__gte=1), name="catalogue_service_serves_somebody"),
        ]

    def __str__(self) -> str:
        return self.slug


class ServiceText(models.Model):
    """A service's words in one language; empty text means: not known. HTML fields are sanitised."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=300)
    neutral_title = models.CharField(max_length=200, blank=True)
    summary = models.TextField(blank=True)
    description = models.TextField(blank=True)
    bring = ArrayField(models.TextField(), default=list, blank=True)
    fees = models.TextField(blank=True)
    processing_time = models.TextField(blank=True)
    legal_basis = models.TextField(blank=True)
    keywords = ArrayField(models.TextField(), default=list, blank=True)
    is_reviewed = models.BooleanField(default=False)  # by a person; nobody is named

    class Meta:
        """One text per language."""

        constraints = [
            models.UniqueConstraint(fields=["service", "language"], name="catalogue_service_text_once_per_language")
        ]

    def __str__(self) -> str:
        return self.title


class ServiceVersion(models.Model):
    """A service as it once was (see `content`) and since when; never changed. Who wrote it, only the trail knows."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    imported = models.JSONField(null=True)  # what a source wanted it to be, where an import wrote the version
    saved_at = models.DateTimeField()

    class Meta:
        """The newest first; numbered from 1."""

        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["service", "number"], name="catalogue_service_version_numbered_once")
        ]

    def __str__(self) -> str:
        return f"{self.service} v{self.number}"


class Alias(models.Model):
    """Another word for a service, as people say it."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="aliases")
    language = models.CharField(max_length=5)
    text = models.CharField(max_length=120)

    class Meta:
        """A word stands once per service and language."""

        constraints = [models.UniqueConstraint(fields=["service", "language", "text"], name="catalogue_alias_once")]

    def __str__(self) -> str:
        return self.text


class ServiceLink(models.Model):
    """A form or further page of a service."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="links")
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=300)
    url = models.URLField(max_length=1000)
    is_form = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """In the given order."""

        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.title


class Offer(models.Model):
    """A service offered at an office: how long, for how many, bookable or not.

    `minutes` is for the first person, `extra_minutes` for each further one (missing: full minutes again).
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="offers")
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="offers")
    minutes = models.PositiveSmallIntegerField(validators=[MinValueValidator(5), MaxValueValidator(480)])
    extra_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    max_persons = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1)])
    is_bookable = models.BooleanField(default=True)
    needs_mail_confirmation = models.BooleanField(default=False)
    imported = models.JSONField(default=dict, blank=True)  # what a source said last, by field; {}: no source has it

    class Meta:
        """A service is offered once per office, takes time and serves somebody."""

        constraints = [
            models.UniqueConstraint(fields=["service", "office"], name="catalogue_offer_once_per_office"),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=480), name="catalogue_offer_takes_5_to_480_minutes"
            ),
            models.CheckConstraint(
                condition=Q(extra_minutes=None) | Q(extra_minutes__lte=F("minutes")),
                name="catalogue_offer_extra_at_most_full",
            ),
            models.CheckConstraint(condition=Q(max_persons__gte=1), name="catalogue_offer_serves_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.service} @ {self.office}"


class WordsVersion(models.Model):
    """A value that is new after every change of services and their words (by trigger); one row.

    A random value, not a number: a number that a rolled-back transaction has seen could come again for other words.
    """

    version = models.UUIDField()

    def __str__(self) -> str:
        return str(self.version)
