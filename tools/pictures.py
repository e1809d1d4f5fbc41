"""`make pictures`: copies the screenshots that the journeys took from var/pictures to docs/pictures, for the README."""

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TAKEN, SHOWN = ROOT / "var" / "pictures", ROOT / "docs" / "pictures"
MOST_BYTES = 600_000  # of one picture: the repository keeps each version for ever


def main() -> None:
    """This will copy each picture that the README or another document shows."""
    documents = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    texts = "\n".join(path.read_text() for path in documents if path.exists())
    SHOWN.mkdir(parents=True, exist_ok=True)
    shown = [path for path in sorted(TAKEN.glob("*.png")) if f"pictures/{path.name}" in texts]
    for path in shown:
        if path.stat().st_size > MOST_BYTES:
            sys.exit(f"{path} is larger than {MOST_BYTES // 1000} kB")
        shutil.copyfile(path, SHOWN / path.name)
    print(f"{len(shown)} pictures in {SHOWN.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
