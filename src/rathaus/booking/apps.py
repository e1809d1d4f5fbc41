"""App configuration of booking."""

from django.apps import AppConfig


class BookingConfig(AppConfig):
    """Day sheets, holds, appointments."""

    name = "rathaus.booking"
    label = "booking"
    default_auto_field = "django.db.models.BigAutoField"
