"""What a line of the log looks like: never a personal link, an address, or the row that a database error quotes."""

import logging
import re
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

import orjson
import psycopg
from django.db import Error

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
HIDDEN = "[...]"
request_number: ContextVar[str] = ContextVar("request_number", default="")  # which the lines of one request share
# A personal link (booking.links), an e-mail address, a telephone number: in this order.
PERSONAL = re.compile(r"(?<![\w-])[2-9B-Z]{8}[\w-]{22}(?![\w-])|[^\s\"'<>(){},;=]+@[^\s\"'<>(){},;]+|\+\d{7,15}\b")


class DiscreetFormatter(logging.Formatter):
    """Keeps what helps to find a fault, and hides what would tell whom it befell."""

    def format(self, record: logging.LogRecord) -> str:
        """This will return the line, and the trace where there is one."""
        record.exc_text = None  # another handler may have kept it as it was
        text = PERSONAL.sub(HIDDEN, super().format(record))
        record.exc_text = None
        return text

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - named by logging
        """This will return the trace; a database error tells its kind and constraint, not the values it quotes."""
        text = super().formatException(ei)
        for error in chain(ei[1]):
            quoted = str(error).strip()
            if isinstance(error, (Error, psycopg.Error)) and quoted:
                text = text.replace(quoted, plainly(error))
        return text


class JsonFormatter(DiscreetFormatter):
    """One JSON object on each line: time (RFC 3339, UTC), level, logger, message, and what the record tells more."""

    def format(self, record: logging.LogRecord) -> str:
        """This will return the line."""
        at = datetime.fromtimestamp(record.created, UTC)
        entry: dict[str, Any] = {
            "time": at.isoformat(timespec="milliseconds"), "level": record.levelname, "logger": record.name,
            "message": PERSONAL.sub(HIDDEN, record.getMessage()), "request": request_number.get() or None,
            "trace": PERSONAL.sub(HIDDEN, self.formatException(record.exc_info)) if record.exc_info else None,
        }  # fmt: skip
        entry |= getattr(record, "about", {})
        return orjson.dumps({name: value for name, value in entry.items() if value is not None}).decode()


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """This will return an error, and those that it came from."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        found = waiting.pop()
        if found is not None and id(found) not in seen:
            seen.add(id(found))
            yield found
            waiting += [found.__cause__, found.__context__]


def plainly(error: BaseException) -> str:
    """This will return what a database error is about, in the names of the schema."""
    source = next((e for e in chain(error) if isinstance(e, psycopg.Error)), None)
    if source is None:
        return HIDDEN
    about = (source.sqlstate, source.diag.table_name, source.diag.column_name, source.diag.constraint_name)
    return " ".join(word for word in about if word) or HIDDEN
