"""App configuration of identity."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Who acts: staff and their roles; citizens later."""

    name = "rathaus.identity"
    label = "identity"
    default_auto_field = "django.db.models.BigAutoField"
