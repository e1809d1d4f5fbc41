"""A house in production: the same server with TLS in front, as nginx does it for real towns."""

import asyncio
import ssl
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings

from tests.browser.house import HOST, Server
from tests.peers import free_port

THROUGH_TLS = {"X-Forwarded-Proto": "https"}  # what the proxy says; the browser sends it, for we only pass bytes on


class ProductionServer(Server):
    """A running town hall that takes itself for a real one."""

    @property
    def environ(self) -> dict[str, str]:
        """The settings that production asks for."""
        own = {
            "RATHAUS_MODE": "production",
            "RATHAUS_SECRET_KEY": settings.SECRET_KEY,
            "RATHAUS_MAIL_FROM": "Rathaus <post@rathaus.example>",
            "RATHAUS_PUBLIC_SCHEME": "https",
        }
        return {**super().environ, **own}


class TlsFront:
    """Takes TLS on a port of its own and passes the bytes on to a server."""

    def __init__(self, target: int, folder: Path) -> None:
        self.port, self.target, self.folder = free_port(), target, folder
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.is_open = threading.Event()
        self.writers: list[asyncio.StreamWriter] = []

    def __enter__(self) -> "TlsFront":
        self.context = certified(self.folder)
        self.thread.start()
        assert self.is_open.wait(10), "the front does not open"
        return self

    def __exit__(self, *exc: object) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        server = self.loop.run_until_complete(asyncio.start_server(self._meet, HOST, self.port, ssl=self.context))
        self.is_open.set()
        self.loop.run_forever()
        server.close()
        for writer in self.writers:
            writer.transport.abort()
        while waiting := asyncio.all_tasks(self.loop):
            self.loop.run_until_complete(asyncio.wait(waiting, timeout=5))
        self.loop.close()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inside, outside = await asyncio.open_connection(HOST, self.target)
        self.writers += [writer, outside]
        await asyncio.gather(_pass_on(reader, outside), _pass_on(inside, writer))


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError, ssl.SSLError):
        while part := await reader.read(65536):
            writer.write(part)
            await writer.drain()
        writer.close()
        await writer.wait_closed()


def certified(folder: Path) -> ssl.SSLContext:
    """This will make a certificate that signs itself, and a context that shows it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]), datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    paper = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    form = serialization.PrivateFormat.PKCS8
    secret = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    file = folder / "front.pem"
    file.write_bytes(paper + secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
