"""A gateway that leads elsewhere is not followed: texts and passwords go to the configured address alone."""

import http.server
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from rathaus.integrations.kannel.channel import KannelChannel
from rathaus.integrations.notify.channel import NotifyChannel
from rathaus.notifications.ports import Channel, ChannelAway, Message, NotNow
from tests.notify import KEY, TEMPLATE

pytestmark = pytest.mark.usefixtures("town")


class Leading(http.server.BaseHTTPRequestHandler):
    """Leads everybody to a page that answers."""

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.command, self.path, body))  # type: ignore[attr-defined]
        self.send_response(307)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    do_GET = do_POST = answer  # noqa: N815 - named by the server

    def log_message(self, *_words: Any) -> None:
        pass


@pytest.fixture
def leading() -> Iterator[tuple[int, list[tuple[str, str, bytes]]]]:
    with http.server.HTTPServer(("127.0.0.1", 0), Leading) as server:
        server.asked = []  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server.server_port, server.asked  # type: ignore[attr-defined]
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        (KannelChannel(), "kannel://rathaus:s3cret@127.0.0.1:{}"),
        (NotifyChannel(), f"notify+http://{TEMPLATE}:{KEY}@127.0.0.1:{{}}"),
    ],
    ids=["kannel", "notify"],
)
def test_a_gateway_that_leads_elsewhere_is_not_followed(
    leading: tuple[int, list[Any]], settings: Any, channel: Channel, address: str
) -> None:
    port, asked = leading
    settings.RATHAUS_SMS_URL = address.format(port)

    with pytest.raises((ChannelAway, NotNow)), channel.conversation() as conversation:
        conversation.hand_over(Message(to="+4915123456789", subject="", text="Termin"), "key0")
    assert len(asked) == 1
    assert asked[0][1] != "/elsewhere"
