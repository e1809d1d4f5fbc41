"""App configuration of portal."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The citizen's pages."""

    name = "rathaus.portal"
    label = "portal"
