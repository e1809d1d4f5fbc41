"""Resources, opening rules, day sheets and appointments. Appointments are the truth, sheets a count of them."""

from datetime import date, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rathaus.catalogue.models import Offer, Service
from rathaus.core.ids import uuid7
from rathaus.offices.models import Office

TICK_MINUTES = 5
TICKS_A_DAY = 24 * 60 // TICK_MINUTES


class Policy(models.Model):
    """An office's rules for booking: lead time, horizon, how long a hold lasts, the longest visit."""

    office = models.OneToOneField(Office, on_delete=models.CASCADE, related_name="booking_policy")
    lead_minutes = models.PositiveIntegerField(default=60)
    horizon_days = models.PositiveSmallIntegerField(default=60)
    hold_minutes = models.PositiveSmallIntegerField(default=10)
    most_minutes = models.PositiveSmallIntegerField(default=240)

    class Meta:
        """A horizon is at most a year, a hold at most an hour."""

        constraints = [
            models.CheckConstraint(
                condition=Q(horizon_days__gte=1, horizon_days__lte=370), name="booking_policy_horizon_up_to_370_days"
            ),
            models.CheckConstraint(
                condition=Q(hold_minutes__gte=1, hold_minutes__lte=60), name="booking_policy_hold_up_to_an_hour"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office}"


class PlanVersion(models.Model):
    """A number that rises with every change of offers, resources or policies (by trigger); one row."""

    version = models.BigIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.version)


class SharedGroup(models.Model):
    """Resources whose people overlap: a hold there must prove that everybody booked can be seated."""

    title = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.title


class Resource(models.Model):
    """Something countable that visits use up: counters alike in skill and hours, a room, a registrar."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="resources")
    title = models.CharField(max_length=120)
    group = models.ForeignKey(SharedGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="resources")
    is_active = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """By office and order."""

        ordering = ["office_id", "order", "id"]

    def __str__(self) -> str:
        return self.title


class Seat(models.Model):
    """One place where a person of a shared group works, and which of its resources that person can serve."""

    group = models.ForeignKey(SharedGroup, on_delete=models.CASCADE, related_name="seats")
    title = models.CharField(max_length=120)
    serves = models.ManyToManyField(Resource, related_name="seats")

    def __str__(self) -> str:
        return self.title


class Alternative(models.Model):
    """A resource on which an offer can take place; alternatives are tried by rank."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="alternatives")
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="alternatives")
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """Each resource once per offer."""

        ordering = ["rank", "resource_id"]
        constraints = [models.UniqueConstraint(fields=["offer", "resource"], name="booking_alternative_once_per_offer")]

    def __str__(self) -> str:
        return f"{self.offer} on {self.resource}"


