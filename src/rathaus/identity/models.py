"""Members of staff and where they may work."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from rathaus.identity.rights import OF_AN_OFFICE, OF_THE_TOWN, Role


class StaffManager(BaseUserManager["Staff"]):
    """Makes members of staff."""

    def create_user(self, email: str, password: str, *, name: str, **extra: Any) -> "Staff":
        """This will make a member of staff with a hashed password."""
        member = self.model(email=self.normalize_email(email).lower(), name=name, **extra)
        member.set_password(password)
        member.save(using=self._db)
        return member

    def get_by_natural_key(self, username: str | None) -> "Staff":
        """This will find a member by e-mail, whatever its case."""
        return self.get(email=(username or "").lower())


class Staff(AbstractBaseUser):
    """A member of staff of one town."""

    email = models.EmailField(_("E-Mail"), unique=True)
    name = models.CharField(_("Name"), max_length=120)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    invited_until = models.DateTimeField(null=True, blank=True)  # while the link of an invitation is good
    invitation = models.PositiveSmallIntegerField(default=0)  # which one: a later one makes the earlier void

    last_login = None  # the trail knows of sign-ins; nobody reads here when a member came
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = StaffManager()

    def __str__(self) -> str:
        return self.name


class Assignment(models.Model):
    """A role of a member in one office (by the office's id; offices live a floor above), or in the whole town."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=20, choices=Role.choices)
    office_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        """Once per member, role and office."""

        constraints = [
            models.UniqueConstraint(
                fields=["staff", "role", "office_id"], name="identity_assignment_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=sorted(OF_AN_OFFICE), office_id__isnull=False)
                | models.Q(role__in=sorted(OF_THE_TOWN), office_id__isnull=True),
                name="identity_assignment_where_the_role_is",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff} {self.role} @ {self.office_id or '*'}"


class StaffSession(models.Model):
    """A browser in which a member is signed in: since when, when last seen, roughly what and where."""

    key = models.CharField(max_length=40, unique=True)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="sessions")
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    device = models.CharField(max_length=60, blank=True)
    network = models.CharField(max_length=60, blank=True)
    is_by_provider = models.BooleanField(default=False)  # whether the town's own sign-in may end it
    provider_session = models.CharField(max_length=255, blank=True)  # its name there (sid), if it has told one

    class Meta:
        """The one seen last comes first."""

        ordering = ["-seen_at", "pk"]

    def __str__(self) -> str:
        return f"{self.staff} {self.device} {self.seen_at}"


class Provider(models.Model):
    """The town's own sign-in (OpenID Connect): one for the town, off until somebody switches it on."""

    is_on = models.BooleanField(default=False)
    name = models.CharField(max_length=60)
    issuer = models.CharField(max_length=300)
    client_id = models.CharField(max_length=200)
    secret = models.TextField(blank=True)  # sealed under the town's key; empty: a client without one
    trusts_second_step = models.BooleanField(default=False)  # whether its own second step spares ours
    strong_acr = models.CharField(max_length=300, blank=True)  # levels that mean two factors, parted by spaces

    class Meta:
        """The town has one."""

        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="identity_provider_one_for_the_town")]

    def __str__(self) -> str:
        return self.name


class Link(models.Model):
    """Whom the town's sign-in means by a subject."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="links")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()

    class Meta:
        """A subject is one member, and a member one subject."""

        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_link_subject_is_one_member"),
            models.UniqueConstraint(fields=["issuer", "staff"], name="identity_link_member_is_one_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.staff} @ {self.issuer}"


class Passkey(models.Model):
    """A passkey of a member (WebAuthn): what proves its signatures. No column tells when it was used."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=60)
    credential_id = models.BinaryField(max_length=1023, unique=True)
    public_key = models.BinaryField()  # COSE, CBOR
    sign_count = models.BigIntegerField(default=0)  # of the device; 0 where it does not count
    added_on = models.DateField()

    class Meta:
        """The first one comes first."""

        ordering = ["added_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sign_count__gte=0, sign_count__lt=2**32), name="identity_passkey_count_is_32_bits"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="identity_passkey_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.staff} {self.name}"


class RecoveryCode(models.Model):
    """A code that stands in for the second factor once, when app and passkeys are lost; the row goes with its use."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="recovery_codes")
    number = models.PositiveSmallIntegerField()  # the code's first digit, so that one hash has to be tried
    hashed = models.CharField(max_length=200)  # as a password

    class Meta:
        """Ten, each with its own first digit."""

        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["staff", "number"], name="identity_recoverycode_number_once"),
            models.CheckConstraint(
                condition=models.Q(number__gte=0, number__lte=9), name="identity_recoverycode_number_is_a_digit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff} {self.number}"
