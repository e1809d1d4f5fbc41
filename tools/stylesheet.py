"""Reduces a compiled stylesheet to the rules and tokens that our pages can use, in both directions of writing."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

NESTING = ("@media", "@supports", "@layer")
SIDES = {"left": "start", "right": "end"}
_SIDE = re.compile(r"(padding|margin|border)-(left|right)(?=-|$)")
_FLOWS = ("float", "clear")
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_ATTRIBUTE = re.compile(r"\[(data-[\w-]+)")
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
_IGNORED = re.compile(r":(?:not|is|where)\((?:[^()]|\([^()]*\))*\)")


@dataclass
class Node:
    """A rule (selectors and declarations), a nesting at-rule (children) or raw text."""

    prelude: str
    declarations: list[str] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)

    @property
    def is_nesting(self) -> bool:
        return self.prelude.startswith(NESTING)

    @property
    def is_raw(self) -> bool:
        return self.prelude.startswith("@") and not self.is_nesting


def parse(css: str) -> list[Node]:
    """Read a flat stylesheet (no nested style rules), comments dropped."""
    nodes: list[Node] = []
    text = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    position = 0
    while position < len(text):
        end, stop = _next_of(text, position, "{;")
        prelude = " ".join(text[position:end].split())
        if stop != "{":
            position = end + 1  # @charset and its like, or the end
            continue
        close = _closing(text, end)
        nodes.append(_node(prelude, text[end + 1 : close]))
        position = close + 1
    return nodes


def reduce(nodes: Iterable[Node], *, uses: Callable[[str], bool], wanted: set[str]) -> list[Node]:
    """Keep rules whose classes and data attributes are in use, and the tokens they need.

    `uses` answers for a class or data attribute; `wanted` are tokens that our own styles read.
    """
    kept = list(_matching(nodes, uses))
    needed = _needed_tokens(kept, wanted)
    return list(_without_tokens(kept, needed))


def text_of(nodes: Iterable[Node]) -> str:
    """Write nodes without needless white space."""
    parts = []
    for node in nodes:
        inner = text_of(node.children) if node.is_nesting else ";".join(node.declarations)
        parts.append(f"{node.prelude}{{{inner}}}")
    return "".join(parts)


def logical(nodes: Iterable[Node]) -> Iterator[Node]:
    """This will yield the rules with logical properties; shapes that are drawn by turning a box keep their sides."""
    for node in nodes:
        if node.is_nesting:
            yield Node(node.prelude, children=list(logical(node.children)))
        elif node.is_raw or _is_drawn(node):
            yield node
        else:
            yield Node(node.prelude, declarations=[new for old in node.declarations for new in _without_sides(old)])


def tokens_read(css: str) -> set[str]:
    """List the custom properties that `css` reads."""
    return set(_VARIABLE.findall(css))


def parts_of(text: str, separator: str) -> list[str]:
    """Cut `text` at the separators that stand outside quotes and brackets; empty parts go."""
    parts, start = [], 0
    while True:
        end, stop = _next_of(text, start, separator)
        parts.append(text[start:end])
        if not stop:
            return [part for part in parts if part.strip()]
        start = end + 1


def _node(prelude: str, body: str) -> Node:
    if prelude.startswith(NESTING):
        return Node(prelude, children=parse(body))
    if prelude.startswith("@"):
        return Node(prelude, declarations=[" ".join(body.split())])
    selectors = ",".join(part.strip() for part in parts_of(prelude, ","))
    declarations = [_tidy(part) for part in parts_of(body, ";") if part.strip()]
    return Node(selectors, declarations=declarations)


def _tidy(declaration: str) -> str:
    name, _, value = declaration.partition(":")
    return f"{name.strip()}:{' '.join(value.split())}"


def _matching(nodes: Iterable[Node], uses: Callable[[str], bool]) -> Iterator[Node]:
    for node in nodes:
        if node.is_raw:
            yield node
        elif node.is_nesting:
            children = list(_matching(node.children, uses))
            if children:
                yield Node(node.prelude, children=children)
        else:
            selectors = [part for part in parts_of(node.prelude, ",") if _is_used(part, uses)]
            if selectors:
                yield Node(",".join(selectors), declarations=node.declarations)


def _is_used(selector: str, uses: Callable[[str], bool]) -> bool:
    plain = _IGNORED.sub("", selector)
    return all(uses(name) for name in [*_CLASS.findall(plain), *_ATTRIBUTE.findall(plain)])


def _needed_tokens(nodes: Iterable[Node], wanted: set[str]) -> set[str]:
    values: dict[str, set[str]] = {}
    needed = set(wanted)
    for declaration in _declarations(nodes):
        name, _, value = declaration.partition(":")
        if name.startswith("--"):
            values.setdefault(name, set()).update(tokens_read(value))
        else:
            needed |= tokens_read(value)
    front = set(needed)
    while front:
        front = set().union(*(values.get(name, set()) for name in front)) - needed
        needed |= front
    return needed


def _declarations(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        yield from _declarations(node.children) if node.is_nesting else node.declarations


def _without_tokens(nodes: Iterable[Node], needed: set[str]) -> Iterator[Node]:
    for node in nodes:
        if node.is_nesting:
            children = list(_without_tokens(node.children, needed))
            if children:
                yield Node(node.prelude, children=children)
            continue
        declarations = [
            part for part in node.declarations if not part.startswith("--") or part.partition(":")[0] in needed
        ]
        if declarations:
            yield Node(node.prelude, declarations=declarations)


def _next_of(text: str, start: int, wanted: str) -> tuple[int, str]:
    """Find the next of `wanted` outside quotes and brackets; (length, "") when there is none."""
    depth, quote, position = 0, "", start
    while position < len(text):
        sign = text[position]
        if quote:
            position += sign == "\\"
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif depth == 0 and sign in wanted:
            return position, sign
        else:
            depth += (sign in "([") - (sign in ")]")
        position += 1
    return len(text), ""


def _closing(text: str, opening: int) -> int:
    """Find the brace that closes the one at `opening`."""
    depth, position = 1, opening + 1
    while depth:
        position, sign = _next_of(text, position, "{}")
        if not sign:
            return len(text)
        depth += 1 if sign == "{" else -1
        position += 1
    return position - 1


def _is_drawn(node: Node) -> bool:
    return any(part.startswith("transform:") and "rotate" in part for part in node.declarations)


def _without_sides(declaration: str) -> Iterator[str]:
    name, _, value = declaration.partition(":")
    if name in SIDES:
        yield f"inset-inline-{SIDES[name]}:{value}"
    elif _SIDE.match(name):
        yield f"{_SIDE.sub(lambda found: f'{found[1]}-inline-{SIDES[found[2]]}', name)}:{value}"
    elif name == "text-align" and value in SIDES:
        yield f"{name}:{SIDES[value]}"
    elif name in _FLOWS and value in SIDES:
        yield from (declaration, f"{name}:inline-{SIDES[value]}")  # browsers before 2023 know the first only
    elif name in {"padding", "margin"}:
        yield from _of_four(name, value)
    else:
        yield declaration


def _of_four(name: str, value: str) -> Iterator[str]:
    sides = parts_of(value, " ")
    if len(sides) != 4 or sides[1] == sides[3]:
        yield f"{name}:{value}"
        return
    top, right, bottom, left = sides
    yield from (f"{name}-block:{top} {bottom}", f"{name}-inline:{left} {right}")
