"""Offices, when they are open, and when they are not."""

from datetime import date, timedelta

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Place(models.Model):
    """The town as a place: Land (for its holidays), time zone, legal texts. One row."""

    land = models.CharField(max_length=2, default="")
    zone = models.CharField(max_length=40, default="Europe/Berlin")
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    colour_light = models.CharField(max_length=7, blank=True)
    colour_dark = models.CharField(max_length=7, blank=True)

    class Meta:
        """A colour is #rrggbb or not chosen: it goes into a stylesheet."""

        constraints = [
            models.CheckConstraint(
                condition=Q(colour_light__regex=r"^(#[0-9a-f]{6})?$", colour_dark__regex=r"^(#[0-9a-f]{6})?$"),
                name="offices_place_colours_are_colours",
            )
        ]

    def __str__(self) -> str:
        return f"{self.land} {self.zone}"


class Arms(models.Model):
    """The town's arms as a small PNG of our own making, empty for ours; those before the last change too. One row."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    png = models.BinaryField(default=bytes)
    is_clear = models.BooleanField(default=False)
    before = models.BinaryField(default=bytes)
    was_clear = models.BooleanField(default=False)

    class Meta:
        """There are no second arms."""

        constraints = [models.CheckConstraint(condition=Q(only=True), name="offices_arms_are_one")]

    def __str__(self) -> str:
        return f"{len(self.png)} bytes"


class LegalText(models.Model):
    """What the town says about itself and these pages, per language: Markdown as written, and sanitised HTML of it."""

    class Kind(models.TextChoices):
        """Which text."""

        IMPRINT = "imprint", _("Impressum")
        PRIVACY = "privacy", _("Datenschutz")
        ACCESSIBILITY = "accessibility", _("Erklärung zur Barrierefreiheit")
        EASY = "easy", _("Leichte Sprache")
        SIGN = "sign", _("Gebärdensprache")
        NOTICE = "notice", _("Hinweis auf der Startseite")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=200, blank=True)
    html = models.TextField()
    source = models.TextField(blank=True)
    earlier = models.TextField(blank=True)  # the source before the last change, so that it can be undone
    changed_at = models.DateTimeField(null=True)
    is_reviewed = models.BooleanField(default=False)  # by a person; nobody is named

    class Meta:
        """One text per kind and language."""

        constraints = [
            models.UniqueConstraint(fields=["kind", "language"], name="offices_legal_text_once_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"


class Notice(models.Model):
    """What the town tells on its start page for a while; `until_at` is not included, empty: until somebody ends it."""

    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    is_important = models.BooleanField(default=False)
    texts = models.JSONField(default=dict)  # language to title, source (Markdown) and html (sanitised)

    class Meta:
        """Important ones first, then those that came last; one that ends has begun."""

        ordering = ["-is_important", "-from_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(from_at__lt=F("until_at")), name="offices_notice_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_at} - {self.until_at}"


# Without these three a town in production may not be public (§ 5 DDG, Art. 13 GDPR, § 12b BGG and the law of the Land).
NEEDED = (LegalText.Kind.IMPRINT, LegalText.Kind.PRIVACY, LegalText.Kind.ACCESSIBILITY)


class BarrierReport(models.Model):
    """What somebody could not use: a page, some words, and an e-mail address if they want an answer."""

    page = models.CharField(max_length=300, blank=True)
    text = models.CharField(max_length=2000)
    email = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=5, default="de")
    created_at = models.DateTimeField()
    is_answered = models.BooleanField(default=False)
    restricted_at = models.DateTimeField(null=True)  # Art. 18 GDPR: only kept; nobody reads, answers or erases it

    class Meta:
        """Newest first; an empty report says nothing, one without an address is nobody's to restrict."""

        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="offices_barrier_report_says_something"),
            models.CheckConstraint(
                condition=models.Q(restricted_at__isnull=True) | ~models.Q(email=""),
                name="offices_barrier_report_restricted_has_an_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.created_at} {self.page}"


class Office(models.Model):
    """An office that people visit or call."""

    slug = models.SlugField(max_length=80, unique=True)
    external_id = models.CharField(max_length=40, blank=True, db_index=True)
    street = models.CharField(max_length=120, blank=True)
    house_number = models.CharField(max_length=20, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    city = models.CharField(max_length=80, blank=True)
    latitude = models.FloatField(null=True, validators=[MinValueValidator(-90), MaxValueValidator(90)])
    longitude = models.FloatField(null=True, validators=[MinValueValidator(-180), MaxValueValidator(180)])
    phone = models.CharField(max_length=60, blank=True)
    email = models.CharField(max_length=254, blank=True)
    website = models.URLField(blank=True, max_length=500)
    languages = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    zone = models.CharField(max_length=40, default="Europe/Berlin")
    takes_appointments = models.BooleanField(default=False)
    is_public = models.BooleanField(default=True)
    order = models.PositiveIntegerField(default=0)
    imported = models.JSONField(default=dict, blank=True)  # what a source said last, field by field

    class Meta:
        """Offices by place in the list, then by slug; a position is whole or missing."""

        ordering = ["order", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="offices_office_position_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class OfficeText(models.Model):
    """An office's words in one language."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    directions = models.TextField(blank=True)
    phone_hours = models.CharField(max_length=200, blank=True)
    hours_note = models.TextField(blank=True)
    accessibility = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    is_reviewed = models.BooleanField(default=False)  # by a person; nobody is named

    class Meta:
        """One text per language."""

        constraints = [
            models.UniqueConstraint(fields=["office", "language"], name="offices_office_text_once_per_language")
        ]

    def __str__(self) -> str:
        return self.title


class OpeningHours(models.Model):
    """When an office's door is open: weekday 0 (Monday) to 6, local times; for people to read."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("Wochentag"))
    opens = models.TimeField(_("öffnet"))
    closes = models.TimeField(_("schließt"))

    class Meta:
        """By weekday and time."""

        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(opens__lt=F("closes")), name="offices_hours_open_before_they_close"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="offices_hours_weekday_known"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}-{self.closes}"


class Closure(models.Model):
    """Days on which an office (or, without one, the whole town) is closed: from_on included, until_on not."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="closures", null=True, blank=True)
    from_on = models.DateField()
    until_on = models.DateField()
    reasons = models.JSONField(default=dict, blank=True)  # language to words

    class Meta:
        """A closure has at least one day."""

        constraints = [models.CheckConstraint(condition=Q(from_on__lt=F("until_on")), name="offices_closure_has_days")]

    def __str__(self) -> str:
        return f"{self.from_on} - {self.until_on}"

    @property
    def last_on(self) -> date:
        """The last closed day."""
        return self.until_on - timedelta(days=1)


class MunicipalHoliday(models.Model):
    """A holiday of this municipality alone (for example Augsburg's 8 August)."""

    day_on = models.DateField(unique=True)
    title = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"{self.day_on} {self.title}"
