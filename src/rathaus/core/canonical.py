"""Canonical bytes of a JSON object (RFC 8785)."""

from collections.abc import Mapping
from typing import Any

import orjson
import rfc8785

LARGEST_EXACT = 2**53 - 1  # beyond, JSON numbers are not exact, and RFC 8785 refuses them


def canonical(value: Mapping[str, Any]) -> bytes:
    """This will return the one byte string that stands for the JSON object.

    :raises rfc8785.CanonicalizationError: on a value that JSON cannot hold.
    """
    plain = dict(value)
    if _is_simple(plain):
        return orjson.dumps(plain, option=orjson.OPT_SORT_KEYS)  # the same bytes, far sooner
    return rfc8785.dumps(plain)


def _is_simple(value: Any) -> bool:
    """Whether sorting by bytes is sorting by UTF-16 units, and no number has more than one way to be written."""
    if isinstance(value, str) or value is None or value is True or value is False:
        return True
    if isinstance(value, int):
        return abs(value) <= LARGEST_EXACT
    if isinstance(value, list):
        return all(map(_is_simple, value))
    return isinstance(value, dict) and all(
        isinstance(k, str) and k.isascii() and _is_simple(v) for k, v in value.items()
    )
