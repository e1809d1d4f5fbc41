"""App configuration of notifications."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Messages to people: what is due, by which channel, and what became of it."""

    name = "rathaus.notifications"
    label = "notifications"
    default_auto_field = "django.db.models.BigAutoField"
