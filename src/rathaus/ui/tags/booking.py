"""Components of the booking journey: days, times, countdown."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template import Context, Library
from django.utils import timezone
from django.utils.translation import get_language

from rathaus.ui.calendar import Day, Month, SlotGroup, weekday_letters

register = Library()


@register.inclusion_tag("ui/components/month_picker.html")
def month_picker(month: Month, *, target: str = "", level: int = 2) -> dict[str, Any]:
    """Show a month as a table of days with links and counts.

    With `target` (a selector such as "#zeiten") links swap that part instead of the whole page;
    the view then answers with the same page, from which the part is taken.
    """
    language = get_language() or settings.LANGUAGE_CODE
    weekdays = [(day.date, weekday_letters(day.date, language)) for day in month.weeks[0].days]
    return {"month": month, "weekdays": weekdays, "target": target, "heading": f"h{level}"}


@register.inclusion_tag("ui/components/day_strip.html")
def day_strip(days: Sequence[Day], *, previous_url: str = "", next_url: str = "", target: str = "") -> dict[str, Any]:
    """Show some days in a row with the number of free times in words."""
    return {"days": days, "previous_url": previous_url, "next_url": next_url, "target": target}


@register.inclusion_tag("ui/components/slot_groups.html")
def slot_groups(groups: Iterable[SlotGroup], *, name: str = "start", level: int = 3) -> dict[str, Any]:
    """Show times as large submit buttons; the page supplies the form around them."""
    return {"groups": list(groups), "name": name, "heading": f"h{level}"}


@register.inclusion_tag("ui/components/countdown.html", takes_context=True)
def countdown(
    context: Context,
    *,
    until: datetime,
    now: datetime | None = None,
    extend_url: str = "",
    extend_form: str = "",
    extend_left: int | None = None,
    expired_url: str = "",
) -> dict[str, Any]:
    """Show in words how long a place is held; `extend_url` (POST) offers ten minutes more.

    `extend_form` is the id of the page's form: what was typed is then sent along, so that the view
    can show it again; without it the button has a form of its own. The answer of `extend_url`, after
    its redirect, is a whole page, from which scripts take the new countdown only. The button goes
    when `extend_left` is 0; `expired_url` leads to other times (with `extend_form` by POST, with what was typed).
    """
    left = max(0, int((until - (now or timezone.now())).total_seconds()))
    return {
        "until": until,
        "seconds": left,
        "minutes": -(-left // 60),
        "is_near": left <= 120,
        "is_over": left == 0,
        "extend_url": extend_url if extend_left != 0 else "",
        "extend_form": extend_form,
        "expired_url": expired_url,
        "csrf_token": context.get("csrf_token"),
    }
