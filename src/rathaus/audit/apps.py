"""App configuration of audit."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Append-only record of who did what to what, and who read what."""

    name = "rathaus.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
