"""Towns and their host names: the only tables outside a town's schema, besides the job queue."""

from typing import Any, Never

from django.core.validators import RegexValidator
from django.db import models
from django_tenants.models import DomainMixin, TenantMixin

valid_name = RegexValidator(r"^[a-z][a-z0-9_]{1,47}\Z", "a-z, 0-9 and _; starts with a letter")


class Town(TenantMixin):  # type: ignore[misc]
    """A municipality: its schema, its title, and whether it is a demonstration."""

    auto_create_schema = False
    auto_drop_schema = False

    schema_name = models.CharField(max_length=48, unique=True, validators=[valid_name])
    title = models.CharField(max_length=120)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        """Schema names are unique whatever their case."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(schema_name__regex=r"^[a-z][a-z0-9_]{1,47}$"), name="towns_town_name_is_plain"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def __enter__(self) -> Never:
        """This will refuse: entering a town by `with town:` leaked between towns in trials.

        :raises RuntimeError: always; use `rathaus.towns.actions.inside`.
        """
        raise RuntimeError("use rathaus.towns.actions.inside(town), never `with town:`")

    def __exit__(self, *exc: Any) -> None:
        """This will never be reached."""


class Domain(DomainMixin):  # type: ignore[misc]
    """A host name that leads to a town."""

    def __str__(self) -> str:
        return str(self.domain)
