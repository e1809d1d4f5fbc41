"""Papers say what is true: links lead somewhere, and what an operator can set or type is written down."""

import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\]\(([^)\s]+)\)")
OPERATIONS = (ROOT / "docs" / "operations" / "README.md").read_text()


def papers() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True)
    return listed.stdout.split()


def anchors(text: str) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title).strip().lower().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("paper", papers())
def test_every_link_and_picture_of_a_paper_is_there(paper: str) -> None:
    path = ROOT / paper
    broken = []
    for link in LINK.findall(path.read_text()):
        name, _, anchor = link.partition("#")
        target = path.parent / name if name else path
        if re.match(r"[a-z]+:", link):
            continue
        if not target.exists() or (anchor and anchor not in anchors(target.read_text())):
            broken.append(link)
    assert not broken


def test_every_setting_is_explained_to_operators() -> None:
    source = "\n".join(path.read_text() for path in (ROOT / "src" / "rathaus" / "project").glob("*.py"))
    settings = set(re.findall(r'(?:environ\.get|environ\[|reader\.\w+)\(?"(RATHAUS_[A-Z_]+|DATABASE_URL)"', source))
    assert {"RATHAUS_SECRET_KEY", "RATHAUS_DATA", "DATABASE_URL"} <= settings
    assert not [name for name in settings if f"`{name}`" not in OPERATIONS and not name.endswith("_FILE")]


def test_every_command_of_ours_is_explained_to_operators() -> None:
    ours = [name for name, app in get_commands().items() if app.startswith("rathaus.")]
    assert "town" in ours
    assert not [name for name in ours if f"`rathaus {name}" not in OPERATIONS]


def test_every_decision_stands_in_the_index() -> None:
    folder = ROOT / "docs" / "adr"
    index = (folder / "README.md").read_text()
    for path in sorted(folder.glob("[0-9]*.md")):
        title = path.read_text().splitlines()[0]
        assert title.startswith(f"# {path.name[:4]}: ")
        assert f"| [{path.name[:4]}]({path.name}) | {title[8:]} |" in index


def test_every_test_that_a_paper_names_is_there() -> None:
    there = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        there |= set(re.findall(r"^(?:async )?def (test_\w+)", path.read_text(), re.MULTILINE))
    told = {name for paper in papers() for name in re.findall(r"`(test_\w+)`", (ROOT / paper).read_text())}
    assert len(told) > 80
    assert sorted(told - there) == []


def test_the_table_of_asvs_counts_its_rows_right_and_proves_each_yes() -> None:
    text = (ROOT / "docs" / "papers" / "asvs.md").read_text()
    rows = re.findall(r"^\| (\d+\.\d+\.\d+) \| .*? \| (\w+) \| (.*) \|$", text, re.MULTILINE)
    told = {state: int(number) for state, number in re.findall(r"^\| (\w+) \| (\d+) \|$", text, re.MULTILINE)}

    assert told == Counter(state for _number, state, _proof in rows)
    assert len({number for number, _state, _proof in rows}) == len(rows) > 200
    assert not [number for number, state, proof in rows if state == "ja" and "`test_" not in proof]
    assert not [number for number, state, proof in rows if state == "Seite" and "](" not in proof]


def test_every_app_has_a_readme() -> None:
    apps = {path.parent for path in (ROOT / "src" / "rathaus").glob("*/__init__.py")}
    assert len(apps) > 10
    assert not [app.name for app in apps if not (app / "README.md").exists()]


def test_every_make_target_that_a_paper_tells_of_is_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    told = {
        (paper, target)
        for paper in papers()
        for code in re.findall(r"```.*?```|`[^`\n]+`", (ROOT / paper).read_text(), re.DOTALL)
        for target in re.findall(r"(?:^|[`;&|\n])\s*make ([a-z][a-z-]*)", code)
    }
    assert {"run", "test", "check", "bench"} <= {target for _paper, target in told}
    assert [place for place in told if place[1] not in targets] == []


def test_every_path_of_the_source_that_a_paper_names_is_there() -> None:
    told = {
        (paper, path)
        for paper in papers()
        for path in re.findall(r"`((?:src|tests|tools|bench|docs)/[\w./-]+)`", (ROOT / paper).read_text())
    }
    assert [place for place in told if not (ROOT / place[1].rstrip("/")).exists()] == []
