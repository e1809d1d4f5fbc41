"""The shape of the code: short, named well, told in docstrings, actions called by keyword."""

import ast
import re
from pathlib import Path

import pytest

from tests.repository.tree import FOLDERS, ROOT, SOURCE, Function, files, functions, modules, named

LONGEST_FILE, LONGEST_FUNCTION = 400, 50  # house style: aim at 200 and 20
WORDLESS = {".lock", ".po", ".toml", ".json", ""}  # lists of things: long is not complicated
VAGUE = re.compile(r"(^|_)(utils?|commons?|helpers?|managers?|misc|stuff)(_|$)")
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
TERMINAL = {"src/rathaus/project/supervisor.py"}  # it talks to a person at a terminal
CODE = [ROOT / folder for folder in FOLDERS if folder != "docs"]
ACTIONS = [p for p in modules(SOURCE) if p.name == "actions.py" or p.parent.name == "actions"]
QUERIES = [p for p in modules(SOURCE) if p.name == "queries.py" or p.parent.name == "queries"]


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_no_file_is_long() -> None:
    long = {named(path): len(path.read_text().splitlines()) for path in files() if path.suffix not in WORDLESS}

    assert {n: lines for n, lines in long.items() if lines > LONGEST_FILE and "/migrations/" not in n} == {}


def test_no_function_is_long() -> None:
    found = [(named(path), f.name, length(f)) for path in modules(*CODE) for f in functions(path)]

    assert [place for place in found if place[2] > LONGEST_FUNCTION] == []


def test_the_middle_function_is_short() -> None:
    lengths = sorted(length(f) for path in modules(SOURCE) for f in functions(path))

    assert lengths[len(lengths) // 2] <= 10


def test_nothing_is_left_unfinished() -> None:
    texts = {named(path): path.read_text() for path in files() if path != Path(__file__)}

    assert [name for name, text in texts.items() if name.startswith("src/") and UNFINISHED.search(text)] == []


def test_nothing_prints_but_what_talks_to_a_terminal() -> None:
    printing = {
        named(path)
        for path in modules(SOURCE)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"print", "breakpoint"}
    }

    assert printing <= TERMINAL


def test_nothing_uses_content_types() -> None:
    """Django keeps them in one cache for all threads, and so for all towns (docs/adr/0013)."""
    texts = {named(path): path.read_text() for path in modules(SOURCE)}

    assert [name for name, text in texts.items() if "ContentType" in text or "GenericForeignKey" in text] == []


def test_no_file_has_a_name_that_says_nothing() -> None:
    parts = {part for path in files() for part in path.relative_to(ROOT).with_suffix("").parts}

    assert [part for part in parts if VAGUE.search(part)] == []


def public(path: Path) -> list[Function]:
    """What other modules may call of a module of actions or queries."""
    tree = ast.parse(path.read_text())
    return [f for f in tree.body if isinstance(f, Function) and not f.name.startswith("_")]


@pytest.mark.parametrize("path", [*ACTIONS, *QUERIES], ids=named)
def test_every_action_and_query_says_what_it_does(path: Path) -> None:
    told = {f.name: ast.get_docstring(f) or "" for f in public(path)}

    assert [name for name, text in told.items() if not text.startswith("This will ")] == []


def offered(path: Path) -> list[Function]:
    """The actions that others may call: all of `actions.py`, of a package those that it lists."""
    if path.name == "actions.py":
        return public(path)
    door = ast.parse((path.parent / "__init__.py").read_text())
    names = {alias.name for node in ast.walk(door) if isinstance(node, ast.ImportFrom) for alias in node.names}
    return [f for f in public(path) if f.name in names]


@pytest.mark.parametrize("path", ACTIONS, ids=named)
def test_every_action_is_called_by_keyword(path: Path) -> None:
    """Whoever changes something (`by=`, `at=`) says which value is which."""
    changing = [f for f in offered(path) if {"by", "at"} & {a.arg for a in [*f.args.args, *f.args.kwonlyargs]}]

    assert [f.name for f in changing if f.args.args or f.args.posonlyargs] == []


def test_actions_are_found_at_all() -> None:
    names = {f.name for path in ACTIONS for f in offered(path)}

    assert {
        "hold",
        "confirm",
        "move",
        "cancel",
        "check_in",
        "create",
        "note_call",
        "make_staff",
        "record_read",
    } <= names


@pytest.mark.parametrize("path", ACTIONS, ids=named)
def test_no_action_looks_at_the_clock(path: Path) -> None:
    clocks = re.findall(r"timezone\.now|datetime\.now|date\.today|time\.time\b|import request", path.read_text())

    assert clocks == []


@pytest.mark.parametrize("path", sorted(SOURCE.glob("*/migrations/[0-9]*.py")), ids=named)
def test_a_migration_is_named_by_intent(path: Path) -> None:
    assert re.fullmatch(r"\d{4}_[a-z]+(_[a-z0-9]+)*", path.stem)
    assert not re.search(r"auto|merge|_alter_|_remove_field|rename_field", path.stem)


@pytest.mark.parametrize("path", [p for p in modules(SOURCE) if p.name != "__init__.py"], ids=named)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    told = ast.get_docstring(ast.parse(path.read_text()))

    assert told
    assert len(told.splitlines()[0]) <= 140


def test_no_signal_of_django_carries_a_fact() -> None:
    signal = re.compile(r"django\.(db\.models|dispatch).*signals?|@receiver")

    assert [named(path) for path in modules(SOURCE) if signal.search(path.read_text())] == []
