"""What is measured, each a function from the running server and its town to named figures."""

import json
import os
import random
import socket
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench.client import Connection, Load, an_address, drive
from bench.postgres import HOLD, READ, pgbench
from bench.server import Server

HOST = "bench.localhost"
CLIENTS = 8
DAYS = 59  # over which bookings spread
Figures = dict[str, float]
UNFINISHED = (
    f"POST /termin/halten/ HTTP/1.1\r\nHost: {HOST}\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\nl=1"
)
QUARTERS = [f"{8 + n // 4:02d}:{n % 4 * 15:02d}" for n in range(39)]


def month_path(offices: list[int], service: int, day: date) -> str:
    """The address of the JSON that the calendar page reads."""
    return "/api/v1/free-times?" + "&".join(f"office={o}" for o in offices) + f"&l={service}&month={day:%Y-%m}"


def next_month(today: date) -> date:
    """The first day of the month after today's, which lies within the horizon as a whole."""
    return (today.replace(day=1) + timedelta(days=32)).replace(day=1)


def reader(port: int, paths: list[str]) -> Callable[[int], Callable[[int], int]]:
    """A client that reads the paths in turn."""

    def make(_number: int) -> Callable[[int], int]:
        connection = Connection(port, HOST)

        def step(index: int) -> int:
            answer = connection.get(paths[index % len(paths)])
            if answer.status != 200:
                raise SystemExit(f"{paths[index % len(paths)]} answers {answer.status}: {answer.body[:300]!r}")
            return answer.status

        return step

    return make


