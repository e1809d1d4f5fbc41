"""Components of the desk: a day's load."""

from typing import Any

from django.template import Library

from rathaus.ui.timeline import Timeline

register = Library()


@register.inclusion_tag("ui/components/timeline.html")
def timeline(timeline: Timeline, *, caption: str) -> dict[str, Any]:
    """Show how full each group of counters is over the day, as picture and table in one."""
    return {"timeline": timeline, "caption": caption}