class OpeningRule(models.Model):
    """When a resource works: weekday, from, until, how many at once, how many of them for the public.

    Every week; or every n weeks counted from `anchor_on`; or the nth such weekday of a month (5 = the last).
    `raster` is the distance of starts in minutes (missing: the shortest offer).
    """

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="rules")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()
    capacity = models.PositiveSmallIntegerField()
    public_share = models.PositiveSmallIntegerField()
    raster = models.PositiveSmallIntegerField(null=True, blank=True)
    every_weeks = models.PositiveSmallIntegerField(default=1)
    anchor_on = models.DateField(null=True, blank=True)
    nth = models.PositiveSmallIntegerField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        """A rule is a span of ticks, its public share part of its capacity."""

        constraints = [
            models.CheckConstraint(condition=Q(opens__lt=F("closes")), name="booking_rule_opens_before_it_closes"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="booking_rule_weekday_known"),
            models.CheckConstraint(
                condition=Q(capacity__gte=1, capacity__lte=500), name="booking_rule_capacity_1_to_500"
            ),
            models.CheckConstraint(
                condition=Q(public_share__lte=F("capacity")), name="booking_rule_public_share_within_capacity"
            ),
            models.CheckConstraint(
                condition=Q(every_weeks=1) | Q(every_weeks__gte=2, every_weeks__lte=52, anchor_on__isnull=False),
                name="booking_rule_every_n_weeks_has_anchor",
            ),
            models.CheckConstraint(condition=Q(nth=None) | Q(nth__gte=1, nth__lte=5), name="booking_rule_nth_1_to_5"),
            models.CheckConstraint(
                condition=Q(raster=None) | Q(raster__gte=5, raster__lte=480), name="booking_rule_raster_5_to_480"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource} {self.weekday} {self.opens}-{self.closes}"


class CounterClosure(models.Model):
    """Days on which one resource does not work while its office is open: from_on included, until_on not."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="closures")
    from_on = models.DateField()
    until_on = models.DateField()
    reason = models.CharField(max_length=200, blank=True)  # for the staff

    class Meta:
        """A closure has at least one day."""

        ordering = ["from_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(from_on__lt=F("until_on")), name="booking_counter_closure_has_days")
        ]

    def __str__(self) -> str:
        return f"{self.resource} {self.from_on} - {self.until_on}"

    @property
    def last_on(self) -> date:
        """The last closed day."""
        return self.until_on - timedelta(days=1)


class DaySheet(models.Model):
    """One resource on one day: per 5-minute tick of the open span what is still free.

    All four arrays have `length` entries, the first for tick `first_tick` (ticks of 5 minutes from midnight,
    wall clock of the office). `free_all` is capacity minus everybody booked; `share_left` is the public share
    minus the public's bookings; free for the public is the smaller of the two. `starts` holds one character per
    tick: '1' where a visit may start.
    """

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="sheets", db_index=False)
    day = models.DateField()
    first_tick = models.SmallIntegerField()
    length = models.SmallIntegerField()
    starts = models.TextField()
    capacity = ArrayField(models.SmallIntegerField())
    public_share = ArrayField(models.SmallIntegerField())
    free_all = ArrayField(models.SmallIntegerField())
    share_left = ArrayField(models.SmallIntegerField())
    overbooked = models.BooleanField(default=False)
    earliest_expiry = models.DateTimeField(null=True)

    class Meta:
        """A resource has one sheet a day; what must never be is refused by checks written in SQL (migration 0002)."""

        constraints = [models.UniqueConstraint(fields=["resource", "day"], name="booking_day_sheet_once_a_day")]
        indexes = [models.Index(fields=["day"], condition=Q(overbooked=True), name="booking_day_sheet_overbooked")]

    def __str__(self) -> str:
        return f"{self.resource} {self.day}"


class State(models.TextChoices):
    """What has become of an appointment."""

    HELD = "held", _("reserviert")
    PRECONFIRMED = "preconfirmed", _("vorgemerkt")
    CONFIRMED = "confirmed", _("bestätigt")
    CHECKED_IN = "checked_in", _("angemeldet")
    DONE = "done", _("erledigt")
    NO_SHOW = "no_show", _("nicht erschienen")
    CANCELLED = "cancelled", _("abgesagt")
    EXPIRED = "expired", _("abgelaufen")


TAKING = (State.HELD, State.PRECONFIRMED, State.CONFIRMED, State.CHECKED_IN, State.DONE, State.NO_SHOW)
UPCOMING = (State.PRECONFIRMED, State.CONFIRMED)


class Share(models.TextChoices):
    """Out of which share a place was taken."""

    PUBLIC = "public"
    INTERNAL = "internal"


class BookedBy(models.TextChoices):
    """By which way an appointment was made (a yardstick)."""

    ONLINE = "online", _("online")
    PHONE = "phone", _("am Telefon")
    COUNTER = "counter", _("am Schalter")


class Appointment(models.Model):
    """A visit, a hold, or a withheld place: local day and ticks in the office's zone are what was booked."""

    class Kind(models.TextChoices):
        """A visit of people, or places kept back for later."""

        VISIT = "visit"
        WITHHELD = "withheld"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.CharField(max_length=8)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.VISIT)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="appointments", db_index=False)
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="appointments", db_index=False)
    day = models.DateField()
    first_tick = models.SmallIntegerField()
    ticks = models.SmallIntegerField()
    zone = models.CharField(max_length=40)
    starts_at = models.DateTimeField()
    share = models.CharField(max_length=8, choices=Share.choices)
    state = models.CharField(max_length=12, choices=State.choices)
    booked_by = models.CharField(max_length=8, choices=BookedBy.choices, default=BookedBy.ONLINE)
    persons = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=120, blank=True)
    email = models.CharField(max_length=254, blank=True)
    mobile = models.CharField(max_length=20, blank=True)
    remark = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=5, default="de")
    link_version = models.PositiveSmallIntegerField(default=1)
    sequence = models.PositiveSmallIntegerField(default=0)
    extensions = models.PositiveSmallIntegerField(default=0)
    held_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    booked_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    trail = models.PositiveSmallIntegerField(default=1)
    cancelled_by = models.CharField(max_length=8, blank=True)
    cancel_note = models.CharField(max_length=500, blank=True)
    restricted_at = models.DateTimeField(null=True)  # Art. 18 GDPR: only kept; staff do not see or use it

    class Meta:
        """The states and spans that may be; the day of a resource is found by an index."""

        constraints = [
            models.UniqueConstraint(fields=["reference"], name="booking_appointment_reference_names_one"),
            models.CheckConstraint(
                condition=Q(ticks__gte=1, ticks__lte=TICKS_A_DAY), name="booking_appointment_takes_ticks"
            ),
            models.CheckConstraint(
                condition=Q(first_tick__gte=0, first_tick__lt=TICKS_A_DAY), name="booking_appointment_starts_within_day"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in State]), name="booking_appointment_state_known"
            ),
            models.CheckConstraint(
                condition=Q(share__in=["public", "internal"]), name="booking_appointment_share_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["held", "preconfirmed"]) | Q(held_until__isnull=False),
                name="booking_appointment_hold_expires",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "checked_in", "done", "no_show"])
                | Q(booked_at__isnull=False)
                | Q(kind="withheld"),
                name="booking_appointment_booked_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(restricted_at__isnull=True) | Q(kind="visit") & ~Q(state="held"),
                name="booking_appointment_restricted_is_a_visit",
            ),
            models.CheckConstraint(condition=Q(extensions__lte=10), name="booking_appointment_at_most_ten_extensions"),
        ]
        indexes = [
            models.Index(fields=["resource", "day"], name="booking_appointment_of_day"),
            models.Index(fields=["office", "day"], name="booking_appointment_of_office"),
            models.Index(
                fields=["held_until"], condition=Q(state__in=["held", "preconfirmed"]), name="booking_appointment_holds"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Line(models.Model):
    """One service of an appointment: for how many persons, and the minutes it was given."""

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="lines", db_index=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    persons = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        """A service stands once in an appointment."""

        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["appointment", "service"], name="booking_line_once_per_service"),
            models.CheckConstraint(condition=Q(persons__gte=1), name="booking_line_for_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.service} x {self.persons}"
