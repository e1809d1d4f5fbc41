"""What lets others run code, or makes secrets that can be guessed, stands nowhere in the product."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.repository.tree import SOURCE, modules, named

CODE_OF_OTHERS = {"eval", "exec", "compile", "__import__"}
MODULES = {"pickle", "marshal", "shelve", "dill", "yaml", "random"}
PROGRAMS = ("project/", "towns/")  # PostgreSQL's own programs, by lists of words; nothing typed by a person
DICE = ("project/demo/",)  # invented people
IN_BROWSERS = re.compile(
    r"\beval\(|new Function|\b(local|session)Storage\b|indexedDB|document\.(write|cookie)|\b(inner|outer)HTML\b|"
    r"insertAdjacentHTML|__proto__|set(Timeout|Interval)\(\s*['\"]|postMessage"
)


def calls() -> Iterator[tuple[str, ast.Call, str]]:
    for path in modules(SOURCE):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                yield named(path).removeprefix("src/rathaus/"), node, ast.unparse(node.func)


def test_no_text_becomes_code_and_no_template_comes_from_people() -> None:
    found = [
        (path, name)
        for path, _call, name in calls()
        if name in CODE_OF_OTHERS or name in {"Template", "Engine"} or name.endswith(".from_string")
    ]
    assert found == []


def test_no_shell_is_asked_and_programs_are_postgresqls_alone() -> None:
    shells = {"os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"}
    for path, call, name in calls():
        assert name not in shells, path
        assert not [word for word in call.keywords if word.arg == "shell"], path
        assert not name.startswith("subprocess.") or path.startswith(PROGRAMS), path


def imported() -> Iterator[tuple[str, str]]:
    for path in modules(SOURCE):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                yield from ((named(path).removeprefix("src/rathaus/"), alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield named(path).removeprefix("src/rathaus/"), node.module


def test_secrets_come_from_the_system_and_nothing_foreign_is_unpacked() -> None:
    found = {(path, name) for path, name in imported() if name.partition(".")[0] in MODULES}
    assert {(path, name) for path, name in found if not path.startswith(DICE)} == set()


@pytest.mark.parametrize("path", sorted(SOURCE.glob("*/static/*/js/*.js")), ids=lambda path: path.name)
def test_scripts_keep_nothing_in_the_browser_and_build_no_html_from_texts(path: object) -> None:
    text = path.read_text()  # type: ignore[attr-defined]
    assert not IN_BROWSERS.search(text)
