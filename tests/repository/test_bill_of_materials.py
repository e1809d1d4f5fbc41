"""The bill of materials is one that other programs read, leaves nothing out, and holds no licence that binds us."""

import json
import re
from typing import Any

import pytest
from tools import sbom

from tests.repository.tree import ROOT

# We are EUPL-1.2; the LGPL ones are imported as they are and can be replaced.
ALLOWED = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "EUPL-1.2", "LGPL-3.0-only", "MIT", "MIT-0", "MIT-CMU",
    "MPL-2.0", "PSF-2.0",
}  # fmt: skip


@pytest.fixture(scope="module")
def bill() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(sbom.written())
    return found


def faults(text: str) -> object:
    """What CycloneDX finds wrong with a bill; imported here since it takes a second in each worker."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    return JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)


def test_it_keeps_the_schema_of_cyclonedx() -> None:
    assert faults(sbom.written()) is None


def test_a_broken_bill_is_found(bill: dict[str, Any]) -> None:
    broken = bill | {"components": [{"name": "without a type"}]}

    assert faults(json.dumps(broken)) is not None


def test_it_holds_everything_that_is_pinned_for_this_machine(bill: dict[str, Any]) -> None:
    lock = (ROOT / "requirements.lock").read_text()
    everywhere = set(re.findall(r"^([a-z0-9._-]+)==[^ ;]+ \\", lock, re.MULTILINE))
    held = {component["name"]: component for component in bill["components"]}

    assert len(everywhere) > 40
    assert everywhere <= held.keys()
    assert {"native", "htmx.org"} <= held.keys()
    assert "axe-core" not in held, "a tool of development"
    assert all(c.get("hashes") or c.get("properties") for c in held.values())


def test_every_licence_fits_ours(bill: dict[str, Any]) -> None:
    for component in bill["components"]:
        told = [
            one.get("expression") or one["license"].get("id") or one["license"]["name"] for one in component["licenses"]
        ]
        names = set(re.split(r" AND | OR |[()]", " AND ".join(told))) - {""}
        assert names, component["name"]
        assert names <= ALLOWED, component["name"]


def test_what_needs_what_is_told(bill: dict[str, Any]) -> None:
    needs = {one["ref"]: set(one.get("dependsOn", [])) for one in bill["dependencies"]}

    assert {"pypi:django", "npm:htmx.org"} <= needs["rathaus"]
    assert "pypi:asgiref" in needs["pypi:django"]


def test_it_names_no_place(bill: dict[str, Any]) -> None:
    texts = [json.dumps(component) for component in bill["components"]]

    assert not [text for text in texts if "://" in text]
