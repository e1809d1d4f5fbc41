"""pgbench beside the product: the same rows read, the same function called, over the same socket."""

import os
import re
import subprocess
import tempfile
from pathlib import Path

from bench.server import Server
from rathaus.project.postgres import EmbeddedPostgres
from rathaus.project.postgres_binaries import find_binaries

LATENCY = re.compile(r"latency average = ([0-9.]+) ms")
TPS = re.compile(r"tps = ([0-9.]+)")
SECONDS = 5

READ = """
SELECT p.version, s.resource_id, s.day, s.first_tick, s.starts, array_send(s.free_all), array_send(s.share_left),
    s.earliest_expiry <= now()
FROM bench.booking_planversion p LEFT JOIN bench.booking_daysheet s
ON s.resource_id = ANY('{{{resources}}}') AND s.day BETWEEN '{first}' AND '{last}';
"""
HOLD = r"""
\set r random(1, {number})
\set d random(1, 60)
\set t random(0, 38)
SELECT booking_hold({version}, gen_random_uuid(), left(encode(sha256(random()::text::bytea), 'base64'), 8),
    {offices}[:r], {resources}[:r], current_date + :d, (96 + 3 * :t)::integer, 3, 'Europe/Berlin',
    (current_date + :d)::timestamptz, 'public', 'online', 1, 'de',
    ARRAY[{service}]::bigint[], ARRAY[1], ARRAY[15], now() + interval '10 min', now(), 'citizen', 'p', '\x7b7d'::bytea,
    'hold:' || md5(random()::text), 30, 600);
"""


def pgbench(server: Server, script: str, *, clients: int, seconds: int = SECONDS) -> tuple[float, float]:
    """This will run a script and return (latency in ms, transactions per second)."""
    binaries = find_binaries()
    if binaries is None:
        raise SystemExit("pgbench is not there")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "script.sql"
        file.write_text(script)
        environment = {**os.environ, "PGOPTIONS": "-c search_path=bench,public"}
        dsn = EmbeddedPostgres(server.state).dsn
        options = f"-n -f {file} -c {clients} -j 1 -T {seconds} -d".split()
        command = [str(binaries.folder / "pgbench"), *options, dsn]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    latency, tps = LATENCY.search(done.stdout), TPS.search(done.stdout)
    if done.returncode or not latency or not tps:
        raise SystemExit(f"pgbench: {done.stderr[-2000:]}")
    return float(latency[1]), float(tps[1])
