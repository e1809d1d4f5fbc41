"""App configuration of core."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The ground floor."""

    name = "rathaus.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"
