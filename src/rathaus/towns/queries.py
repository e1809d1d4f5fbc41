"""What is asked about towns."""

from django.conf import settings
from django.db import connection

from rathaus.core.keys import current_town
from rathaus.towns.models import Domain, Town


def current() -> Town:
    """This will return the town the connection stands in (one query unless a request brought it along).

    :raises Town.DoesNotExist: outside a town.
    """
    tenant = connection.tenant  # type: ignore[attr-defined]
    if isinstance(tenant, Town):
        return tenant
    found: Town = Town.objects.get(schema_name=current_town())
    return found


def title() -> str:
    """This will return the title of the current town as it is stored just now (1 query)."""
    found: str = Town.objects.values_list("title", flat=True).get(schema_name=current_town())
    return found


def base_url() -> str:
    """This will return scheme, primary host and port of the current town, without a slash at the end."""
    domains = Domain.objects.filter(tenant__schema_name=current_town()).order_by("-is_primary", "id")
    host = domains.values_list("domain", flat=True).first()
    port = settings.RATHAUS_PUBLIC_PORT
    default = {"http": 80, "https": 443}[settings.RATHAUS_PUBLIC_SCHEME]
    tail = "" if port in (None, default) else f":{port}"
    return f"{settings.RATHAUS_PUBLIC_SCHEME}://{host}{tail}"
