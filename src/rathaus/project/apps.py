"""App configuration of project."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Settings, URLs, wiring; commands that join several apps."""

    name = "rathaus.project"
    label = "project"

    def ready(self) -> None:
        """This will wire events and ports."""
        from rathaus.project.wiring import wire

        wire()
