"""How many parts a text message has."""

import json
import subprocess

import pytest

from rathaus.notifications.segments import GSM_ESCAPED, GSM_LETTERS, segments
from tests.oidc import node
from tests.repository.tree import ROOT

SCRIPT = ROOT / "src/rathaus/ui/static/ui/js/segments.js"
CASES = [
    ("", 1),
    ("ä" * 160, 1),
    ("ä" * 161, 2),
    ("a" * 306, 2),
    ("a" * 307, 3),
    ("€" * 80, 1),
    ("€" * 81, 2),
    ("a" * 152 + "€" + "a" * 152, 3),
    ("ı" * 70, 1),
    ("ı" * 71, 2),
    ("ş" + "a" * 134, 3),
    ("🙂" * 35, 1),
    ("🙂" * 36, 2),
    ("🙂" * 67, 3),
]


@pytest.mark.parametrize(("text", "parts"), CASES)
def test_parts_are_counted_as_networks_count_them(text: str, parts: int) -> None:
    assert segments(text) == parts


def test_the_script_that_counts_along_counts_the_same() -> None:
    texts = [text for text, _parts in CASES] + ["".join(sorted(GSM_LETTERS | GSM_ESCAPED)) * 2, "ab\u00e7", "\t"]
    code = (
        f"import {{ measure }} from {json.dumps(SCRIPT.as_uri())};"
        "const texts = JSON.parse(process.argv[1]);"
        "console.log(JSON.stringify(texts.map((text) => measure(text).parts)));"
    )
    words = [node(), "--input-type=module", "--eval", code, json.dumps(texts)]
    told = subprocess.run(words, capture_output=True, text=True, check=True, timeout=30)

    assert json.loads(told.stdout) == [segments(text) for text in texts]
