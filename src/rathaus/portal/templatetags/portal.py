"""Filters of the citizen's pages: telephone links, texts of the catalogue, names of languages."""

import re

from babel import Locale
from django.template import Library
from django.utils.dates import WEEKDAYS
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = Library()
_MARKUP = re.compile(r"<[a-z]|&#?\w+;", re.IGNORECASE)


@register.filter
def tel(number: str) -> str:
    """Make the address of a telephone link: digits, and a plus in front."""
    first = re.split(r"[,;]| oder | or ", number.replace("(0)", ""), maxsplit=1)[0]
    digits = re.sub(r"\D", "", first)
    return f"tel:+{digits}" if first.strip().startswith("+") else f"tel:{digits}"


@register.filter
def prose(text: str) -> SafeString:
    """Show a text of the catalogue: sanitised HTML (it was cleaned when it was written) or plain paragraphs."""
    if _MARKUP.search(text):
        return mark_safe(text)  # noqa: S308 - catalogue and offices store sanitised HTML only
    return mark_safe(linebreaks(text, autoescape=True))  # noqa: S308 - escaped by linebreaks


@register.filter
def language_name(code: str) -> str:
    """Name a language in the language of the page; an unknown code stays as it is."""
    current = Locale.parse(get_language() or "de", sep="-")
    return str(current.languages.get(code.lower(), code))


@register.filter
def weekday_name(number: int) -> str:
    """Name a weekday, 0 for Monday."""
    return str(WEEKDAYS[number])
