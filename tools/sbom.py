"""`make sbom`: write the bill of materials of what runs (CycloneDX 1.6, JSON) to var/sbom.cdx.json.

It holds every Python package of requirements.lock that this machine has installed, and every front-end package whose
files pages load, each with version, licence and the hashes of the lock files. Tools of development are left out.
"""

import json
import re
import sys
import tomllib
from base64 import b64decode
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import License, LicenseAcknowledgement
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "var" / "sbom.cdx.json"
PINNED = re.compile(r"^([a-z0-9._-]+)==([^ \\;]+)[^\n]*((?:\n +--hash=\S+.*)*)", re.MULTILINE)
NAME = re.compile(r"[A-Za-z0-9][\w.-]*")
CLASSIFIER = "License :: OSI Approved :: "
# What packages call their licence, where it is no SPDX expression (https://spdx.org/licenses/).
SPDX = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "BSD-0-Clause": "0BSD",
    "BSD-2-Clause or Apache-2.0": "BSD-2-Clause OR Apache-2.0",
    "Dual License": "Apache-2.0 OR BSD-3-Clause",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL-3.0-only",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "PostgreSQL License": "PostgreSQL",
    "Python Software Foundation License": "PSF-2.0",
}


def licence_of(package: metadata.PackageMetadata) -> str:
    """This will return the licence as SPDX expression, or what the package calls it; '' when it says nothing."""
    classified = [line.removeprefix(CLASSIFIER) for line in package.get_all("Classifier", []) if CLASSIFIER in line]
    told = [*package.get_all("License-Expression", []), *classified, *package.get_all("License", [])]
    names = [name.strip() for name in told if len(name) < 80]  # some put the whole text there
    return SPDX.get(names[0], names[0]) if names else ""


def pinned() -> dict[str, tuple[str, list[str]]]:
    """The packages of requirements.lock: version and SHA-256 hashes by name."""
    found = PINNED.findall((ROOT / "requirements.lock").read_text())
    return {name: (version, re.findall(r"sha256:([0-9a-f]{64})", hashes)) for name, version, hashes in found}


def python_components() -> Iterator[tuple[Component, set[str]]]:
    """The installed packages of the lock and the names of those that each needs."""
    for name, (version, hashes) in pinned().items():
        try:
            package = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # for other systems only
        licence = licence_of(package.metadata)
        component = Component(
            name=name, version=version, type=ComponentType.LIBRARY, bom_ref=f"pypi:{name}",
            purl=PackageURL("pypi", name=name, version=version), licenses=_licences(licence),
            properties=[Property(name="rathaus:lock:sha256", value=value) for value in hashes],
        )  # fmt: skip
        needs = {match[0].lower().replace("_", "-") for text in package.requires or () if (match := NAME.match(text))}
        yield component, needs


def front_end_components() -> Iterator[Component]:
    """The packages whose files pages load."""
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for path, package in packages.items():
        if not path or package.get("dev"):
            continue
        name = path.removeprefix("node_modules/")
        group, _, short = name.rpartition("/")
        digest = b64decode(package["integrity"].removeprefix("sha512-")).hex()
        yield Component(
            name=short, group=group or None, version=package["version"], type=ComponentType.LIBRARY,
            bom_ref=f"npm:{name}", licenses=_licences(SPDX.get(package["license"], package["license"])),
            purl=PackageURL("npm", namespace=group or None, name=short, version=package["version"]),
            hashes=[HashType(alg=HashAlgorithm.SHA_512, content=digest)],
        )  # fmt: skip


def _licences(text: str) -> list[License]:
    acknowledgement = LicenseAcknowledgement.DECLARED
    return [LicenseFactory().make_from_string(text, license_acknowledgement=acknowledgement)] if text else []


def bill() -> Bom:
    """This will return the whole bill of materials."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    bom = Bom()
    rathaus = Component(
        name="rathaus", version=project["version"], type=ComponentType.APPLICATION, bom_ref="rathaus",
        licenses=_licences("EUPL-1.2"),
    )  # fmt: skip
    bom.metadata.component = rathaus
    found = dict(python_components())
    by_name = {component.name: component for component in found}
    for component, needs in found.items():
        bom.components.add(component)
        bom.register_dependency(component, [by_name[name] for name in sorted(needs & by_name.keys())])
    front_end = list(front_end_components())
    for component in front_end:
        bom.components.add(component)
        bom.register_dependency(component)
    direct = {match[0].lower() for text in project["dependencies"] if (match := NAME.match(text))}
    bom.register_dependency(rathaus, [*(by_name[name] for name in sorted(direct & by_name.keys())), *front_end])
    return bom


def written() -> str:
    """This will return the bill as JSON."""
    return str(make_outputter(bill(), OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(indent=1))


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(written())
    sys.stdout.write(f"{TARGET.relative_to(ROOT)}\n")
