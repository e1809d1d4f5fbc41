"""Connections that are over by a moment: each step gets only what is left, however slowly bytes trickle in."""

import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore

STEP_SECONDS = 5.0  # for each step
TROUBLE: tuple[type[Exception], ...] = (
    httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError,
    UnicodeError,
)  # fmt: skip


class Punctual(httpcore.NetworkBackend):
    """Connects by TCP, until `ends` (of the monotonic clock)."""

    def __init__(self, ends: float) -> None:
        self._ends = ends

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """This will connect.

        :raises httpcore.TimeoutException: when it takes too long.
        """
        inner = httpcore.SyncBackend().connect_tcp(host, port, left(self._ends), local_address, socket_options)
        return _Stream(inner, self._ends)


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, ends: float) -> None:
        self._inner = inner
        self._ends = ends

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, left(self._ends))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, left(self._ends))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, left(self._ends)), self._ends)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def left(ends: float) -> float:
    """This will return how many seconds the next step may take.

    :raises httpcore.ReadTimeout: when none are left.
    """
    found = min(STEP_SECONDS, ends - time.monotonic())
    if found <= 0:
        raise httpcore.ReadTimeout("it took too long")
    return found
