"""The process: `python -m rathaus.integrations.mailbox FOLDER SMTP_PORT PAGE_PORT`, on 127.0.0.1 only."""

import asyncio
import signal
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP

from rathaus.integrations.mailbox.store import Store
from rathaus.integrations.mailbox.texts import FOLDER, Texts
from rathaus.integrations.mailbox.web import make_server

LARGEST_MAIL = 32 * 1024 * 1024


class Receiver:
    """Takes every mail that is handed over."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - named by aiosmtpd
        """This will store the mail before it says yes."""
        self.store.add(envelope.original_content, recipients=envelope.rcpt_tos, at=datetime.now(UTC))
        return "250 OK"


async def serve(folder: Path, smtp_port: int, page_port: int) -> None:
    """This will receive and show mails until the process is asked to stop."""
    store = Store(folder)
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)

    def conversation() -> SMTP:
        return SMTP(Receiver(store), data_size_limit=LARGEST_MAIL, enable_SMTPUTF8=True, hostname="mailbox", loop=loop)

    async with await loop.create_server(conversation, "127.0.0.1", smtp_port):
        pages = make_server(store, Texts(folder / FOLDER), page_port)  # last: who sees the page can send mail
        threading.Thread(target=pages.serve_forever, daemon=True).start()
        await stopped.wait()
    pages.shutdown()


def main() -> None:
    """This will run the mailbox; a taken port gets one line."""
    folder, smtp_port, page_port = sys.argv[1:4]
    try:
        asyncio.run(serve(Path(folder), int(smtp_port), int(page_port)))
    except OSError as error:
        sys.exit(f"The mailbox cannot start: {error}")


if __name__ == "__main__":
    main()
