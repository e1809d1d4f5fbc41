"""States of the pages about how the house does."""

from datetime import timedelta

from django.utils import timezone

from rathaus.identity.rights import Role
from rathaus.notifications.models import Delivery
from tests.browser.states.administration import administer
from tests.browser.states.stage import Stage, prepares


def _late(stage: Stage) -> None:
    long_ago = timezone.now() - timedelta(days=1)
    late = Delivery.objects.create(subject="nobody/1", kind="x", due_at=long_ago, created_at=long_ago)
    stage.undo.append(lambda: _take_away(late))


def _take_away(delivery: Delivery) -> None:
    delivery.delete()


@prepares("status", "well", "trouble")
def status(stage: Stage) -> None:
    _late(stage)
    stage.open("/status/")
    stage.sees("Nicht alles läuft gerade")


@prepares("operations:health", "well", "trouble")
def health(stage: Stage) -> None:
    administer(stage, Role.OPERATOR)
    stage.open("/desk/verwaltung/betrieb/")
    stage.sees("rathaus doctor")