def reading(server: Server, town: dict[str, Any]) -> Figures:
    """Months of free times: one office, ten, many clients, beside pgbench."""
    month = next_month(date.fromisoformat(town["today"]))
    one, ten = [month_path(offices, town["service"], month) for offices in (town["read"][:1], town["read"])]
    drive(CLIENTS, 150, reader(server.port, [one]))
    single = drive(1, 800, reader(server.port, [one]))
    last = (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    latency, _ = pgbench(server, READ.format(resources=town["resources"][0], first=month, last=last), clients=1)
    many = drive(CLIENTS, 600, reader(server.port, [one]))
    tens = drive(1, 300, reader(server.port, [ten]))
    return {
        "free_times.month.p50_ms": single.quantile(0.5),
        "free_times.pgbench_ms": latency,
        "free_times.vs_pgbench": single.quantile(0.5) / latency,
        "free_times.month_10_offices.p50_ms": tens.quantile(0.5),
        "free_times.month.per_s": many.per_second,
    }


def alternating(server: Server, first: str, second: str, rounds: int = 6) -> tuple[Load, Load]:
    """Two addresses read in turns of 100, so that what else the machine does meets both alike."""
    loads: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for index, path in enumerate((first, second)):
            loads[index].extend(drive(1, 100, reader(server.port, [path])).millis)
    return Load(1, loads[0]), Load(1, loads[1])


def full_and_empty(server: Server, town: dict[str, Any]) -> Figures:
    """A booked-out month against an empty one."""
    month = next_month(date.fromisoformat(town["today"]))
    paths = [month_path([town[kind]], town["service"], month) for kind in ("full", "empty")]
    full, empty = alternating(server, paths[0], paths[1])
    return {"free_times.full_vs_empty": full.quantile(0.5) / empty.quantile(0.5)}


def thousand_and_million(server: Server, town: dict[str, Any]) -> Figures:
    """The same month with a thousand past appointments of the office, then with a million."""
    month = next_month(date.fromisoformat(town["today"]))
    path, other = [month_path([office], town["service"], month) for office in town["read"][:2]]
    thousand, base = alternating(server, path, other)
    server.step("million")
    drive(1, 200, reader(server.port, [path]))
    million, base_now = alternating(server, path, other)
    server.step("forget-past")
    before, after = thousand.quantile(0.5) / base.quantile(0.5), million.quantile(0.5) / base_now.quantile(0.5)
    return {"free_times.million_vs_thousand": max(after / before, million.quantile(0.5) / thousand.quantile(0.5))}


def open_days(server: Server, town: dict[str, Any]) -> list[str]:
    """The days of the next two months that the calendar of an office offers; all offices are open alike."""
    connection, month = Connection(server.port, HOST), date.fromisoformat(town["today"]).replace(day=1)
    days: list[str] = []
    for _ in range(3):
        answer = json.loads(connection.get(month_path(town["read"][-1:], town["service"], month)).body)
        days += [day["date"] for day in answer["offices"][0]["days"] if day["free"]]
        month = next_month(month)
    return [day for day in days if day != town["today"]][:DAYS]


def booker(server: Server, town: dict[str, Any], *, complete: bool) -> Callable[[int], Callable[[int], int]]:
    """A client that holds a time on a day that the calendar offers, and confirms it when `complete`."""
    days = open_days(server, town)

    def make(number: int) -> Callable[[int], int]:
        connection = Connection(server.port, HOST)
        connection.read_form(f"/termin/zeit/{town['slug']}/?l={town['service']}")
        dice = random.Random(number)

        def step(index: int) -> int:
            office, day, quarter = dice.choice(town["book"]), dice.choice(days), dice.choice(QUARTERS)
            form = f"office={office}&l={town['service']}&day={day}&time={quarter}"
            held = connection.post("/termin/halten/", form, address=an_address())
            if not held.location.endswith("/kontakt/"):
                return 409
            if not complete:
                return held.status
            contact = (
                f"name=Amina+{number}.{index}&email=amina.{number}.{index}%40example.org&mobile=&remark=&confirm=1"
            )
            done = connection.post(held.location, contact, address=an_address())
            if done.status != 303 or "kontakt" in done.location:
                raise SystemExit(f"confirming answers {done.status} {done.location}: {done.body[:500]!r}")
            return done.status

        return step

    return make


def booking(server: Server, town: dict[str, Any]) -> Figures:
    """Holds and complete bookings of 8 clients, spread over offices, days and times; holds beside pgbench.

    Holds come first: they enqueue nothing, while complete bookings leave the worker a pile of mails to send.
    """
    drive(CLIENTS, 50, booker(server, town, complete=False))
    holds = drive(CLIENTS, 400, booker(server, town, complete=False))
    version = server.step("version")["version"]
    script = HOLD.format(
        number=len(town["book"]), version=version, service=town["service"],
        offices=f"(ARRAY{town['book']})", resources=f"(ARRAY{town['book_resources']})",
    )  # fmt: skip
    _, bare = pgbench(server, script, clients=CLIENTS)
    whole = drive(CLIENTS, 250, booker(server, town, complete=True))
    return {
        "booking.complete_per_s": (whole.statuses.get(303, 0)) / whole.seconds,
        "booking.p99_ms": whole.quantile(0.99),
        "booking.hold_per_s": holds.statuses.get(303, 0) / holds.seconds,
        "booking.pgbench_holds_per_s": bare,
        "booking.hold_vs_pgbench": holds.statuses.get(303, 0) / holds.seconds / bare,
    }


def race(server: Server, town: dict[str, Any]) -> Figures:
    """200 clients want the last 10 places of one time."""
    day = date.fromisoformat(town["today"]) + timedelta(days=9)
    form = f"office={town['race']}&l={town['service']}&day={day}&time=09:00"

    def make(_number: int) -> Callable[[int], int]:
        connection = Connection(server.port, HOST)
        connection.read_form(f"/termin/zeit/{town['slug']}/?l={town['service']}")

        def step(_index: int) -> int:
            held = connection.post("/termin/halten/", form, address=an_address())
            return 200 if held.location.endswith("/kontakt/") else 409 if held.status in (303, 409) else held.status

        return step

    outcome = drive(200, 1, make)
    return {
        "race.sold": outcome.statuses.get(200, 0),
        "race.refused": outcome.statuses.get(409, 0),
        "race.slowest_ms": max(outcome.millis),
    }


def verify(server: Server) -> Figures:
    """What the recount finds after the load."""
    printed = server.run("-m", "rathaus.project.cli", "verify", "--town", "bench")
    return {"verify.differences": float(next(w for w in printed.split() if w.isdigit()))}


def memory(server: Server, town: dict[str, Any], requests: int = 100_000) -> Figures:
    """The largest web worker before and after many requests."""
    month = next_month(date.fromisoformat(town["today"]))
    paths = [month_path([o], town["service"], month) for o in town["read"]] + [
        "/",
        f"/termin/zeit/{town['slug']}/?l={town['service']}",
    ]
    drive(CLIENTS, 400, reader(server.port, paths))
    before = server.memory_mb()
    drive(CLIENTS, requests // CLIENTS, reader(server.port, paths[:10] * 20 + paths[10:]))
    return {"web.rss_mb_before": before, "web.rss_mb_after": server.memory_mb()}


def stalled(server: Server, town: dict[str, Any], number: int = 50) -> Figures:
    """Whether free times still answer while so many bodies never end."""
    links = []
    for _ in range(number):
        link = socket.create_connection(("127.0.0.1", server.port), timeout=5)
        link.sendall(UNFINISHED.encode())
        links.append(link)
    time.sleep(0.5)
    month = next_month(date.fromisoformat(town["today"]))
    load = drive(4, 50, reader(server.port, [month_path(town["read"][:1], town["service"], month)]))
    for link in links:
        link.close()
    return {"web.stalled_posts_ok": float(load.quantile(0.99) < 1000), "web.stalled_posts_p99_ms": load.quantile(0.99)}


def searching(server: Server, queries: list[str], host: str) -> Figures:
    """Suggestions while typing, over HTTP."""
    connection = Connection(server.port, host)
    millis = []
    for index in range(-20, 600):
        begin = time.perf_counter()
        answer = connection.get(f"/leistungen/vorschlaege/?q={queries[index % len(queries)]}")
        if answer.status != 200:
            raise SystemExit(f"search answers {answer.status}")
        if index >= 0:
            millis.append((time.perf_counter() - begin) * 1000)
    load = Load(1, millis)
    return {"search.p50_ms": load.quantile(0.5), "search.p95_ms": load.quantile(0.95)}


def disk(folder: Path) -> Figures:
    """How many times a second the disk makes a write durable."""
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        number, begin = 0, time.perf_counter()
        while time.perf_counter() - begin < 2:
            os.pwrite(file.fileno(), b"x" * 8192, 0)
            os.fdatasync(file.fileno())
            number += 1
    return {"disk.fdatasync_per_s": number / 2}
