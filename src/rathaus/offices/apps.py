"""App configuration of offices."""

from django.apps import AppConfig


class OfficesConfig(AppConfig):
    """Where the town works: offices, opening hours, closures, holidays."""

    name = "rathaus.offices"
    label = "offices"
    default_auto_field = "django.db.models.BigAutoField"
