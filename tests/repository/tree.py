"""The files of this repository that people write."""

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "rathaus"
FOLDERS = ("src", "tests", "tools", "bench", "docs", ".ci")
MADE = {"__pycache__", "build"}
PICTURES = {".png", ".svg", ".woff2", ".jpg", ".mo", ".pyc"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@lru_cache
def files() -> tuple[Path, ...]:
    """All texts: in the folders that hold them, and beside those."""
    inside = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    found = [path for path in [*inside, *ROOT.iterdir()] if path.is_file() and path.suffix not in PICTURES]
    return tuple(sorted(path for path in found if not is_made(path) and path.name != ".git"))


def is_made(path: Path) -> bool:
    """Whether a file was not written by a person."""
    return any(part in MADE or part.endswith(".egg-info") for part in path.parts)


def modules(*folders: Path) -> list[Path]:
    """The Python files below the folders, without migrations."""
    found = [path for folder in folders for path in sorted(folder.rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts and not is_made(path)]


def functions(path: Path) -> Iterator[Function]:
    """All functions of a file, also those inside classes and functions."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, Function):
            yield node


def named(path: Path) -> str:
    """A file as a complaint names it."""
    return path.relative_to(ROOT).as_posix()


@lru_cache
def templates() -> dict[str, Path]:
    """All templates by the names that Django knows them by."""
    found: dict[str, Path] = {}
    for folder in sorted(SOURCE.glob("**/templates")):
        found |= {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.*"))}
    return found
