"""App configuration of towns."""

from django.apps import AppConfig


class TownsConfig(AppConfig):
    """Tenancy: one schema per town."""

    name = "rathaus.towns"
    label = "towns"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """This will register the system checks."""
        from rathaus.towns import checks  # noqa: F401
