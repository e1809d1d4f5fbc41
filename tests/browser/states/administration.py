"""States of the administration."""

from django.utils import timezone

from rathaus.identity.actions import make_staff
from rathaus.identity.models import Staff
from rathaus.identity.rights import Role
from tests.browser.desk import at_the_desk
from tests.browser.states.stage import HOSTS, PASSWORD, PROBE, Stage, next_number, prepares


def administer(stage: Stage, role: Role = Role.ADMIN) -> Staff:
    """This will sign a new member with a role of the town in at Probstadt."""
    member = make_staff(
        email=f"ada-{next_number()}@probe.example", name="Ada Brandt", password=PASSWORD, office_ids=[], role=role,
        at=timezone.now(),
    )  # fmt: skip
    at_the_desk(stage.page, stage.server, member, host=HOSTS[PROBE])
    return member


@prepares("administration:overview", "sections")
def overview(stage: Stage) -> None:
    administer(stage)
    stage.open("/desk/verwaltung/")
    stage.sees("Personal")


@prepares("administration:staff", "members")
def staff(stage: Stage) -> None:
    administer(stage)
    stage.open("/desk/verwaltung/personal/")
    stage.sees("Ada Brandt")
