"""`rathaus api_document`: print the OpenAPI document, to be kept in docs/api/openapi.json."""

from typing import Any

from django.core.management.base import BaseCommand

from rathaus.api.document import described


class Command(BaseCommand):
    help = "Print the OpenAPI document of the API."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(described().decode(), ending="")
