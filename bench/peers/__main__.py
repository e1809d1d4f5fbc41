"""`make bench-peers`: run the contest with each peer, print the figures, write var/bench-peers.json.

Both sides run in processes of their own that use their own public functions in-process; HTTP is excluded. Both write to
the same PostgreSQL with the same settings (fsync on), one after the other. The peer's packages live in a folder of
their own (`requirements-peers.lock`) and are no part of the product.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg

from bench.peers.contest import Figures
from bench.server import ROOT
from rathaus.project.postgres import EmbeddedPostgres

PACKAGES = ROOT / "var" / "peers"
MONTH_RATIO = 100.0  # promised


def side(module: str, environ: dict[str, str]) -> Figures:
    """This will run one side and return its figures.

    :raises SystemExit: when it fails, with what it said.
    """
    print(f"  {module} ...", file=sys.stderr, flush=True)
    done = subprocess.run(
        [sys.executable, "-m", f"bench.peers.{module}"],
        env={**os.environ, **environ}, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{module}:\n{done.stderr[-3000:]}")
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def contest(state: Path) -> Figures:
    """This will run both sides on a throw-away server."""
    server = EmbeddedPostgres(state)
    server.start()
    try:
        with psycopg.connect(server.dsn, autocommit=True) as link:
            link.execute("CREATE DATABASE peer")
        path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        ours = side(
            "ours",
            {
                "RATHAUS_MODE": "demo", "RATHAUS_DATA": str(state), "DATABASE_URL": server.dsn, "PYTHONPATH": path,
                "DJANGO_SETTINGS_MODULE": "rathaus.project.settings",
            },
        )  # fmt: skip
        given = psycopg.conninfo.conninfo_to_dict(server.dsn)
        dsn = f"postgresql+psycopg://{given['user']}@/peer?host={given['host']}&port={given.get('port', 5432)}"
        theirs = side("libres_side", {"PEER_DSN": dsn, "PYTHONPATH": os.pathsep.join([path, str(PACKAGES)])})
    finally:
        server.stop()
    figures = {f"rathaus.{name}": value for name, value in ours.items()}
    figures |= {f"peers.libres.{name}": value for name, value in theirs.items()}
    figures["peers.libres.month_ratio"] = theirs["month.p50_ms"] / ours["month.p50_ms"]
    figures["peers.libres.bookings_ratio"] = ours["bookings.per_s"] / theirs["bookings.per_s"]
    return figures


def main() -> int:
    """This will measure, print and write; 1 when a promised figure is missed."""
    if not PACKAGES.is_dir():
        raise SystemExit("The peers are not installed. Type: make bench-peers")
    state = Path(tempfile.mkdtemp(prefix="rathaus-peers-", dir="/var/tmp"))
    state.chmod(0o755)
    try:
        figures = contest(state)
    finally:
        shutil.rmtree(state, ignore_errors=True)
    print("| figure | measured | promised |", "|---|---|---|", sep="\n")
    for name, value in figures.items():
        print(f"| {name} | {value:,.2f} | {f'>= {MONTH_RATIO:g}' if name.endswith('month_ratio') else ''} |")
    (ROOT / "var" / "bench-peers.json").write_text(json.dumps({k: round(v, 4) for k, v in figures.items()}, indent=1))
    return 0 if figures["peers.libres.month_ratio"] >= MONTH_RATIO and not figures["rathaus.race.doubles"] else 1


if __name__ == "__main__":
    sys.exit(main())
