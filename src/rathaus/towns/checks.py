"""System checks: settings that leaked one town's data into another's answers in trials are refused."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

FORBIDDEN = {
    "TENANT_LIMIT_SET_CALLS": "the search path would be trusted after a rollback",
    "TENANT_BASE_SCHEMA": "cloning copies rows and sequences of another town",
}


@register()
def no_leaking_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """This will refuse settings that are known to leak between towns."""
    found: list[CheckMessage] = [
        Error(f"{name} must not be set: {why}.", id="towns.E001")
        for name, why in FORBIDDEN.items()
        if getattr(settings, name, None)
    ]
    engine = settings.DATABASES["default"]["ENGINE"]
    if engine != "rathaus.towns.postgresql":
        found.append(Error(f"the database engine must be rathaus.towns.postgresql, not {engine}.", id="towns.E002"))
    return found
