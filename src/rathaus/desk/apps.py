"""App configuration of desk."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The clerk's workspace."""

    name = "rathaus.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
