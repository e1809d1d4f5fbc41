"""States of the page about SMS."""

from datetime import date

from django.utils import timezone

from rathaus.notifications.models import TextMonth, TextRules
from tests.browser.states.administration import administer
from tests.browser.states.stage import Stage, prepares


@prepares("administration:phones", "standard")
def phones_standard(stage: Stage) -> None:
    month, _made = TextMonth.objects.get_or_create(first_on=date(2026, 10, 1), defaults={"messages": 90, "parts": 121})
    stage.undo.append(lambda: _forget(month))
    administer(stage)
    stage.open("/desk/verwaltung/sms/")
    stage.sees("Oktober 2026")


@prepares("administration:phones", "limit")
def phones_limit(stage: Stage) -> None:
    TextRules.objects.update_or_create(pk=1, defaults={"most_parts": 0, "price": "0.0750"})
    stage.undo.append(_forget_rules)
    month, _made = TextMonth.objects.get_or_create(first_on=timezone.localdate().replace(day=1))
    stage.undo.append(lambda: _forget(month))
    administer(stage)
    stage.open("/desk/verwaltung/sms/")
    stage.sees("Die Grenze dieses Monats ist erreicht")


@prepares("administration:phones", "errors")
def phones_errors(stage: Stage) -> None:
    administer(stage)
    stage.open("/desk/verwaltung/sms/")
    stage.fill(quiet_from="25", price="viel")
    stage.press("main [type=submit]")
    stage.expects(422)


def _forget(month: TextMonth) -> None:
    TextMonth.objects.filter(pk=month.pk).delete()


def _forget_rules() -> None:
    TextRules.objects.all().delete()
