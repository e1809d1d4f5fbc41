"""Identifiers: time-ordered UUIDs, spoken references, and numbers of rows."""

import os
import time
from uuid import UUID

# No 0/O, 1/I/L, and no vowels, so that a reference can be read aloud and never spells a word.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
REFERENCE_LENGTH = 8
LONGEST_NUMBER = 15  # digits of a row's number: it fits into a bigint


def uuid7() -> UUID:
    """This will return a new UUID of version 7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, 74 random."""
    stamp = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = (stamp & 0xFFFFFFFFFFFF) << 80
    value |= 0x7 << 76
    value |= ((random >> 62) & 0xFFF) << 64
    value |= 0b10 << 62
    value |= random & 0x3FFFFFFFFFFFFFFF
    return UUID(int=value)


def new_reference() -> str:
    """This will return 8 random characters of ALPHABET (38 bits), unique only by the database's constraint."""
    return spell(os.urandom(16), REFERENCE_LENGTH)


def spell(data: bytes, length: int) -> str:
    """This will return characters of ALPHABET that stand for the bytes, as a number; many bytes favour no character."""
    number, letters = int.from_bytes(data, "big"), []
    for _ in range(length):
        number, index = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[index])
    return "".join(letters)


def normal_reference(text: str) -> str:
    """This will return what a person typed as a reference in its stored form: upper case, no spaces or dashes."""
    return "".join(c for c in text.upper() if c.isalnum())[:32]


def id_in(text: str) -> int | None:
    """This will return a row's number that a request names, or None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None
