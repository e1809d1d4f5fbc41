"""What the project stands on is named with its reason, and nothing in it names a machine or a place to load from."""

import re

import pytest

from rathaus import __version__
from rathaus.towns.checks import FORBIDDEN
from tests.repository.tree import FOLDERS, ROOT, SOURCE, files, modules, named

# Put together, so that this file does not name them itself.
HOSTS = re.compile("|".join(["py" + r"pi\.org", "python" + r"hosted\.org", "registry" + r"\.npm", "npm" + r"js\.\w"]))
FOLDERS_OF_A_MACHINE = [("wo", "rk/"), ("ro", "ot/"), ("ho", r"me/(?!amina)\w"), ("Us", r"ers/\w")]
OF_A_MACHINE = re.compile("|".join(rf"(?<![\w.}}*~])/{begin}{end}" for begin, end in FOLDERS_OF_A_MACHINE))
PACKAGE = re.compile(r'^    "([A-Za-z0-9][\w.-]*)(\[[\w,-]+\])?([<>=~!].*)?",$')


def packages() -> list[tuple[str, str]]:
    """Every package that pyproject.toml names, and the line above it."""
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    begin, end = lines.index("dependencies = ["), lines.index("[tool.setuptools.packages.find]")
    found = [(match, lines[n - 1]) for n in range(begin, end) if (match := PACKAGE.match(lines[n]))]
    return [(match[1], above) for match, above in found]


@pytest.mark.parametrize(("name", "above"), packages(), ids=[name for name, _above in packages()])
def test_every_package_has_its_reason(name: str, above: str) -> None:
    assert re.fullmatch(r"    # [A-Z].{10,}[.)]", above), above


def test_all_packages_are_read() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    wanted = [*project["project"]["dependencies"], *groups["dev"], *groups["peers"]]

    assert [re.split(r"[\[<>=~! ]", text)[0] for text in wanted] == [name for name, _above in packages()]


def test_the_version_is_the_same_everywhere() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert project["version"] == __version__
    assert f'softwareVersion: "{__version__}"' in (ROOT / "publiccode.yaml").read_text()


@pytest.mark.parametrize("pattern", [HOSTS, OF_A_MACHINE], ids=["hosts", "machines"])
def test_no_file_names_a_place(pattern: re.Pattern[str]) -> None:
    texts = {named(path): path.read_text(errors="replace") for path in files()}

    assert len(texts) > 400
    assert {name: found[0] for name, text in texts.items() if (found := pattern.search(text))} == {}


def test_no_secret_lies_about() -> None:
    secret = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{36}|\bxox[abpr]-\w{10}")

    assert [named(path) for path in files() if secret.search(path.read_text(errors="replace"))] == []


def test_nothing_is_vendored() -> None:
    foreign = {".min.js", ".min.css", ".woff", ".woff2", ".ttf", ".jar", ".whl"}
    listed = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.is_file()]

    assert [named(path) for path in listed if "".join(path.suffixes[-2:]) in foreign or path.suffix in foreign] == []


def test_settings_that_leak_between_towns_are_nowhere() -> None:
    texts = {named(path): path.read_text() for path in modules(SOURCE) if path.name != "checks.py"}

    assert [name for name, text in texts.items() if any(word in text for word in FORBIDDEN)] == []
    assert [name for name, text in texts.items() if re.search(r"^\s*with (town|tenant)\b", text, re.MULTILINE)] == []


def test_nobody_touches_the_raw_connection() -> None:
    allowed = {"src/rathaus/towns/postgresql/base.py"}
    raw = re.compile(r"connection\.connection\b|\.pgconn\b|connection\.cursor\(\)\.connection")
    texts = {named(path): path.read_text() for path in modules(SOURCE)}

    assert {name for name, text in texts.items() if raw.search(text)} <= allowed
