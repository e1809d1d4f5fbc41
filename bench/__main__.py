"""`make bench`: run everything, print a table beside the promised figures, write var/bench.json."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg

from bench import measures
from bench.measures import Figures
from bench.server import ROOT, Server, running
from rathaus.project.postgres import EmbeddedPostgres

DATA = ROOT.parent / "shared" / "data" / "munich"
WORDS = [
    "perso",
    "ausweis",
    "reisepas",
    "anmeldung wohnung",
    "fuehrerschein",
    "gewerbe",
    "hund",
    "parkausweis",
    "urkunde",
    "umzug",
    "kfz",
    "heirat",
]

GATES: dict[str, tuple[str, float]] = {
    "free_times.month.p50_ms": ("<=", 4),
    "free_times.vs_pgbench": ("<=", 10),
    "free_times.month_10_offices.p50_ms": ("<=", 15),
    "free_times.month.per_s": (">=", 800),
    "free_times.full_vs_empty": ("<=", 1.1),
    "free_times.million_vs_thousand": ("<=", 1.2),
    "booking.complete_per_s": (">=", 300),
    "booking.hold_per_s": (">=", 1000),
    "booking.hold_vs_pgbench": (">=", 0.12),
    "race.sold": ("==", 10),
    "race.refused": ("==", 190),
    "verify.differences": ("==", 0),
    "web.rss_growth_mb": ("<=", 20),
    "web.stalled_posts_ok": ("==", 1),
    "search.p95_ms": ("<=", 20),
}
HOLDS: dict[str, Callable[[float, float], bool]] = {
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
}


def collect(server: Server) -> Figures:
    """This will run every measure, in an order in which none spoils the next."""
    figures: Figures = {"start.first_s": server.start()}
    figures |= measures.disk(server.state)
    town = server.step("prepare")
    for name, measure in (
        ("free times", measures.reading), ("full and empty", measures.full_and_empty),
        ("stalled bodies", measures.stalled), ("booking", measures.booking), ("race", measures.race),
        ("a million past appointments", measures.thousand_and_million), ("memory", measures.memory),
    ):  # fmt: skip
        print(f"  {name} ...", file=sys.stderr, flush=True)
        figures |= measure(server, town)
    figures["web.rss_growth_mb"] = figures["web.rss_mb_after"] - figures["web.rss_mb_before"]
    figures |= measures.verify(server)
    figures |= searching(server)
    server.stop()
    figures["start.second_s"] = server.start()
    return figures


def searching(server: Server) -> Figures:
    """This will search the Munich catalogue where its files are, else the demo town's."""
    if not DATA.is_dir():
        print("  the Munich files are not here: searching the demo town", file=sys.stderr)
        return measures.searching(server, [w.replace(" ", "+") for w in WORDS], "localhost")
    cli = ("-m", "rathaus.project.cli")
    server.run(*cli, "town", "create", "munich", "--host", "munich.localhost", "--title", "Munich")
    server.run(
        *cli,
        "catalogue",
        "import-dldb",
        str(DATA / "services_de.json"),
        str(DATA / "locations_de.json"),
        "--town",
        "munich",
    )
    return measures.searching(server, [w.replace(" ", "+") for w in WORDS], "munich.localhost")


def settings(server: Server) -> list[str]:
    """What the figures were measured with, as the running processes say themselves."""
    with psycopg.connect(EmbeddedPostgres(server.state).dsn) as link:
        names = ["server_version", "fsync", "synchronous_commit", "full_page_writes", "shared_buffers"]
        told = [f"{name} {link.execute(f'SHOW {name}').fetchone()[0]}" for name in names]  # type: ignore[index]
    return [
        f"{os.cpu_count()} cores, {len(server.web_workers())} web workers; PostgreSQL: {', '.join(told)}",
        "worker, mailbox, audit, events, rate limits and all middleware on; clients behind a trusted proxy",
    ]


def table(figures: Figures) -> str:
    """This will return the figures as a table in Markdown, with the promised ones beside them."""
    lines = ["| figure | measured | promised | |", "|---|---|---|---|"]
    for name, value in figures.items():
        sign, bound = GATES.get(name, ("", 0.0))
        verdict = "" if not sign else "yes" if HOLDS[sign](value, bound) else "**no**"
        lines.append(f"| {name} | {value:,.2f} | {f'{sign} {bound:g}' if sign else ''} | {verdict} |")
    return "\n".join(lines)


def main() -> int:
    """This will measure, print and write; 1 when a promised figure is missed."""
    with running() as server:
        figures = collect(server)
        figures_of_the_server = settings(server)
    print("\n".join(figures_of_the_server))
    print(table(figures))
    target = Path(ROOT, "var", "bench.json")
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps({k: round(v, 4) for k, v in figures.items()}, indent=1) + "\n")
    missed = [n for n, (sign, bound) in GATES.items() if n in figures and not HOLDS[sign](figures[n], bound)]
    print("all promised figures are met" if not missed else "missed: " + ", ".join(missed))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
