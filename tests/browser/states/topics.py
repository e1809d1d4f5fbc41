"""States of life situations and of the order."""

from django.utils import timezone

from rathaus.catalogue.actions import TopicWords, create_topic
from rathaus.catalogue.models import Topic
from rathaus.identity.queries import actor_of
from rathaus.identity.rights import Role
from tests.browser.states.administration import administer
from tests.browser.states.stage import Stage, next_number, prepares

LIST = "/desk/verwaltung/leistungen/"


def _topics(stage: Stage) -> Topic:
    """Sign an editor in, who wrote two life situations, one hidden."""
    editor, now = actor_of(administer(stage, Role.EDITOR)), timezone.now()
    first = create_topic(words={"de": TopicWords(title="Umziehen")}, by=editor, at=now)
    hidden = create_topic(words={"de": TopicWords(title="Familie")}, by=editor, at=now)
    Topic.objects.filter(pk=hidden.pk).update(is_public=False)
    stage.undo.append(lambda: Topic.objects.filter(pk__in=[first.pk, hidden.pk]).delete() and None)
    return first


@prepares("editing:topics", "listed")
def topics_listed(stage: Stage) -> None:
    _topics(stage)
    stage.open(f"{LIST}lebenslagen/")
    stage.sees("Familie")


@prepares("editing:topic", "written")
def topic_written(stage: Stage) -> None:
    stage.open(f"{LIST}lebenslagen/{_topics(stage).pk}/")
    stage.sees("Umziehen")


@prepares("editing:topic", "errors")
def topic_errors(stage: Stage) -> None:
    topic_written(stage)
    stage.fill(title_de="")
    stage.press("main button[type=submit]")
    stage.sees("Bitte füllen Sie „Name“ aus.")


@prepares("editing:order", "services")
def order_services(stage: Stage) -> None:
    administer(stage, Role.EDITOR)
    for number in (1, 2, 3):
        stage.make.service(f"Bürgerberatung {number}", slug=f"beratung-{next_number()}", is_frequent=True)
    stage.open(f"{LIST}reihenfolge/")
    stage.sees("Bürgerberatung 2")
