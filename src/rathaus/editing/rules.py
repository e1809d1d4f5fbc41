"""Texts as editors type them: paragraphs without HTML, or the HTML that pages allow."""

import html
import re

_GAP = re.compile(r"\n\s*\n")


def stored(typed: str) -> str:
    """This will return what was typed as HTML: text without tags in paragraphs, one for each block of lines."""
    typed = typed.replace("\r\n", "\n").strip()
    if "<" in typed or not typed:
        return typed
    blocks = (html.escape(block.strip(), quote=False) for block in _GAP.split(typed))
    return "".join(f"<p>{'<br>'.join(block.splitlines())}</p>" for block in blocks if block)


def typed(kept: str) -> str:
    """This will return HTML as editors see it: without tags where it is nothing but paragraphs and lines."""
    if not (kept.startswith("<p>") and kept.endswith("</p>")):
        return kept
    blocks = kept.removeprefix("<p>").removesuffix("</p>").replace("<br>", "\n").split("</p><p>")
    if any("<" in block for block in blocks):
        return kept
    return html.unescape("\n\n".join(blocks))
