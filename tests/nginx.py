"""A real nginx (Debian) with the configuration that we ship, and a server behind it that writes down what arrives."""

import os
import re
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx

from tests.certificates import issue
from tests.peers import ROOT, eventually, free_port

PACKAGE = "nginx-light"
SHIPPED = ROOT / "docs" / "operations" / "nginx.conf"
AROUND = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{user}
events {{}}
http {{
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    include {folder}/rathaus.conf;
}}
"""


def program() -> str:
    """This will return nginx, installed when root; else fail with the line to type."""
    path = f"{os.environ['PATH']}:/usr/sbin"
    if found := shutil.which("nginx", path=path):
        return found
    assert os.geteuid() == 0, f"nginx is missing. Type: sudo apt-get install {PACKAGE}"
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}  # installed, not started
    for line in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", PACKAGE]):
        subprocess.run(line, check=True, capture_output=True, env=environ)
    return str(shutil.which("nginx", path=path))


@dataclass
class Front:
    """The addresses of a running nginx."""

    plain: str
    safe: str
    port: int
    tls: ssl.SSLContext
    log: Path


@contextmanager
def front(folder: Path, upstream: int, *, more: str = "") -> Iterator[Front]:
    """This will run nginx with our configuration before a server on this port; `more` stands beside `location /`."""
    authority, certificate = issue(folder)
    plain, safe = free_port(), free_port()
    changes = {
        "server 127.0.0.1:8000;": f"server 127.0.0.1:{upstream};",
        "    listen [::]:80;\n": "",
        "    listen [::]:443 ssl http2;\n": "",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{safe} ssl http2;",
        "town.example;": "localhost;",
        "/etc/ssl/town.example/fullchain.pem": str(certificate),
        "/etc/ssl/town.example/privkey.pem": str(certificate),
        "/var/log/nginx/rathaus.error.log": str(folder / "rathaus.log"),
        "    location / {": more + "    location / {",
    }
    text = SHIPPED.read_text()
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    (folder / "rathaus.conf").write_text(text)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))
    words = [program(), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    found = Front(
        f"http://localhost:{plain}", f"https://localhost:{safe}", safe, ssl.create_default_context(cafile=authority),
        folder / "rathaus.log",
    )  # fmt: skip
    with (folder / "said.log").open("ab") as said:
        nginx = subprocess.Popen(words, stdout=said, stderr=said)
        try:
            ready = eventually(lambda: nginx.poll() is not None or _answers(found.plain))
            assert ready, "nginx does not answer"
            assert nginx.poll() is None, (folder / "error.log").read_text() + (folder / "said.log").read_text()
            yield found
        finally:
            nginx.terminate()
            nginx.wait(10)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url).is_redirect
    except httpx.TransportError:
        return False


def snippet(page: str) -> str:
    """This will return the piece of configuration that a page of ours shows."""
    found = re.search(r"```nginx\n(.*?)```", (ROOT / "docs" / "operations" / page).read_text(), re.DOTALL)
    assert found
    return found[1]


@dataclass
class Behind:
    """What arrived at the server behind nginx: method, path, headers, body."""

    port: int = 0
    arrived: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def behind() -> Iterator[Behind]:
    """This will run a server that writes down what arrives."""
    found = Behind()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            found.arrived.append((self.command, self.path, dict(self.headers), body))
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        do_GET = do_POST = answer  # noqa: N815 - named by the server

        def log_message(self, *_words: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield found
        finally:
            server.shutdown()
            thread.join()
