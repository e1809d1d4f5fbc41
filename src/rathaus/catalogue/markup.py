"""HTML of foreign texts: cleaned by a strict allow list, read as plain text or as lines."""

import html
import re

import nh3

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h3", "h4"}
SCHEMES = {"http", "https", "mailto", "tel"}
MOST_TAGS = 2000  # real texts have some hundreds; parsing takes the square of the depth
MOST_ROUNDS = 8  # empty elements inside empty elements, as editors leave them behind
_BREAKS = re.compile(r"(?:\s|&nbsp;|<br>)+(</(?:p|li|h3|h4)>)?")
_EMPTY = re.compile(r"<(p|li|strong|em|h3|h4)>\s*</\1>")
_TAG = re.compile(r"<[^<>]*>")
_LINE_END = re.compile(r"</(?:p|li|h3|h4)>|<br>")
_SPACE = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u200b\u200c\u200e\u200f\u2060\ufeff\u00ad]")


def has_too_many_tags(text: str) -> bool:
    """This will tell whether a text has so many tags that no person wrote it."""
    return text.count("<") > MOST_TAGS


def sanitised(text: str) -> str:
    """This will return the HTML with nothing but TAGS, and links of SCHEMES without an opener.

    What has more tags than any text written by people comes without tags.
    """
    if has_too_many_tags(text):
        text = html.escape(html.unescape(_TAG.sub(" ", text)), quote=False)
    clean = nh3.clean(
        _INVISIBLE.sub("", text), tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel="noopener"
    )
    clean = _BREAKS.sub(lambda run: run[1] or run[0], clean)
    for _round in range(MOST_ROUNDS):
        if (shorter := _EMPTY.sub("", clean)) == clean:
            break
        clean = shorter
    return clean.strip()


def lines(text: str) -> tuple[str, ...]:
    """This will return the paragraphs, list items and lines of sanitised HTML (or plain text) as plain text."""
    parts = (html.unescape(_TAG.sub("", part)) for part in _LINE_END.split(text))
    return tuple(found for part in parts if (found := _SPACE.sub(" ", part).strip()))


def plain(text: str) -> str:
    """This will return sanitised HTML as one line of plain text."""
    return " ".join(lines(text))


def beginning(text: str, most: int) -> str:
    """This will return the plain text of sanitised HTML up to a word's end, at most so many characters."""
    found = plain(text)
    if len(found) <= most:
        return found
    return found[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
