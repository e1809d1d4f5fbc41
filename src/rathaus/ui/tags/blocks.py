"""Building blocks: button, icon, badge, notice, card, facts, accordion, table, checklist."""

from collections.abc import Iterable
from typing import Any, Literal
from zlib import crc32

from django.template import Library
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from rathaus.ui.icons import ICONS

register = Library()

ButtonKind = Literal["primary", "secondary", "tertiary"]
Tone = Literal["info", "success", "warning", "danger"]


def component(name: str, **values: Any) -> SafeString:
    """Render the template `ui/components/<name>.html`."""
    return render_to_string(f"ui/components/{name}.html", values)


@register.inclusion_tag("ui/components/button.html")
def button(
    text: str,
    *,
    kind: ButtonKind = "primary",
    href: str = "",
    type: str = "submit",  # noqa: A002 - named as in HTML
    name: str = "",
    value: str = "",
    icon: str = "",
    block: bool = False,
    small: bool = False,
    id: str = "",  # noqa: A002 - named as in HTML
    form: str = "",
    formaction: str = "",
    formtarget: str = "",
    label: str = "",
    key: str = "",
) -> dict[str, Any]:
    """Show a button, or a link that looks like one when `href` is given.

    `label` replaces the spoken name where the text alone is not enough; `key` is a desk shortcut.
    """
    return {
        "text": text,
        "kind": kind,
        "href": href,
        "type": type,
        "name": name,
        "value": value,
        "icon": icon,
        "block": block,
        "small": small,
        "id": id,
        "form": form,
        "formaction": formaction,
        "formtarget": formtarget,
        "label": label,
        "key": key,
    }


@register.inclusion_tag("ui/components/icon.html")
def icon(name: str, *, size: Literal["small", "default", "large", "x-large"] = "default") -> dict[str, str]:
    """Show an icon beside its text; it is hidden from screen readers.

    :raises ValueError: if the icon is not one of `rathaus.ui.icons.ICONS`.
    """
    if name not in ICONS:
        message = f"there is no icon {name!r}; known: {', '.join(sorted(ICONS))}"
        raise ValueError(message)
    return {"name": name, "size": size}


@register.inclusion_tag("ui/components/badge.html")
def badge(text: str, *, kind: Tone = "info", icon: str = "") -> dict[str, str]:
    """Show a short state in words."""
    return {"text": text, "kind": kind, "icon": icon}


@register.simple_block_tag
def notice(
    content: str,
    kind: Tone = "info",
    *,
    title: str = "",
    live: bool = False,
    id: str = "",  # noqa: A002
) -> SafeString:
    """Show something to know; `live` only where it appears after the page was loaded."""
    return component("notice", content=content, kind=kind, title=title, live=live, id=id)


@register.simple_block_tag
def card(
    content: str,
    *,
    title: str = "",
    href: str = "",
    level: int = 2,
    preline: str = "",
    icon: str = "",
    raised: bool = False,
    language: str = "",
) -> SafeString:
    """Show a framed part of a page; with `href` the whole card is one link; `language` is that of its title."""
    return component(
        "card",
        content=content,
        title=title,
        href=href,
        heading=f"h{level}",
        preline=preline,
        icon=icon,
        raised=raised,
        language=language,
    )


@register.simple_block_tag
def facts(content: str, *, stacked: bool = False) -> SafeString:
    """Show facts as a description list; inside only `{% fact %}`."""
    return component("facts", content=content, stacked=stacked)


@register.simple_block_tag
def fact(content: str, term: str, *, icon: str = "") -> SafeString:
    """Show one fact: its name and what is known."""
    return component("fact", content=content, term=term, icon=icon)


@register.simple_block_tag
def accordion(content: str, title: str, *, open: bool = False, id: str = "") -> SafeString:  # noqa: A002
    """Show a part that opens on demand."""
    return component("accordion", content=content, title=title, is_open=open, id=id)


@register.simple_block_tag
def table(
    content: str,
    caption: str,
    *,
    small: bool = False,
    sticky: bool = True,
    hide_caption: bool = False,
    stacked: bool = False,
) -> SafeString:
    """Show a table (inside: thead and tbody) that scrolls inside itself.

    `stacked` shows each row as a block on phones; its rows and cells name their roles, which blocks would lose.
    """
    return component(
        "table",
        content=content,
        caption=caption,
        caption_id=f"t-{crc32(caption.encode()):08x}",
        small=small,
        sticky=sticky,
        hide_caption=hide_caption,
        stacked=stacked,
    )


@register.inclusion_tag("ui/components/checklist.html")
def checklist(items: Iterable[str], *, id: str = "checkliste") -> dict[str, Any]:  # noqa: A002
    """Show things to bring, each to be ticked off on screen or on paper; nothing is stored."""
    return {"items": list(items), "id": id}


@register.inclusion_tag("ui/components/copy_button.html")
def copy_button(text: str, *, label: str = "") -> dict[str, str]:
    """Offer to copy `text`; shown only where scripts run."""
    return {"text": text, "label": label}


@register.inclusion_tag("ui/components/print_button.html")
def print_button(*, label: str = "") -> dict[str, str]:
    """Offer to print this page; shown only where scripts run."""
    return {"label": label}
