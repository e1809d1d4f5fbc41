"""What is done to the catalogue: a source is imported, a service is written."""

from rathaus.catalogue.actions.service import (
    ChangedMeanwhile,
    NeedsGermanTitle,
    change_service,
    create_service,
    publish,
    restore,
)
from rathaus.catalogue.actions.source import STREAM, import_dldb

__all__ = [
    "STREAM",
    "ChangedMeanwhile",
    "NeedsGermanTitle",
    "change_service",
    "create_service",
    "import_dldb",
    "publish",
    "restore",
]
