"""`{% specimen %}`: a piece of a template as it looks, and the very source that drew it."""

from textwrap import dedent

from django.template import Context, Library, Node, NodeList
from django.template.base import (
    BLOCK_TAG_END,
    BLOCK_TAG_START,
    VARIABLE_TAG_END,
    VARIABLE_TAG_START,
    Parser,
    Token,
    TokenType,
)
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = Library()
END = "endspecimen"


class Specimen(Node):
    """What stands between the tags, drawn and as source."""

    def __init__(self, name: str, shown: NodeList, source: str) -> None:
        self.name, self.shown, self.source = name, shown, source

    def render(self, context: Context) -> SafeString:
        """Draw it with the page's context, so that a tag finds what it finds on every page."""
        values = {"name": self.name, "shown": self.shown.render(context), "source": self.source}
        return render_to_string("ui/gallery/parts/specimen.html", values)


@register.tag
def specimen(parser: Parser, token: Token) -> Specimen:
    """Show a component in a state: `{% specimen "button kind=secondary" %}…{% endspecimen %}`."""
    name = token.split_contents()[1].strip("\"'")
    source = _source_of(parser)
    shown = parser.parse((END,))
    parser.delete_first_token()
    return Specimen(name, shown, source)


def _source_of(parser: Parser) -> str:
    """Return the source that is still to be read up to the end tag."""
    pieces: list[str] = []
    waiting = [token for token in parser.tokens if isinstance(token, Token)]  # the parser takes from the end
    for token in reversed(waiting):
        if token.token_type == TokenType.BLOCK and token.contents == END:
            break
        pieces.append(_written(token))
    return dedent("".join(pieces)).strip()


def _written(token: Token) -> str:
    if token.token_type == TokenType.BLOCK:
        return f"{BLOCK_TAG_START} {token.contents} {BLOCK_TAG_END}"
    if token.token_type == TokenType.VAR:
        return f"{VARIABLE_TAG_START} {token.contents} {VARIABLE_TAG_END}"
    return token.contents if token.token_type == TokenType.TEXT else ""
