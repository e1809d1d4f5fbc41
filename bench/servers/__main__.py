"""`python -m bench.servers`: a table of requests per second, and whether 50 stalled bodies stop the server."""

import multiprocessing
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rathaus.project.postgres import EmbeddedPostgres

PORT, ROUNDS, SECONDS, CLIENTS = 8190, 5, 2.0, 8
COMMON = ["--port", str(PORT), "--workers", "2", "--log-level", "warning", "--workers-kill-timeout", "1"]
RSGI = ["--interface", "rsgi", "--http", "1", "--no-ws", "--loop", "asyncio"]
VARIANTS = {
    "WSGI, 1 blocking thread": ["--interface", "wsgi", "--blocking-threads", "1", "bench.servers.site:application"],
    **{f"bridge, {n} threads": [*RSGI, "--runtime-mode", "st", "bench.servers.site:bridged"] for n in (1, 2, 4, 8)},
}


def read_answer(connection: socket.socket) -> bytes:
    """This will read one answer with a content-length."""
    data = b""
    while True:
        data += (part := connection.recv(65536))
        head, end, rest = data.partition(b"\r\n\r\n")
        if not part or (end and len(rest) >= int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])):
            return data


def client(path: str, answers: "multiprocessing.Queue[int]") -> None:
    """This will ask for a page over and over on one connection, and put the number of answers."""
    connection, count = socket.create_connection(("127.0.0.1", PORT), timeout=10), 0
    end = time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        count += read_answer(connection).startswith(b"HTTP/1.1 200")
    answers.put(count)


def per_second(path: str) -> float:
    """Answers per second to all clients together."""
    answers: multiprocessing.Queue[int] = multiprocessing.Queue()
    clients = [multiprocessing.Process(target=client, args=(path, answers)) for _ in range(CLIENTS)]
    for process in clients:
        process.start()
    total = sum(answers.get(timeout=30) for _ in clients)
    for process in clients:
        process.join()
    return total / SECONDS


def answers_beside_stalled_bodies() -> bool:
    """Whether a page still comes within two seconds while 50 bodies do not."""
    head = b"POST /body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nabc"
    stalled = [socket.create_connection(("127.0.0.1", PORT)) for _ in range(50)]
    try:
        for connection in stalled:
            connection.sendall(head)
        time.sleep(0.5)
        with socket.create_connection(("127.0.0.1", PORT), timeout=2) as connection:
            connection.sendall(b"GET /query HTTP/1.1\r\nHost: localhost\r\n\r\n")
            return read_answer(connection).startswith(b"HTTP/1.1 200")
    except TimeoutError:
        return False
    finally:
        for connection in stalled:
            connection.close()


@contextmanager
def serving(variant: str, url: str) -> Iterator[None]:
    """This will run one variant."""
    command = [sys.executable, "-m", "granian", *COMMON, *VARIANTS[variant]]
    threads = variant.split()[1]  # read by the bridge alone
    process = subprocess.Popen(command, env=os.environ | {"DATABASE_URL": url, "BENCH_THREADS": threads})
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", PORT)) == 0:
                    break
            time.sleep(0.1)
        time.sleep(1)
        yield
    finally:
        process.terminate()
        process.wait()


def main() -> None:
    """This will measure all variants in turn, several rounds, and print the medians."""
    folder = Path(tempfile.mkdtemp(prefix="rathaus-servers-", dir="/var/tmp"))
    folder.chmod(0o711)
    database = EmbeddedPostgres(folder)
    database.start()
    figures: dict[str, dict[str, list[float]]] = {name: {"/": [], "/query": []} for name in VARIANTS}
    survived = dict.fromkeys(VARIANTS, True)
    for _ in range(ROUNDS):  # in turn, so that a busy moment of the machine hits all alike
        for name in VARIANTS:
            with serving(name, database.dsn):
                for path, rates in figures[name].items():
                    rates.append(per_second(path))
            with serving(name, database.dsn):
                survived[name] &= answers_beside_stalled_bodies()
    database.stop()
    shutil.rmtree(folder)
    print("| variant | page | one query | answers beside 50 stalled bodies |\n|---|---|---|---|")
    for name, rates in figures.items():
        page, query = (f"{statistics.median(rates[path]):,.0f}" for path in ("/", "/query"))
        print(f"| {name} | {page}/s | {query}/s | {'yes' if survived[name] else 'no'} |")


if __name__ == "__main__":
    main()
