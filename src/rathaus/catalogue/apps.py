"""App configuration of catalogue."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Services, offered where, how long, what to bring, what it costs."""

    name = "rathaus.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"
