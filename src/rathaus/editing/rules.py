"""Texts as editors type them: paragraphs without HTML, or the HTML that pages allow."""

import html
import re

_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
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
    blocks = [block.replace("<br>", "\n") for block in _PARAGRAPH.findall(kept)]
    is_plain = "".join(f"<p>{block}</p>" for block in blocks) == kept.replace("<br>", "\n")
    if not is_plain or any("<" in block for block in blocks):
        return kept
    return html.unescape("\n\n".join(blocks))
