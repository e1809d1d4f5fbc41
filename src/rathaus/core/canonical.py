"""Canonical bytes of a JSON object (RFC 8785)."""

from collections.abc import Mapping
from typing import Any

import rfc8785


def canonical(value: Mapping[str, Any]) -> bytes:
    """This will return the one byte string that stands for the JSON object.

    :raises rfc8785.CanonicalizationError: on a value that JSON cannot hold.
    """
    return rfc8785.dumps(dict(value))
