"""App configuration of api."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The API for machines."""

    name = "rathaus.api"
    label = "api"
